"""Pictures that scripts of experiments/ draw: each number of the table has its mark, and the page has the picture."""

from pathlib import Path

from experiments.rule_costs_picture import OUT, PANELS, picture, rows

PAGE = Path(__file__).parents[2] / "docs" / "how-they-bargain.md"


def test_what_each_rule_costs_is_drawn_for_every_rule_and_mode() -> None:
    table = rows()
    panels = picture(table).figure.axes
    assert len(panels) == len(PANELS)
    for axes, column in zip(panels, PANELS, strict=True):
        marks = [line for line in axes.lines if line.get_marker() in ("o", "s")]
        assert [float(mark.get_xdata()[0]) for mark in marks] == [float(row[column]) for row in table]
    assert f"(images/{OUT.name})" in PAGE.read_text(encoding="utf-8")
    assert OUT.is_file()
