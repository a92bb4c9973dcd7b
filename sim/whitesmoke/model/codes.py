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

# Status of a candidate
PENDING, ACTIVE, OUT, CHOSEN = 0, 1, 2, 3

# A member's vote for a candidate, in the order of a rule's credits
NO, ABSTAIN, YES = 0, 1, 2

# Who can grant a demand
CANDIDATE, CHAIR, MEMBER = 0, 1, 2

# How willingness becomes a hazard
LOGISTIC, PROPORTIONAL = 0, 1

# When a rule that carries decides: after silence, on any day; at once at a sitting, between them after silence; at
# sittings alone
ANY_DAY, SILENCE_BETWEEN, ONLY_SITTINGS = 0, 1, 2

# Why a candidate gives up (0: it does not)
WITHOUT_HOPE, REFUSAL = 1, 2

# What a scripted event does
ACCEDE, DEPART, ANNOUNCE, ENTER, WITHDRAW, CONSULT, ENDORSE, DISAVOW, SHOCK, WORTH, CEILING, GRANT, NOTE = range(13)

# Phases of a round, in no order (`whitesmoke.model.round.ROUND` has the order)
CALENDAR, TALLY, CANDIDATES, BARGAINING, STANCES, COUNT, RULE = range(7)

# What a random number is for (one byte of its address)
COMMITS, DEFECTS, MEETS, EXITS, BREAKS, LENGTH, RESIDUAL, PARAMETER, CALLED = range(1, 10)
