"""The integers that the arrays of a run are written in. One name each; nothing else decides what a number means."""

NEVER = 2**31 - 1
"""A day or round that no run reaches."""

# Stance of a member: a candidate's index, or
NONE = -1
"""uncommitted"""

# What binds a member (`State.bound`): the index of its own active candidate, or
FREE = -1
WITHHOLDS = -2
"""its own candidate is announced but not yet in the race: it commits to nobody"""

REFUSED = -1
"""In place of the round of a commitment: the member's firm refusal made the candidate leave"""

# What a candidate is: somebody who may give up, or a text that stays on the table until it is withdrawn
PERSON, PROPOSAL = 0, 1

# Status of a candidate
PENDING, ACTIVE, OUT, CHOSEN = 0, 1, 2, 3

# A member's vote for a candidate, in the order of a rule's credits
NO, ABSTAIN, YES = 0, 1, 2

# Who can grant a demand: the candidate, the chair, a member, or somebody outside the body
CANDIDATE, CHAIR, MEMBER, OUTSIDE = 0, 1, 2, 3

# How willingness becomes a hazard
LOGISTIC, PROPORTIONAL = 0, 1

NO_LIMIT = 1e9
"""A budget, or a stake, that is no concern."""

# How what is asked is given: at chance meetings, to whoever waits; or offered to those the rule needs, and answered
MEETINGS, BARGAINED = 0, 1

# Demands that are not on the table until somebody has been paid: one of the file, or room for one of a member's own
LATENT, OPEN = 1, 2
RELEASED = -2
"""In place of a demand that a member raises: it takes its yes back, and asks for nothing"""

# What came of a holder's last meeting: none took place; nothing was offered, and it held out; it refused; it settled
# for nothing; it settled for what was offered
NO_MEETING, NOTHING_OFFERED, REFUSED_OFFER, SETTLED_UNPAID, SETTLED = 0, 1, 2, 3, 4

# When a rule that carries decides: after silence, on any day; at once at a sitting, between them after silence; at
# sittings alone
ANY_DAY, SILENCE_BETWEEN, ONLY_SITTINGS = 0, 1, 2

# What ballots do: nothing but show; or of more than two candidates the one with fewest drops out
NO_BALLOTS, POLLS, ELIMINATION = 0, 1, 2

# Why a candidate leaves of itself (0: it does not): two reasons of a person, one of a text
WITHOUT_HOPE, REFUSAL, BY_SPONSOR = 1, 2, 3

# How a run ends; `ENDINGS` are the names of the same, in the same order
AS_IT_WAS, CHANGED, ANOTHER_NAME, OVERRULED, EXTENDED, NOBODY_LEFT, OUT_OF_TIME = range(7)
ENDINGS = ("agreed", "changed", "another-name", "overruled", "extended", "withdrawn", "time-ran-out")
# What an ending counts as where forecasts of it are scored; `ENDING_CLASSES` are the names of the same
UNCHANGED, WITH_CHANGES, OTHER, FAILURE = range(4)
ENDING_CLASSES = ("unchanged", "changed", "other", "failure")
GRANTED = 0.05
"""A share of a demand up to which what is agreed counts as it was."""

# What a scripted event does
ACCEDE, DEPART, ANNOUNCE, ENTER, WITHDRAW, CONSULT, ENDORSE, DISAVOW, SHOCK, WORTH, CEILING, GRANT, NOTE = range(13)

# Phases of a round, in no order (`whitesmoke.model.round.ROUND` has the order)
CALENDAR, TALLY, CANDIDATES, AMENDMENTS, BARGAINING, STANCES, COUNT, RULE = range(8)

# What a random number is for (one byte of its address)
COMMITS, DEFECTS, MEETS, EXITS, BREAKS, LENGTH, RESIDUAL, PARAMETER, CALLED, WITHDRAWS = range(1, 11)
RESERVES, GATHERS, ANSWERS, ASKS, LATE_CEILING, HURTS, AMENDS, TAKES, LOTS = range(11, 20)
