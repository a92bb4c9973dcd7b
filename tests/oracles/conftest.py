"""The table of oracles: what each law says, what came out, and how far apart they are."""

import os
from pathlib import Path

import numpy as np
import pytest

ROWS: list[tuple[str, float, float, str]] = []


class Oracle:
    """Checks a number against its law and notes the row."""

    @staticmethod
    def exact(law, expected, got, tolerance=1e-6):
        """Two values of one number, by two methods."""
        difference = float(got) - float(expected)
        ROWS.append((law, float(expected), float(got), f"difference {difference:+.1e}"))
        assert abs(difference) <= tolerance, f"{law}: expected {expected}, got {got}"

    @staticmethod
    def mean(law, expected, sample, deviation=None):
        """The mean of a sample, within four standard errors; `deviation` is the law's own where it is known."""
        sample = np.asarray(sample, float)
        assert np.isfinite(sample).all(), f"{law}: a run ended without what is measured"
        deviation = sample.std(ddof=1) if deviation is None else deviation
        z = (sample.mean() - expected) / (deviation / np.sqrt(len(sample)))
        ROWS.append((law, float(expected), float(sample.mean()), f"z {z:+.2f} (N {len(sample)})"))
        assert abs(z) < 4, f"{law}: expected {expected}, got {sample.mean()}, z {z:.2f}"

    @classmethod
    def share(cls, law, expected, happened):
        """A relative frequency, within four standard errors of its probability."""
        cls.mean(law, expected, happened, np.sqrt(expected * (1 - expected)))


@pytest.fixture
def oracle():
    return Oracle


def pytest_sessionfinish():
    path = os.environ.get("WHITESMOKE_ORACLE_TABLE")
    if path and ROWS:
        lines = ["| law | expected | got | distance |", "|---|---|---|---|"]
        lines += [f"| {law} | {expected:.6f} | {got:.6f} | {distance} |" for law, expected, got, distance in ROWS]
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
