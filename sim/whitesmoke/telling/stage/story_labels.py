"""Every word of the story that is no sentence about a run: one table that a translator can take.

Sentences about what happens in a run are in `telling.words.SENTENCES`, reasons in `model.terms`, what levers change in
`telling.lever_words.WORDS`: the story says them as every command does.
"""

from __future__ import annotations

from typing import Any

LABELS = {
    "language": "en-GB",
    "playing_run": "Playing the run ...",
    # what one can do
    "previous": "Previous event",
    "next": "Next event",
    "play": "Play",
    "pause": "Pause",
    "again": "Play again",
    "tiles": "Tiles",
    "network": "Who moved whom",
    "workbench": "Workbench",
    "present": "Large type",
    "keys": "Keys: arrows for the next and the previous event, space to play.",
    "all_events": "All events",
    # parts of the screen
    "stage": "The members",
    "now": "Now",
    "why": "Why {name} waits",
    "why_in": "Why {name} came round",
    "why_other": "Where {name} stands",
    "timeline": "What happened, event by event",
    "odds": "How likely it was",
    "what_if": "What if",
    "reasons": "Reasons",
    "facts": "What is fact, and what is simulated",
    "ending": "How this run ended",
    "granted": "What each got",
    "record_title": "What is on record",
    "key": "What the signs mean",
    "key_focus": "hardest to win",
    "key_focus_long": "A red ring: of those that wait the hardest to win, of whom it is told.",
    "key_picked": "chosen",
    "key_picked_long": "A blue ring: the member that you chose.",
    "key_absent_long": "A dashed border: not a member.",
    "key_tie": "listens to most",
    "key_tie_long": "A faint line: one of the two listens to the other more than to the rest.",
    "key_heard": "was heard by",
    "key_heard_long": "An arrow: one that came round had heard the other before, more than the rest; or the other's "
    "endorsement is among what moved it. The arrow leads to who came round.",
    "key_granted": "granted to",
    "key_granted_long": "A box with points, or a member, with a dashed arrow: it grants something to whom the arrow "
    "leads to.",
    "key_dot": "come round",
    "key_dot_long": "A circle: members come round.",
    "key_up": "put forward",
    "key_up_long": "A triangle upwards: one is put forward.",
    "key_down": "leaves",
    "key_down_long": "A triangle downwards: one leaves.",
    "key_star": "settled",
    "key_star_long": "A star: it is settled.",
    "key_cross": "not settled",
    "key_cross_long": "A cross: it ends without being settled.",
    "key_square": "all else",
    "key_square_long": "A square: all else.",
    "key_ghost_long": "A hollow diamond: on record, what really happened.",
    # who moved whom
    "moved": "Who moved whom",
    "heard_most": "Heard most by those that came round after: {members}.",
    "heard_one_each": "{members} were each heard more than the rest by {count} that came round after.",
    "heard_alike": "None was heard more than the rest by those that came round.",
    "nobody_came": "Nobody came round.",
    "by_one": "by {count}",
    "by_each": "by {count} each",
    "endorsement_moved": "{whose} was among what moved {members}.",
    "nothing_granted": "Nothing was granted to anybody.",
    "granted_to": "{by} granted something to {members}",
    "granted_to_as_well": "{by} to {members}",
    "who_came": "Who came round",
    "who_heard": "Whom it had heard more than the rest, or whose endorsement moved it",
    "who_granted": "Who granted it something",
    "class_title": "To show it to a class",
    "class": "Large type makes everything larger. Arrows step from event to event, Home and End lead to the first and "
    "the last, space plays. The address keeps what is seen (event, member, face, lever, whose knowledge): keep one for "
    "each moment that you want to show. Printed, it has a list of all events. Ask what will happen before you step on.",
    "on_exit": "What is scripted to follow when a candidate leaves ({texts}) has no date of its own: its day is this "
    "run's.",
    "computed": "How are the odds computed?",
    "odd_computed": "The odds that a member comes round soon are those of a meeting and a yes, or of a decision of its "
    "own, with all else as it is at the end of that day, when what others did on it is done, and no date any nearer: "
    "`whitesmoke explain` has them, and their parts in the model's terms. An offer is a share of all that can be "
    "granted to a member at that time; where actors bargain it is granted with the yes, and not before.",
    "ask": "How is this computed?",
    "close": "Close",
    # what is shown
    "count": "{committed} of {members} have come round",
    "count_to": "{committed} of {members} for {name}",
    "waiting": "waiting",
    "absent": "not a member",
    "has_left": "has left",
    "nobody_waits": "Nobody waits any more.",
    "opening": "It begins.",
    "goes_on": "Nothing more happens until then.",
    "quiet": "Nothing new happens on this day.",
    "simulated": "Fact or simulated?",
    "simulated_run": "Simulated, not what happened: run {run} of seed {seed}",
    "typical_mark": "a typical one",
    "typical": "This run is the typical one of the first 100: of those with the usual outcome and the usual last "
    "holdout it ends nearest the middle of the usual outcome.",
    "simulated_long": "One simulated course of events (seed {seed}, run {run}). It is not what happened.",
    "scripted": "scripted",
    "record": "on record",
    "record_decision": "what really happened",
    "ears": "Of those it listens to, {names} had come round.",
    "ears_alike": "Of those it listens to, {count} had come round; it listens to many alike.",
    "committed_to": "came round to {name}",
    # over a member that acts
    "granted_by": "granted by {by}",
    "refuses": "refuses an offer",
    "nothing_offered": "is offered nothing",
    "gives_in": "gives in",
    "asks": "asks, too",
    "takes_back": "takes it back",
    "free": "is free again",
    "endorses": "endorses",
    "joins": "joins",
    "leaves": "leaves",
    "objects": "objects",
    "ratifies": "has ratified",
    "moved_by": "It was moved by {reasons}.",
    "news_was": "At the end of {day} it was {odds} in 100 that it would come round within {days} days.",
    "news_luck": "Little has changed since: that it came round just then is luck.",
    "news_since": "New since then: {reasons}.",
    "news_entered": "{name} has entered since.",
    "news_nothing": "It would have been offered nothing then: {why}.",
    "news_offered": "It would have been offered {share} of what could be granted then.",
    "news_no_meeting": "No meeting with it was about {name} then.",
    "news_offer": "Now it was offered {share} of what could be granted.",
    "news_noisy": "Holding out was worth a little more to it even so: answers are noisy.",
    "fact_chosen": "In fact {name} was chosen on {day}.",
    "fact_adopted": "In fact {name} was adopted on {day}.",
    "fact_none": "In fact it ended on {day} without a decision.",
    "got_some": "{name} got {got}.",
    "got": "{share} of {asked}, from {payer} {when} {day}",
    "got_on": "on",
    "got_by": "by",
    "got_rest": "nothing of {asked}",
    "got_nothing": "{name} got nothing of {asked}.",
    "got_more": "{members} asked for something as well: the box on what is fact tells what any of them got.",
    "last_same": "In this run {who} came round last; over all futures, too, {name} is most often among the last, or "
    "never comes round ({odds}){why}.",
    "last_other": "In this run {who} came round last; over all futures {name} is most often among the last, or never "
    "comes round ({odds}){why}.",
    "gone_same": "In this run {who} had not come round{to} by then; over all futures, too, {name} is most often "
    "among the last, or never comes round ({odds}){why}.",
    "gone_other": "In this run {who} had not come round{to} by then; over all futures {name} is most often among the "
    "last, or never comes round ({odds}){why}.",
    "never_same": "In this run {who} had not come round{to} at the end; over all futures, too, {name} is most often "
    "among the last, or never comes round ({odds}){why}.",
    "never_other": "In this run {who} had not come round{to} at the end; over all futures {name} is most often among "
    "the last, or never comes round ({odds}){why}.",
    "last_to": " to {name}",
    "last_why": ". In this run {name} had been held back by {reasons}",
    "all_the_others": "the many that had come round",
    "step_of": "event {at} of {all}",
    "pick": "Choose a member to see why it stands where it stands.",
    "no_reasons": "Its reasons are not told for a body of this size, or a model of one's own.",
    "red_line": "A red line.",
    "red_line_of": "A red line: {claims}.",
    "claim": "“{text}” ({met})",
    "claims_more": "{count} more",
    "met": "{share} met so far",
    "refused": "refused",
    "from_to": "{low} to {high}",
    "in_quotes": "“{text}”",
    # odds
    "per_days": "{odds} in 100 to come round {days} as things stand",
    "within_week": "this week",
    "within_day": "within a day",
    "within_days": "within {days} days",
    "no_chance": "No chance to come round {days} as things stand",
    "headline": "Settled by {by} in {odds}",
    "range": "95 % interval: {low} to {high}",
    "never": "Not settled by {by} in {odds}",
    "held_up": "{name} is among the last to come round, or never does, in {odds}",
    "whose": "{runs} futures of the scenario (seed {seed}) from {date} on, each with luck of its own. They know the "
    "whole scenario, also what it sets to happen on which day, and nothing of the run above. By each date the share of "
    "them that had been settled is counted; the interval is for the noise of so many.",
    "whose_public": "{runs} runs that agree with what was public by {date}, each played on to its end: what "
    "`whitesmoke nowcast {name} --as-of {iso} --runs {runs} --seed {seed}` prints, given the same changes, rule and "
    "posterior. What came to light later is left out of them, of the record and of the script. They are worth "
    "{worth} independent ones, which is what the interval counts. Numbers of the model are the scenario's, and may "
    "have been chosen with the whole record in view. The run above is no part of it: what is public is what really "
    "happened.",
    "whose_knowledge": "Whose knowledge?",
    "script": "from the opening",
    "public": "public by this day",
    "script_knows": "{runs} futures from {date} on. They know what is set to happen on which day, and not how it goes.",
    "public_knows": "Knows what was public by {date}, and nothing of later: {runs} futures.",
    "public_still": "Nothing new has come to light since.",
    "public_since": "What has come to light since {day} is left out: it is computed beforehand for {count} days.",
    "public_waits": "What was public by {day} is being computed ...",
    "public_no_days": "What was public is not computed beforehand for this file: `whitesmoke nowcast` has it.",
    "public_early": "Computed beforehand from {day} on.",
    "public_nobody": "By {day} nobody had been heard of who stands: there is nothing to forecast.",
    "public_none": "None of {runs} runs agrees with what was public by {day}.",
    "public_over": "It was over by then: settled on {day}, {name}.",
    "public_ended": "It was over by then: ended on {day} without a decision.",
    "differ": "The two differ: what was public includes what had come to pass by then, and lacks what is scripted for "
    "later.",
    "counting": "The futures are being played ...",
    "no_odds": "No futures were played.",
    "by_date": "{odds} by {date}, {name}",
    "date": "Date",
    "share": "Settled by then, of 100 futures",
    "this_run": "this run",
    "quick": "An unusually quick run: settled by then in {odds}.",
    "slow": "An unusually slow run: settled before in {odds}.",
    "stuck": "An unusual end: not settled by {by} in {odds}.",
    "quick_mark": "this run, unusually quick",
    "slow_mark": "this run, unusually slow",
    "all_agree": "{members}; all must agree.",
    "by_rule": "{members}; the rule: {rule}.",
    # what if
    "no_levers": "The scenario names nothing to try.",
    "trying": "What if is being played ...",
    "lever_counts": "No agreement",
    "lever_numbers": "in 100: before → after",
    "lever_opening": "in 100, from the opening",
    "lever_counts_long": "In how many of 100 futures there is no agreement: before, and with this change.",
    "lever_pick": "Choose one: its curve is drawn beside the other.",
    "lever_off": "As the file has it",
    "as_before": "as before",
    "may_be_luck": "may be luck",
    # a lecture
    "scene_of": "Scene {at} of {all}",
    "previous_scene": "Previous scene",
    "next_scene": "Next scene",
    "scenes": "All scenes",
    "scene": "The scene",
    "scene_keys": "Keys: Page Down for the next scene, Page Up for the previous one; arrows for events, space to play.",
    "notes": "Notes",
    "said": "What is said and asked",
    "answer": "Show the answer",
    "cover": "Hide the answer",
    "answers": "Show all answers",
    "cover_all": "Hide all answers",
    "covered_odds": "Covered, until you have guessed.",
    "uncover": "Show it",
    "print": "Print, a scene a page",
    "quoted": "Numbers quoted here, as they are found",
    "compared": "Compared",
    "in_workbench": "This scene is shown in the workbench.",
    # another case
    "other": "Another case",
    "other_title": "What to show",
    "find": "Find by name or title",
    "cases": "Cases",
    "coded": "Cases coded from the record by one rule",
    "lectures": "Lectures and lessons",
    "own": "Your own files",
}
"""By name, with {parts} that are filled in."""


def marked(line: dict[str, Any]) -> str:
    """Return a line of what happened, with what it is where it is scripted."""
    return f"{LABELS['scripted']}: {line['text']}" if line["scripted"] else str(line["text"])


def label(which: str, /, **parts: object) -> str:
    """Return words of the story with their parts filled in."""
    return LABELS[which].format(**parts)
