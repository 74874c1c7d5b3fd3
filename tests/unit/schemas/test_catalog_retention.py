"""What must hold of the time that things are kept."""

from pathlib import Path

import pytest

from schemas.catalog import load
from tests.unit.schemas.written import GOOD, LIGHT, mistakes_of, write

CITY, SOROT = "city.toml", "channels/sorot.toml"
RETENTION = "\n[retention]\nreports_days = 700\nphotos_days = 300\nrejections_days = 90\n"
KEPT = GOOD | {CITY: GOOD[CITY] + RETENTION}
LINE = GOOD[CITY].count("\n") + 2


def test_the_city_says_how_long_and_a_channel_or_category_less(tmp_path: Path) -> None:
    write(
        tmp_path,
        KEPT | {SOROT: KEPT[SOROT] + "reports_days = 30\n", LIGHT: "reports_days = 9\n" + KEPT[LIGHT]},
    )
    catalog = load(tmp_path)
    assert catalog.city.retention
    assert catalog.city.retention.reports_days == 700
    assert catalog.channels["sorot"].reports_days == 30
    assert catalog.categories["street_light"].reports_days == 9


def test_a_city_that_says_nothing_keeps_all(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert load(tmp_path).city.retention is None


@pytest.mark.parametrize(
    ("files", "mistake"),
    [
        (
            {CITY: KEPT[CITY].replace("photos_days = 300", "photos_days = 701")},
            (CITY, LINE + 2, "retention.photos_days: is longer than reports_days"),
        ),
        (
            {CITY: KEPT[CITY].replace("= 90", "= 0")},
            (CITY, LINE + 3, "retention.rejections_days: Input should be greater than or equal to 1"),
        ),
        (
            {SOROT: KEPT[SOROT] + "reports_days = 701\n"},
            (SOROT, 4, "reports_days: is longer than the city's 700"),
        ),
        (
            {CITY: GOOD[CITY], LIGHT: "reports_days = 9\n" + KEPT[LIGHT]},
            (LIGHT, 1, "reports_days: city.toml has no [retention]"),
        ),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, files: dict[str, str], mistake: tuple[str, int, str]
) -> None:
    write(tmp_path, KEPT | files)
    assert mistakes_of(tmp_path) == [mistake]
