"""A chair with a name: it grants as the member that it is, is told with its name, and goes with the member."""

import datetime
from pathlib import Path

import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.model import codes
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Entry
from whitesmoke.page import fields
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.by_name import grantor_name
from whitesmoke.telling.words import say

SOUND = Path(__file__).parents[1] / "faults" / "sound.toml"
ASKED = '[demands.quay]\nholder = "AAA"\nworth = 9.0\ngrantor = "GRANTOR"\n'
LATE = '[members]\nDDD = { name = "Dunmark", accession = 2030-04-01 }\n'


@pytest.fixture
def write(tmp_path: Path):
    (tmp_path / "base.toml").write_text(SOUND.read_text())

    def written(text: str, extends: str = "base.toml") -> Path:
        file = tmp_path / f"case-{len(list(tmp_path.iterdir()))}.toml"
        file.write_text(f'extends = "{extends}"\n{text}')
        return file

    return written


def test_it_grants_as_the_member_that_it_is_and_is_told_with_its_name(write):
    chair, member = (
        build(load(write(f'chair = "DDD"\n{LATE}{ASKED.replace("GRANTOR", who)}'))) for who in ("chair", "DDD")
    )
    assert chair.world.granting_member.tolist() == member.world.granting_member.tolist() == [3, -1]
    assert chair.world.grantor.tolist() == member.world.grantor.tolist() == [codes.MEMBER, codes.CANDIDATE]
    assert (chair.names.grantors[0], grantor_name(chair, 0)) == ("the chair", "the chair, Dunmark")
    assert grantor_name(member, 0) == "Dunmark"
    told = [say(record(chair, 1), Entry(0, kind, member=0, demand=0, share=0.5)) for kind in ("concession", "lapse")]
    assert told[0] == 'Arland meets the chair, Dunmark, about "quay": now 50 % met'
    assert told[1].startswith('what the chair, Dunmark, granted Arland lapses, "quay"')


def test_it_can_grant_only_while_it_has_a_seat(write):
    """Before it accedes nobody meets it; a chair without a name can be met from the first day."""
    wanting = (
        'drop = ["events.endorsement"]\n'
        + "[parameters]\nbargaining_from = 0.0\nconcession = 5.0\n[blocs.core]\nbaseline = -4.0\n"
    )
    named, nobody = (
        record(build(load(write(f"{chair}{wanting}{LATE}{ASKED.replace('GRANTOR', 'chair')}"))), 1)
        for chair in ('chair = "DDD"\n', "")
    )
    days = [
        [
            trace.case.names.date_of_round(e.round).isoformat()
            for e in trace.entries
            if e.kind == "concession" and e.demand == 0
        ]
        for trace in (named, nobody)
    ]
    assert days[0]
    assert min(days[0]) >= "2030-04-01" > min(days[1])


def test_without_a_name_it_can_always_be_met(write):
    nobody = build(load(write(ASKED.replace("GRANTOR", "chair"))))
    assert (nobody.world.grantor[0], nobody.world.granting_member[0]) == (codes.CHAIR, -1)
    assert grantor_name(nobody, 0) == "the chair"


def test_it_goes_with_the_member_that_is_dropped_and_what_it_can_grant_stays(write):
    chaired = write('chair = "BBB"\n' + ASKED.replace("GRANTOR", "chair"))
    fewer = load(write('drop = ["members.BBB"]\n', chaired.name)).scenario
    assert (fewer.chair, fewer.demands["quay"].grantor) == (None, "chair")


def test_who_has_left_its_body_by_then_is_no_chair_of_a_case(write):
    case = 'chair = "GBR"\n[calendar]\nstart = 2021-01-04\nexpiry = 2021-07-01\n'
    case += '[candidates.one]\nname = "One"\nhome = "BEL"\nentry = 2021-01-04\n'
    with pytest.raises(ScenarioError, match="GBR leaves on 2020-02-01, and the start is 2021-01-04; it never takes"):
        load(write(f"title = 'After'\nassumed = true\n{case}", "european-council"))


def test_a_forecast_knows_who_is_chair(write):
    chaired = load(write(f'chair = "DDD"\n{LATE}{ASKED.replace("GRANTOR", "chair")}'))
    known = known_by(chaired, datetime.date(2030, 2, 20))
    assert build(known).world.granting_member.tolist()[0] == 3


def test_the_page_offers_every_member_as_chair(write):
    loaded = load(write('chair = "BBB"\n'))
    (chair,) = fields.fields(loaded, "chair", "chair")
    assert (chair.path, chair.kind, chair.value) == ("chair", "choice", "BBB")
    assert set(chair.choices) == {"AAA", "BBB", "CCC"}
