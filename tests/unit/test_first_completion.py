"""What the tab key offers."""

from types import SimpleNamespace

import pytest
from whitesmoke.commands import completion


def at(scenario=None, *args):
    return SimpleNamespace(params={"scenario": scenario}, args=list(args))


@pytest.mark.parametrize(
    ("offer", "context", "typed", "offered"),
    [
        (completion.scenarios, at(), "rutte-io", ["rutte-iohannis"]),
        (completion.stories, at(), "the-race-in", ["the-race-in-eight-scenes"]),
        (completion.experiments, at(), "dead", ["deadline-patience", "deadlines"]),
        (completion.rules, at(), "two", ["two-thirds"]),
        (completion.members, at("tutorial"), "", ["ALF", "BET", "GAM"]),
        (completion.members, at(None, "tutorial"), "G", ["GAM"]),
        (completion.paths, at("tutorial"), "demands.harbour.w", ["demands.harbour.worth"]),
        (completion.paths, at("tutorial"), "parameters.antic", ["parameters.anticipation"]),
        (completion.members, at("nosuch"), "", []),
    ],
)
def test_the_tab_key_offers_what_begins_with_what_was_typed(offer, context, typed, offered, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert offer(context, typed) == offered
