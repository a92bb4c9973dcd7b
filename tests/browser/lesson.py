"""A lesson of three scenes that is played in a moment, for tests in a browser."""

CASE = """
extends = "tutorial"
[levers.harbour]
label = "the harbour"
question = "What if?"
path = "demands.harbour.ceiling"
low = 0.0
high = 1.0
low_says = "no harbour"
high_says = "all of it"
"""
LESSON = """
title = "Who gets the harbour?"
about = "For a test."
scenario = "case.toml"
[[scenes]]
title = "The opening"
notes = "Three must agree."
covered = ["odds", "course"]
questions = [{ asks = "Who can stop it?", answer = "Each of them." }, { asks = "Who would you be?" }]
[[scenes]]
title = "Gammaland waits"
day = 2030-01-21
stage = "network"
member = "GAM"
notes = "It wants a harbour."
questions = [{ asks = "What would you offer?", answer = "Half of it." }]
quoted = [{ what = "winner", value = "dora" }]
[[scenes]]
title = "And without a harbour?"
lever = "harbour"
end = "low"
quoted = [{ what = "change", value = 0.5, within = 0.5, runs = 64 }]
"""


def written(folder):
    """Write the lesson and its case into a folder; return the file of the lesson."""
    (folder / "case.toml").write_text(CASE)
    (folder / "lesson.toml").write_text(LESSON)
    return folder / "lesson.toml"
