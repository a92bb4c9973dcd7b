"""The other versions of the model that the benchmarks time play the same model."""

from functools import cache
from pathlib import Path

import pytest
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.round import ROUND
from whitesmoke.scenario import open_case

from benchmarks import agreement, growth, mechanisms, native, profile, rows, whole
from benchmarks.large import sparse
from benchmarks.row import Row
from benchmarks.setting import check_plain, setting
from benchmarks.timing import of_both

REFERENCE = Path(agreement.__file__).with_name("reference.toml")


@cache
def case():
    return open_case(str(REFERENCE))


@pytest.mark.parametrize(("play", "runs"), [(agreement.idiomatic, 60), (agreement.tuned, 300)])
def test_mesa_versions_agree_in_law(play, runs):
    assert agreement.largest_z(case().world, play(setting(case()), runs), 5000) < 4.0


@pytest.mark.skipif(native.compiler() is None, reason="no C compiler")
@pytest.mark.parametrize("changes", [[], ["parameters.veto=1.5", "demands.seat.ceiling=0.0"]])
def test_c_version_agrees_to_the_last_bit(changes):
    assert agreement.same_bits(open_case(str(REFERENCE), changes).world, 500)


def test_versions_refuse_what_they_do_not_know():
    with pytest.raises(ValueError, match="the other versions know"):
        check_plain(open_case("rutte-iohannis", ["bargaining.mode=meetings"]).world)
    with pytest.raises(ValueError, match="know meetings"):
        check_plain(open_case(str(REFERENCE), ["bargaining.mode=bargained"]).world)


def test_every_phase_has_a_name_in_the_profile():
    assert set(profile.NAMES) == set(ROUND)


def test_the_spread_of_a_pair_is_told():
    found = of_both([(2.0, 1.0), (4.0, 1.0), (6.0, 1.0)])
    assert (found.ratio, found.a, found.b, found.repeats) == (4.0, 4.0, 1.0, 3)
    assert found.spread.startswith("2e+03 ms at least, quartiles 2e+03, 4e+03, 6e+03 against")


def test_growth_is_a_slope_on_log_axes():
    curves = [growth.Curve("members", (1, 10, 100), (2.0, 200.0, 20_000.0)), growth.Curve("rounds", (3, 6), (0.1, 0.1))]
    assert [curve.slope for curve in curves] == pytest.approx([2.0, 0.0], abs=1e-9)
    (axes,) = growth.draw(curves).axes
    assert [line.get_label() for line in axes.lines] == ["members: slope 2.00", "rounds: slope 0.00"]


def test_sparse_bodies_settle():
    ended = ensemble(sparse(1000), 20, 1, tallies=False, members=False)
    assert (ended.winner == 0).mean() > 0.5
    assert 10 < ended.round.mean() < 104


def test_rows_go_on_where_one_cannot_be_measured(monkeypatch):
    def nothing(*_):
        yield from ()

    def broken():
        raise OSError("no such program\nat all")
        yield

    row = Row("peak memory", 3.0, "MB", 2.0, 1.0, True, "")
    for name in ("against_others", "threads", "tallies", "steps", "sweeping"):
        monkeypatch.setattr(rows, name, nothing)
    monkeypatch.setattr(rows, "size", broken)
    for module, name in ((mechanisms, "rows"), (whole, "starts"), (whole, "commands")):
        monkeypatch.setattr(module, name, nothing)
    monkeypatch.setattr(whole, "laying_out", lambda: iter([row]))
    assert list(rows.rows(None, None)) == ["NOT MEASURED: the rows of broken: OSError: no such program at all", row]
    assert row.met == "MISSED"


def test_slopes_are_kept_once_at_the_end_of_the_page(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n\n| what |\n", encoding="utf-8")
    for cost in (2.0, 4.0):
        growth.write([growth.Curve("members", (1, 10), (1e-6, cost * 1e-6))], page)
    head, _, slopes = page.read_text(encoding="utf-8").partition(growth.HEAD)
    assert head == "# Benchmarks\n\n| what |\n\n"
    assert slopes == "\n\n- members: slope 0.60 (1: 1.0, 10: 4.0)\n"
