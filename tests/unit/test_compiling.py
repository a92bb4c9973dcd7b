"""Whoever waits for the compiler is told so, for how long, and not where the cache has it."""

import pytest
from whitesmoke.front.progress import compiling, logged
from whitesmoke.model import lang
from whitesmoke.model.lang import Compiling, compiler


def _twice(x):
    return 2 * x


def _kernel(x):
    return _twice(x) + 1


@pytest.fixture(scope="module", autouse=True)
def _registered():
    compiler.register(_twice, inline=False)


def test_it_is_told_when_rules_are_compiled_and_only_then(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(compiler, "FIRST", 2)
    monkeypatch.setattr(compiler.numba.config, "CACHE_DIR", str(tmp_path))
    with logged():
        assert compiler.compile_kernel(_kernel, tmp_path, lang._told)(1) == 3
        first, last = capfd.readouterr().err.splitlines()
        assert first.startswith("Compiling the rules, once: about ")
        assert last.startswith("Compiled in ")
        assert compiler.compile_kernel(_kernel, tmp_path, lang._told)(1) == 3  # from the cache
        assert capfd.readouterr().err == ""


def test_a_script_is_told_nothing(capfd):
    assert compiler.compile_kernel(_kernel, None, lang._told)(1.0) == 3.0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "about"), [(0.2, "1 s"), (7.6, "8 s"), (12.0, "10 s"), (63.0, "65 s")])
def test_a_guess_is_told_in_round_numbers(seconds, about, capsys):
    compiling(Compiling(seconds, over=False, kept=False))
    assert capsys.readouterr().err == f"Compiling the rules: about {about}.\n"
