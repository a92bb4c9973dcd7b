"""How each stylised fact is read off runs; written down before any run was measured, and one page.

The corpus has one ending of each case, so a *world* is one run of each case, and a measure is a function of worlds:
what it returns has a number for each of them. Where it does not apply (nobody was paid, no date was reached) that is
nan. `w` has the columns of `whitesmoke.evidence.facts.fact_columns.Columns`: rows are worlds, columns cases, or the
demands or dates of all cases. Each case counts once; a demand, or a date, counts as one of all, as in the corpus.

Facts that no measure speaks of are in `UNMEASURED`, each with the reason.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whitesmoke.evidence.facts.fact_columns import Columns
from whitesmoke.evidence.facts.over import largest, mean, median, only, ratio, relative, spread
from whitesmoke.model import codes
from whitesmoke.model.world import Floats

Measure = Callable[[Columns], Floats]

# Who holds out


def one_at_the_end(w: Columns) -> Floats:
    """SF01. Of the agreed cases in which somebody asks for something, those in which one alone came round last."""
    return mean(only(w.last == 1, w.agreed & w.quarrel))


def one_at_the_end_of_27(w: Columns) -> Floats:
    """SF02. The same in bodies of 27 or 28 members."""
    return mean(only(w.last == 1, w.agreed & w.quarrel & (w.members >= 27) & (w.members <= 28)))


def first_blocker(w: Columns) -> Floats:
    """SF03. Of the cases of one body, five or more, in which one alone came round last: how often it was the same.

    The most frequent one, in the mean of such bodies.
    """
    return largest(only(w.blocker, w.agreed & w.quarrel & (w.last == 1)), w.body)


def holdouts_at_80(w: Columns) -> Floats:
    """SF04. Uncommitted members with a demand on the table when four fifths of the body were in."""
    return median(w.holdouts)


def support_when_asked(w: Columns) -> Floats:
    """SF05. Share of the body that was in on the day of the first demand, in agreed cases."""
    return median(only(w.support, w.agreed))


# How long it takes


def median_days(w: Columns) -> Floats:
    """SF06. Days from the start to the decision, in agreed cases."""
    return median(w.day)


def spread_of_logs(w: Columns) -> Floats:
    """SF06. Standard deviation, over agreed cases, of the logarithm of their days, one at least."""
    return spread(np.log(np.maximum(1.0, w.day)))


def mean_over_median(w: Columns) -> Floats:
    """SF07. Mean over median of the days of agreed cases."""
    return mean(w.day) / median(np.maximum(1.0, w.day))


# How it ends


def failed(w: Columns) -> Floats:
    """SF08. Cases without a decision."""
    return mean(w.ending == codes.FAILURE)


def another_name(w: Columns) -> Floats:
    """SF08. Cases that end with a name, or a text, that came later."""
    return mean(w.ending == codes.OTHER)


def with_changes(w: Columns) -> Floats:
    """SF08. Cases that end with an amendment or a concession."""
    return mean(w.ending == codes.WITH_CHANGES)


def unchanged(w: Columns) -> Floats:
    """SF08. Cases that end as proposed."""
    return mean(w.ending == codes.UNCHANGED)


# Dates: those that press and the sittings of the body, days in a row as one. A decision is near one from three days
# before its first day to one day after its last


def near_dates(w: Columns) -> Floats:
    """SF09. Agreed cases decided near a date, over what chance gives: the share of their days that are near one."""
    return ratio(w.near, w.chance)


def near_dates_if_long(w: Columns) -> Floats:
    """SF10. The same, of those that took more than 30 days."""
    return ratio(only(w.near, w.day > 30), only(w.chance, w.day > 30))


def settled_by_a_date(w: Columns) -> Floats:
    """SF11. Of the dates that found a case undecided three days before, those near which it was decided."""
    return mean(w.settled_it)


def settled_by_a_hard_date(w: Columns) -> Floats:
    """SF11. The same, of dates of weight 1: heads of state, as a rule."""
    return mean(only(w.settled_it, w.weight >= 1.0))


def settled_by_a_soft_date(w: Columns) -> Floats:
    """SF11. The same, of dates of less weight."""
    return mean(only(w.settled_it, w.weight < 1.0))


def dates_missed(w: Columns) -> Floats:
    """SF12. Dates that had passed by more than a day when it was agreed."""
    return median(w.missed)


def overran(w: Columns) -> Floats:
    """SF13. Agreed cases that may go on after their expiry: those agreed in the two days after it."""
    return mean(only((w.overtime > 0) & (w.overtime <= 2), np.isfinite(w.overtime)))


def in_the_last_tenth(w: Columns) -> Floats:
    """SF14. Of agreed cases, those agreed in the last tenth of the time that there is; a clear peak: twice a tenth."""
    return mean(only(w.time_used > 0.9, w.agreed))


def failed_with_a_quarrel(w: Columns) -> Floats:
    """SF14. Cases without a decision, of those in which somebody asks for something."""
    return mean(only(~w.agreed, w.quarrel))


def pressure_fails(w: Columns) -> Floats:
    """SF15. How many cases more fail, on the same draws, if every date presses twice as hard."""
    return mean(only(~w.pressed.agreed, w.quarrel)) - mean(only(~w.agreed, w.quarrel))


# What is paid, and when: of demands on the table in agreed cases, red lines apart


def partly_granted(w: Columns) -> Floats:
    """SF16. Demands of which more than a little was granted at the end."""
    return mean(only(w.met > codes.GRANTED, np.isfinite(w.met)))


def granted(w: Columns) -> Floats:
    """SF16. Demands of which four fifths or more were granted at the end."""
    return mean(only(w.met >= 0.8, np.isfinite(w.met)))


def ended_by_concession(w: Columns) -> Floats:
    """SF17. Of those of members who agreed, demands granted in part, the last of it in the three days before the yes.

    What came last, not which reason tipped it: that can be asked of a single run only.
    """
    return mean(only((w.met > codes.GRANTED) & (w.lag <= 3), np.isfinite(w.met) & w.consented))


def grant_to_consent(w: Columns) -> Floats:
    """SF18. Days from the last of what was granted, more than a little, to the yes."""
    return median(only(w.lag, w.met > codes.GRANTED))


def consent_in_a_day(w: Columns) -> Floats:
    """SF18. The share of these in which it is a day at most."""
    return mean(only(w.lag <= 1, np.isfinite(w.lag) & (w.met > codes.GRANTED)))


def last_two_apart(w: Columns) -> Floats:
    """SF19. Days between the last two who asked for something and agreed."""
    return median(w.gap)


def last_two_together(w: Columns) -> Floats:
    """SF19. The share of these in which it is three days at most."""
    return mean(only(w.gap <= 3, np.isfinite(w.gap)))


def consent_to_decision(w: Columns) -> Floats:
    """SF20. Days from the last yes to the decision, in agreed cases with a quarrel, where no silence is asked for."""
    return median(only(w.wait, w.quarrel & ~w.silent))


def consent_to_decision_by_silence(w: Columns) -> Floats:
    """SF20. The same where it is."""
    return median(only(w.wait, w.quarrel & w.silent))


def decided_at_once(w: Columns) -> Floats:
    """SF20. The share of the former that is decided on the day of the last yes."""
    return mean(only(w.wait == 0, np.isfinite(w.wait) & w.quarrel & ~w.silent))


def asked_late(w: Columns) -> Floats:
    """SF21. Cases in which a demand comes onto the table more than 20 days after the first, be it by the file."""
    return mean(w.asked_late)


def asked_late_in_the_run(w: Columns) -> Floats:
    """SF21. The same of demands that members raise of themselves, which no file dates."""
    return mean(w.asked_of_itself)


def taken_back(w: Columns) -> Floats:
    """SF22. Cases in which a member takes a yes back."""
    return mean(w.took_back > 0)


def members_taken_back(w: Columns) -> Floats:
    """SF22. Members that take one back, of all."""
    return ratio(w.took_back, w.members)


def paid_from_outside(w: Columns) -> Floats:
    """SF23. Demands that a candidate, or somebody outside the body, can grant; the files say who can."""
    return mean(only(w.outside, np.isfinite(w.met)))


# Ratification, and other rules


def half_ratified(w: Columns) -> Floats:
    """SF24. Where consent is a public act, and one member at most asks for something: time until half are in.

    As a share of the time until the decision, in agreed cases.
    """
    return mean(w.half)


def majority_is_faster(w: Columns) -> Floats:
    """SF25. Agreements by day that the cases lasted, under two thirds; over the same under their own rule.

    Cases whose own rule needs everybody. Whether that falls with age, which the fact says too, is not measured.
    """
    quick = ratio(only(w.majority.agreed, w.unanimous), only(w.majority.lasted, w.unanimous))
    return relative(quick, ratio(only(w.agreed, w.unanimous), only(w.lasted, w.unanimous)))


def all_in_under_majority(w: Columns) -> Floats:
    """SF27. Under two thirds, cases agreed in which everybody is in when it is decided; own rule as above."""
    return mean(only(w.majority.all_in, w.majority.agreed & w.unanimous))


def failed_without_payment(w: Columns) -> Floats:
    """SF28, SF29. Cases without a decision, of those in which nobody asks for anything.

    The other part of SF28, who agrees against its own view, is not measured: in logits zero is the status quo, and not
    a verdict.
    """
    return mean(only(~w.agreed, ~w.quarrel))


UNMEASURED = {
    "SF26": "the model has no history: how long a body takes does not change from one decade to the next",
    "SF30": "not spoken about: nobody can end a session of this model, and to hold out forbids no other decision",
    "SF31": "not measurable: no file says how many have joined before, nor that a case is one of joining",
}
"""Facts that no number of a run is held against, and why."""

OF_DATES = {median_days, spread_of_logs, mean_over_median, near_dates, near_dates_if_long, settled_by_a_date}
OF_DATES |= {settled_by_a_hard_date, settled_by_a_soft_date, dates_missed, overran, in_the_last_tenth, failed}
"""Measures that a record has, too: they hang on nothing but whether it was agreed, and when it was over."""

MEDIANS = {median_days, holdouts_at_80, support_when_asked, dates_missed, grant_to_consent, last_two_apart}
MEDIANS |= {consent_to_decision, consent_to_decision_by_silence}
"""Measures of which the median over worlds is told; of the others the mean is."""
