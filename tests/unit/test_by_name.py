"""Patron and chair have one name wherever plain words tell of them: the one that the case gives."""

import json

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import main
from whitesmoke.model.terms import TOLD
from whitesmoke.telling.by_name import grantor_name, in_case, patron_name
from whitesmoke.telling.stage.whole_story import screen

NAMED = {"grantors.chair.name": "Ada of the Council"}


@pytest.fixture(scope="module")
def race():
    return ws.open("rutte-iohannis")


def test_the_patron_is_told_by_name(race):
    told = json.dumps(screen(race.run().trace, race.loaded, None, []))
    assert "Members learn that the United States backs Mark Rutte." in told
    assert "the patron" not in told
    assert in_case(race.compiled, TOLD["patron"].gives_in) == "the United States' endorsement"
    small = ws.open("tutorial", changes={"patron": "ALF"}).compiled
    assert patron_name(small) == "Alfaria"
    assert in_case(small, TOLD["patron"].waits) == "Alfaria's stand"
    assert patron_name(ws.open("conclave").compiled) == "the patron"


def test_a_chair_that_is_no_member_has_the_name_that_the_case_gives(race):
    demand = race.compiled.names.demands.index("hungary-opt-out")
    assert grantor_name(race.compiled, demand) == "Secretary General Stoltenberg"
    assert grantor_name(race.change(NAMED).compiled, demand) == "Ada of the Council"


def test_no_word_of_the_runs_of_the_race_names_a_role_in_its_place(capsys):
    for options in (["--long"], ["--set", "bargaining.mode=bargained", "--long"]):
        with pytest.raises(SystemExit):
            main(["run", "rutte-iohannis", "--no-figure", *options])
        said = " ".join(capsys.readouterr().out.split())
        assert "Stoltenberg" in said
        assert not {word for word in ("the chair", "the patron") if word in said}
