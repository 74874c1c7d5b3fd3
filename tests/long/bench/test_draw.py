"""Plots come from the kept figures alone, the same from the same, and name all that was measured."""

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.bench.draw import draw
from tests.bench.figures import Figure, Figures, keep

RATES = Figures(
    "engine",
    "Reports, <same> work",
    "reports/s",
    [Figure("ours", (90.0, 80.0)), Figure("none", (99.0, 120.0))],
    "none",
)


def test_each_result_becomes_a_plot_with_its_names_and_medians(tmp_path: Path) -> None:
    keep(RATES, tmp_path)
    [plot] = draw(tmp_path)
    words = " ".join(ET.parse(plot).getroot().itertext())
    assert plot == tmp_path / "engine.svg"
    assert all(one in words for one in ("ours", "none", "85", "110", "reports/s", "2 rounds", "<same>"))


def test_the_same_figures_make_the_same_file(tmp_path: Path) -> None:
    keep(RATES, tmp_path)
    [plot] = draw(tmp_path)
    once = plot.read_bytes()
    list(draw(tmp_path))
    assert plot.read_bytes() == once
    assert len(once) < 30_000
