"""A model whose members never come round, as somebody may write one for the page."""

from whitesmoke.model.mesa import AlliedState, Negotiation


class Stubborn(AlliedState):
    def acceptance(self, candidate):
        return super().acceptance(candidate) - 99.0


class Stuck(Negotiation):
    def __init__(self, case, rng=0, run=0):
        super().__init__(case, rng=rng, run=run, states=Stubborn)
