"""The decision rule is a table, read in exact integers.

A member's vote for a candidate is no, abstain or yes. Row m of the table gives every member a weight and every
vote a credit. The candidate carries when every row reaches its quota:

    sum_i weight[m, i] * credit[m, vote_i]  >=  quota[m]

======================================  ======================  =====================================
rule                                    credit (no, abst., yes)  quota
======================================  ======================  =====================================
unanimity                               0, 0, 1                 all members
consensus (nobody objects)              0, 1, 1                 all members
consensus minus two                     0, 0, 1                 all members - 2
two thirds                              0, 0, 1                 2/3 of the members
majority of those present and voting    -1, 0, 1                more than 0
veto players                            0, 1, 1                 all veto players (weight 1, others 0)
======================================  ======================  =====================================

A double majority is two rows. A quota is a share of the members' total weight, so it follows accession:
quota = share * total + plus, kept as integers (numerator, denominator, plus).
"""

from whitesmoke.model.codes import ABSTAIN, NO, YES
from whitesmoke.model.lang import rule


@rule
def vote(committed: bool, objects: bool) -> int:
    """Return the member's vote: yes if committed to the candidate, no if it objects, else it abstains."""
    if committed:
        return YES
    return NO if objects else ABSTAIN


@rule
def reached(credits: int, total: int, numerator: int, denominator: int, plus: int) -> bool:
    """Say whether denominator * credits >= numerator * total + plus, all in integers."""
    return to_spare(credits, total, numerator, denominator, plus) >= 0


@rule
def to_spare(credits: int, total: int, numerator: int, denominator: int, plus: int) -> int:
    """Return denominator * credits - (numerator * total + plus): what a row has beyond its quota, or lacks if negative.

    It is counted in `denominator` parts of a credit, so that it is whole.
    """
    return denominator * credits - (numerator * total + plus)


@rule
def counts_only_yes(credit_no: int, credit_abstain: int) -> bool:
    """Say whether a row treats an objection like an abstention, so that only the yes votes need counting."""
    return credit_no == credit_abstain
