"""What a report says besides the result itself: the question that each kind answers, its figure, and its limits."""

from __future__ import annotations

from typing import NamedTuple


class About(NamedTuple):
    """What is said of a kind of result."""

    called: str
    question: str
    shows: str
    """what is to be seen in its figure"""
    limits: tuple[str, ...] = ()


ANY = (
    "It says what follows from the scenario's file and the model's rules: what is in neither is not in it either.",
    "It proves no causes: what a record shows can come about in several ways, and one case cannot tell them apart.",
)
"""Limits of every result in which a case was played."""
PLAYED = (
    "trace",
    "story",
    "explanation",
    "ensemble",
    "compare",
    "levers",
    "nowcast",
    "attribution",
    "sensitivity",
    "series",
    "summary",
)
INTERVALS = (
    "Brackets are 95 % intervals for the number of runs. How far the scenario's own numbers may be wrong is in them "
    "only where parameters are drawn from a posterior."
)
KINDS = {
    "trace": About(
        "one run",
        "How does it end, when, and who holds it up?",
        "a: the members committed by day, with what happened and with the quota; where the press counted, its counts. "
        "b: where each member, or each group of a large body, stood by day. c: who listens to whom.",
        ("One run is one draw of what may happen; another seed, or another run of it, gives another.",),
    ),
    "ensemble": About(
        "many runs",
        "How likely is each end, when, and who is last?",
        "a: the members committed by day, the median of all runs and 5 to 95 % of them. b: how many runs settle when. "
        "c: the share of runs not settled by each day. To the right: how likely each end is, and who is last.",
        (INTERVALS,),
    ),
    "compare": About(
        "a comparison",
        "What does the change do?",
        "a: the share of runs not settled by each day, before and after. b: in how many pairs of runs after settles "
        "earlier or later than before.",
        (
            INTERVALS,
            "A difference holds for the numbers of this scenario; with others it may be another.",
        ),
    ),
    "levers": About(
        "levers",
        "What would each lever change?",
        "What each lever changes, moved by itself: after instead of before, in the same futures.",
        (INTERVALS, "A lever changes what it does for the numbers of this scenario; with others it may change less."),
    ),
    "story": About(
        "a story",
        "How does it end in this run, and how likely is that?",
        "How likely each end is in many runs, and when.",
        ("One run is one draw of what may happen; the odds beside it are of many.",),
    ),
    "nowcast": About(
        "a forecast",
        "What could be said of the end as of that day?",
        "The chance that it is settled by each day, or how the forecast moved from week to week; who had not come "
        "round by then, and who will be last.",
        ("Brackets are 95 % intervals for the number of runs that agree with what was known.",),
    ),
    "attribution": About(
        "what each part costs",
        "What does each part delay or speed up?",
        "a: each part by itself, the case with it less the case without it, with 95 % intervals. b: groups of parts, "
        "shared out so that they add up.",
        ("A part costs what it does beside all others: two that do the same each seem to do little.",),
    ),
    "sensitivity": About(
        "sensitivity",
        "On which uncertain numbers does the result hang?",
        "For each outcome the share of its variance that each number accounts for, by itself and with others.",
        ("The shares hold for the ranges that were given: a number with a wider range accounts for more.",),
    ),
    "calibration": About(
        "a calibration",
        "What do the records leave possible?",
        "For each parameter what was held possible before, and what is left after.",
        ("For the cases it was fitted to, whatever it says is in-sample.",),
    ),
    "scores": About(
        "scores",
        "Who forecasts best?",
        "The error of each forecaster, beside simple baselines.",
        ("Few cases rank nobody for certain; the cases were known when the model was made.",),
    ),
    "score": About(
        "the model's scores",
        "Does the model beat forecasters that know no preferences?",
        "The error of each forecaster on past decisions, the model's versions among them.",
        ("The numbers of the cases were written by people who knew how they had ended.",),
    ),
    "forecasters": About(
        "forecasters that know no preferences",
        "What does a model have to beat?",
        "The error of each forecaster on past decisions.",
    ),
    "facts": About(
        "stylised facts",
        "Does the model have the regularities of past negotiations?",
        "Each number of past negotiations, with its tolerance, and what the model gives.",
    ),
    "series": About(
        "choices in a row",
        "Who held the post, who may, and whose turn is it?",
        "Who held the post and who may hold it, the waits of regions, and how long choices take.",
    ),
    "theory": About(
        "what theory expects",
        "What do closed forms say, and what the simulation?",
        "What each closed form expects, and the simulation where it has a counterpart.",
        ("Closed forms leave out what the model has; each says what.",),
    ),
    "power": About(
        "power of votes",
        "What is each vote worth under the rule?",
        "The indices of each member, or of members whose votes count alike.",
        ("Indices of power know the rule, not what members want.",),
    ),
    "explanation": About(
        "why a member stood where it stood",
        "Why did it stand where it stood?",
        "What spoke for and against each candidate, in logits.",
        ("It is the reason within one run; another run may have another.",),
    ),
    "summary": About(
        "an experiment",
        "",
        "What comes out at each point of the design; the numbers are in the table below.",
        (INTERVALS,),
    ),
}
"""By the name of the JSON file of a result."""
