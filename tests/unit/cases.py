"""Cases made by hand: a sketched world with names."""

import datetime

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, Names

from tests.worlds import Sketch


def case(affinity, names=None, **sketch):
    """A case of the given world; `candidate_names`, `member_names` and `blocs` may be given, the rest is made up.

    In place of the affinity a whole `Sketch` may stand.
    """
    given = {key: sketch.pop(key) for key in ("candidate_names", "member_names", "blocs") if key in sketch}
    world = (affinity if isinstance(affinity, Sketch) else Sketch(affinity, **sketch)).build()
    n, K = len(world.member_address), len(world.home)
    grantors = ["the chair" if g == codes.CHAIR else "somebody" for g in world.grantor]
    return Compiled(
        world,
        Names(
            scenario="by-hand",
            title="Made by hand",
            rule="table",
            start=datetime.date(2024, 1, 1),
            round_days=world.round_days,
            members=tuple(f"M{i:03d}" for i in range(n)),
            member_names=given.get("member_names", tuple(f"Member {i}" for i in range(n))),
            blocs=given.get("blocs", ("",) * n),
            candidates=tuple(f"candidate-{k}" for k in range(K)),
            candidate_names=given.get("candidate_names", tuple(f"Candidate {k}" for k in range(K))),
            demands=tuple(f"demand-{d}" for d in range(len(world.holder))),
            demand_texts=("air defence", "a post", "an apology")[: len(world.holder)],
            grantors=tuple(grantors),
            focal=tuple(f"summit {m}" for m in range(len(world.focal_day))),
            events=("",) * len(world.event_day),
            event_texts=("",) * len(world.event_day),
        ),
    )


EVENTFUL = ("accession", "concession", "date missed", "endorsement", "exit", "release", "shock", "silence lifted")


def eventful():
    """Three members, two candidates, demands, dates and scripted events."""
    return case(
        [[6.0, -6.0], [2.0, -6.0], [-20.0, 0.0]],
        member_names=("Netherlands", "Slovak Republic", "Norway"),
        candidate_names=("Ada A", "Bo B"),
        accession=[0, 0, 14],
        home=[0, 2],
        entry=[0, 35],
        announced=[0, 21],
        demands=[
            {"holder": 1, "worth": 6.0, "concerns": 0, "grantor": codes.CANDIDATE},
            {"holder": 1, "worth": 1.0, "concerns": 0, "grantor": codes.MEMBER, "granting_member": 0},
        ],
        focal=[(25, 0.5), (60, 1.0)],
        events=[
            {"day": 21, "kind": codes.ANNOUNCE, "candidate": 1},
            {"day": 15, "kind": codes.ENDORSE, "member": 2, "candidate": 0},
            {"day": 80, "kind": codes.SHOCK, "member": 2, "candidate": 0, "amount": 26.0},
        ],
        coefficient={
            "speed": 1.0,
            "concession": 2.0,
            "pressure": 1.0,
            "memory": 3.0,
            "exit": 4.0,
            "hopelessness": 4.0,
            "silence_low": 3.0,
            "silence_high": 8.0,
        },
        ties={(0, 1): 1.0, (1, 0): 1.0, (2, 0): 1.0},
        rounds=20,
    )
