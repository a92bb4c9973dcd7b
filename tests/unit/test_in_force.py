"""What plays no part under the mode of bargaining in force is no input: nothing moves it, and it is no guess."""

import pytest
from whitesmoke.evidence.calibration.inference import Effort
from whitesmoke.evidence.calibration.mechanisms import MECHANISMS, inference_of, without_each
from whitesmoke.evidence.counterfactual.screen import _held
from whitesmoke.evidence.parameters import in_force, parameters, read_priors, replaced
from whitesmoke.scenario.build import build
from whitesmoke.scenario.in_force import plays_no_part
from whitesmoke.scenario.load import load
from whitesmoke.scenario.slots import entries

from tests.unit.records import AT_MEETINGS

RACE = "rutte-iohannis"
BARGAINED, MEETINGS = "bargaining.mode=bargained", "bargaining.mode=meetings"
OPPORTUNISM = "bargaining.opportunism"
NOBODY_LATE = f"{OPPORTUNISM}=0"
DRAWN = [f"{path}={{dist='uniform', low=0.5, high=3}}" for path in ("bargaining.secret", "members.HUN.patience")]
ANTICIPATION = "parameters.anticipation"


def moved(*changes, more=()):
    loaded = load(RACE, [*DRAWN, NOBODY_LATE, *(changes or [MEETINGS])])
    return {one.name for one in in_force(parameters([loaded], read_priors()), [loaded, *more])}


@pytest.mark.parametrize(
    ("path", "bargained", "meetings"),
    [
        (ANTICIPATION, True, False),
        ("parameters.concession", False, False),
        ("bargaining.mode", False, False),
        ("bargaining.reservation", False, True),
        ("members.HUN.reservation", False, True),
        ("members.HUN.baseline.rutte", False, False),
        ("members.HUN", False, False),
        ("grantors.chair.budget", False, True),
        ("grantors.chair.name", False, False),
        ("demands.harbour.hurts.BET", False, True),
        ("demands.harbour.worth", False, False),
    ],
)
def test_what_plays_no_part(path, bargained, meetings):
    of = [plays_no_part(load("tutorial", more).scenario, path.split(".")) for more in ([BARGAINED], [MEETINGS])]
    assert of == [bargained, meetings]


def test_only_what_plays_a_part_is_moved():
    meetings, bargained = moved(), moved(BARGAINED)
    of_the_model = {path for path in read_priors().shared if path.startswith("bargaining.")} - {OPPORTUNISM}
    own = of_the_model | {f"{RACE}:members.HUN.patience"}
    assert meetings ^ bargained == {*own, ANTICIPATION}
    assert own <= bargained
    assert (
        moved(more=[load(RACE, [*DRAWN, NOBODY_LATE, BARGAINED])]) == meetings | own
    )  # a variant may use what the case does not


def test_a_mechanism_that_plays_no_part_is_not_fitted_nor_done_without():
    cases = [load(RACE, [BARGAINED, NOBODY_LATE])]
    assert ANTICIPATION not in {one.name for one in inference_of(cases, read_priors(), Effort(50, 4), []).parameters}
    idle = {"anticipation", "opportunism"}  # this race has nobody who asks late
    assert {name for name, _ in without_each(cases, read_priors(), Effort(50, 4))} == {*MECHANISMS} - idle
    both = [load(RACE, [BARGAINED, f"{OPPORTUNISM}=1"]), load("nato-2009", [MEETINGS])]
    assert {name for name, _ in without_each(both, read_priors(), Effort(50, 4))} == {*MECHANISMS}
    assert {name for name, _ in without_each(both[1:], read_priors(), Effort(50, 4))} == AT_MEETINGS


def test_a_number_that_plays_no_part_is_no_guess_and_is_not_replaced():
    said = [ANTICIPATION + "=1.1", "bargaining.patience={value=4, assumed=true}"]
    for mode, path, other in (
        (MEETINGS, "bargaining.patience", ANTICIPATION),
        (BARGAINED, ANTICIPATION, "bargaining.patience"),
    ):
        loaded = load(RACE, [*said, mode])
        assert path not in _held(loaded, [])
        assert ("bargaining.patience" in _held(loaded, [])) == (mode == BARGAINED)
        moved_on = {one.path for one in replaced([loaded], read_priors())}
        assert path not in moved_on
        assert other in moved_on


def test_how_often_others_ask_late_can_be_moved_where_it_is_uncertain():
    """A World has room for what they ask then; a plain number of another size needs a World of its own in a sweep."""
    for size, may in (("{dist='uniform', low=0, high=2}", True), (1, True), (0, False)):
        case = load(RACE, [BARGAINED, f"{OPPORTUNISM}={size}"])
        assert (OPPORTUNISM in {one.name for one in in_force(parameters([case], read_priors()), [case])}) == may
    assert entries(build(load(RACE, [BARGAINED, "bargaining.opportunism=1"])), "bargaining.opportunism") is None
