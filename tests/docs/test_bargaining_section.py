"""docs/writing-a-scenario.md on actors who bargain: its defaults are those of the schema, its example is sound."""

import re
import tomllib
from pathlib import Path

from whitesmoke.model import codes
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.notes import notes
from whitesmoke.scenario.schema import Bargaining, Demand, Grantor, Member

PAGE = (Path(__file__).parents[2] / "docs" / "writing-a-scenario.md").read_text(encoding="utf-8")
SECTION = re.search(r"^## Actors who bargain\n(.*?)^## ", PAGE, re.M | re.S)[1]
BLOCKS = [tomllib.loads(text) for text in re.findall(r"^```toml[^\n]*\n(.*?)^```", SECTION, re.M | re.S)]


def test_what_is_said_to_be_the_default_is():
    said = next(block["bargaining"] for block in BLOCKS if block.keys() == {"bargaining"})
    default = Bargaining.model_validate({}).model_dump()
    assert said.pop("mode") == "bargained" != default.pop("mode")
    assert said.pop("assumed")
    assert said == {name: value for name, value in default.items() if name in said}
    assert default.keys() - said.keys() == {"source", "assumed"}


def test_every_field_of_bargaining_is_shown():
    (purse,) = (block["grantors"]["candidate"] for block in BLOCKS if block.keys() == {"grantors"})
    assert purse.keys() == Grantor.model_fields.keys() - {"name", "source"}
    for field in ("latent", "hurts", "reservation", "patience"):
        assert field in Demand.model_fields.keys() | Member.model_fields.keys()
        assert f"{field} = " in SECTION


def test_the_example_is_sound_and_says_nothing_in_vain(tmp_path):
    for name in ("harbour", "harbour-bargained"):
        text = re.search(rf'^```toml title="{name}.toml"\n(.*?)^```', PAGE, re.M | re.S)[1]
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    loaded = load(tmp_path / "harbour-bargained.toml")
    case = build(loaded)
    assert case.world.mode == codes.BARGAINED
    assert [note.field for note in notes(loaded, case) if "bargain" in note.message] == ["parameters.anticipation"]
