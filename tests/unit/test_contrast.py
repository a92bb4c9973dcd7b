"""Words can be read on their ground: contrast 4.5 to 1 at least (WCAG 2.1, 1.4.3), in light and dark.

axe-core does not look into drawings; these are the colours of which they are made.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from whitesmoke import front, page

SHEETS = {
    "story": Path(front.__file__).parent / "assets" / "story.css",
    "workbench": Path(page.__file__).parent / "style.css",
}
ON_PAPER = ("ink", "faint", "warn", "accent")
WRITTEN = [*((f"on{k}", f"c{k}") for k in range(7)), *((name, "paper") for name in ON_PAPER), ("accent-ink", "accent")]


def themes(css):
    """Return the colours of the light theme, and those of each dark one."""
    found = [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", block)) for block in re.findall(r"\{([^{}]+)\}", css)]
    light, *dark = [colours for colours in found if "paper" in colours]
    return [light, *({**light, **one} for one in dark)]


def luminance(colour):
    """Return how light a colour is (WCAG 2.1, relative luminance)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * sign for sign in colour[1:])
    parts = [int(digits[at:after], 16) / 255 for at, after in pairwise(range(0, 8, 2))]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("sheet", SHEETS)
def test_words_can_be_read(sheet):
    found = themes(SHEETS[sheet].read_text())
    assert len(found) >= 2
    for colours in found:
        poor = {f"{ink} on {ground}": contrast(colours[ink], colours[ground]) for ink, ground in WRITTEN}
        assert {what: ratio for what, ratio in poor.items() if ratio < 4.5} == {}
