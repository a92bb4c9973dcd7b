"""Try mutants: read the tests once, then fork for each mutant and stop at the first test that fails."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import time
import types
from collections.abc import Iterator

import pytest
from _pytest.main import pytest_runtestloop as play_tests
from hypothesis import HealthCheck, Phase, settings

from tests.mutation.mutants import Mutant

MODEL_TESTS = (
    "tests/unit/test_guards.py",
    "tests/unit/test_how_it_ends.py",
    "tests/unit/test_rules.py",
    "tests/mutation/witness.py",
    "tests/unit/test_rng.py",
    "tests/unit/test_shortcuts.py",
    "tests/golden/test_golden.py",
)
RECORD_TESTS = (
    "tests/unit/test_decisions_on_record.py",
    "tests/unit/test_forecasters.py",
    "tests/unit/test_inference_record.py",
)
SCORE_TESTS = (
    "tests/oracles/test_scores.py",
    "tests/oracles/test_interval_scores.py",
)
MODEL = (
    "sim/whitesmoke/model/rules/",
    "sim/whitesmoke/model/phases/",
    "sim/whitesmoke/model/rng.py",
    "sim/whitesmoke/model/round.py",
)
RECORD = "sim/whitesmoke/evidence/record/"
LATE = "time limit"
COMPILED = (
    "test_where_commitments_are_public_acts",
    "test_the_particle_filter",
    "test_a_planted_later_observation",
)
"""tests of the likelihood that play thousands of compiled runs: they would say the same, a minute later"""
OPTIONS = ("-q", "-x", "-s", "-n0", "-p", "no:cacheprovider", "--no-header", "--tb=no", "--assert=plain")


def fates(mutants: list[Mutant], limit: int) -> dict[str, str] | None:
    """Return by name what killed each mutant, "" if nothing did; None if the tests fail without one."""
    settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=10,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    found: dict[str, str] = {}
    for files, ours in _suites(mutants):
        plan = Plan(ours, limit)
        if ours:
            pytest.main([*OPTIONS, "-k", f"not ({' or '.join(COMPILED)})", *files], plugins=[plan])
        if plan.fates is None:
            return None
        found |= plan.fates
    return found


def _suites(mutants: list[Mutant]) -> Iterator[tuple[tuple[str, ...], list[Mutant]]]:
    """Which tests are for which mutants: those of the model, of the likelihood, and of scores."""
    yield MODEL_TESTS, [mutant for mutant in mutants if mutant.file.startswith(MODEL)]
    yield RECORD_TESTS, [mutant for mutant in mutants if mutant.file.startswith(RECORD)]
    yield SCORE_TESTS, [mutant for mutant in mutants if not mutant.file.startswith((*MODEL, RECORD))]


class Plan:
    """A plugin of pytest: in place of its tests it plays them once for every mutant."""

    def __init__(self, mutants: list[Mutant], limit: int) -> None:
        self.mutants, self.limit = mutants, limit
        self.fates: dict[str, str] | None = None if mutants else {}
        self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep which test failed first."""
        if report.failed and not self.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Play the tests without a mutant, here, which warms what they keep, and in a fork; then with each."""
        with _silence(session):
            play_tests(session)
        failed = self.failed or self._fate(session, None)
        if failed:
            print(f"\n{failed} fails without a mutant", file=sys.stderr)
            return True
        self.fates = {}
        for at, mutant in enumerate(self.mutants):
            began = time.monotonic()
            fate = self.fates[mutant.name] = self._fate(session, mutant)
            spent = time.monotonic() - began
            print(f"{at + 1} {spent:.1f} s {mutant.name}: {fate or 'SURVIVED'}", file=sys.stderr, flush=True)
        return True

    def _fate(self, session: pytest.Session, mutant: Mutant | None) -> str:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            self._try(session, mutant, writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return LATE if os.WTERMSIG(status) == signal.SIGPROF else f"signal {os.WTERMSIG(status)}"
        return said

    def _try(self, session: pytest.Session, mutant: Mutant | None, writing: int) -> None:
        """Play the tests with the mutant, if any, say which failed, and end this process."""
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, self.limit)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        try:
            if mutant:
                plant(mutant)
            with _silence(session):
                play_tests(session)
        except BaseException as error:  # whatever a mutant breaks
            self.failed = self.failed or f"{type(error).__name__}"
        os.write(writing, self.failed.encode())
        os._exit(0)


@contextlib.contextmanager
def _silence(session: pytest.Session) -> Iterator[None]:
    writer = session.config.pluginmanager.getplugin("terminalreporter")._tw
    terminal = writer._file
    with open(os.devnull, "w") as nothing:
        writer._file = nothing
        try:
            with contextlib.suppress(session.Failed):
                yield
        finally:
            writer._file = terminal


def plant(mutant: Mutant) -> None:
    """Put a mutant's code into the functions of its module, wherever they have been imported to."""
    module = importlib.import_module(mutant.file.removeprefix("sim/").removesuffix(".py").replace("/", "."))
    code = compile(mutant.tree, str(module.__file__), "exec")
    faulty = {part.co_qualname: part for part in _codes(code)}
    for function in _functions(module):
        if function.__qualname__ in faulty:
            function.__code__ = faulty[function.__qualname__]
    for statement in mutant.tree.body:
        if not mutant.where and statement.lineno == mutant.line:
            exec(compile(type(mutant.tree)([statement], []), str(module.__file__), "exec"), vars(module))


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            yield part
            yield from _codes(part)


def _functions(module: types.ModuleType) -> Iterator[types.FunctionType]:
    """The functions of a module and of its classes, out of what they are wrapped in."""
    own = [value for value in vars(module).values() if getattr(value, "__module__", None) == module.__name__]
    for value in [*own, *(part for each in own if isinstance(each, type) for part in vars(each).values())]:
        bare = getattr(value, "fget", None) or getattr(value, "__wrapped__", None) or getattr(value, "__func__", value)
        if isinstance(bare, types.FunctionType) and bare.__module__ == module.__name__:
            yield bare
