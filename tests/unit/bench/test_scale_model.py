"""What more people would need, by arithmetic that can be done by hand."""

import pytest

from schemas.catalog import load
from tests.bench.scale_model import MARKS, Assumed, Measured, Place, bounds, need, written

A_DAY_S = 86_400
MEASURED = Measured(
    cpu_s={"triage": 0.001, "resolve": 0.002, "Postgres": 0.0005, "broker": 0.0001},
    transactions=0.02,
    log=5_000,
    postgres=4_000,
    kafka=6_000,
    crowd_s=0.004,
    fold_s=0.001,
)
ASSUMED = Assumed(reports_a_person=0.01, busiest=2, flood=100, busy=0.5, city=1e6, families=7)


def test_at_the_peak_some_are_flooded_and_the_rest_have_their_busiest_hour() -> None:
    place = Place("there", people=A_DAY_S * 1_000, flooded=A_DAY_S * 100)
    found = need(place, MEASURED, ASSUMED)
    assert found.reports_day == pytest.approx(864_000)
    assert found.peak == pytest.approx(0.01 * (900 * 2 + 100 * 100))  # 118 a second
    assert (found.triage, found.resolve) == (1, 1)
    assert found.transactions == pytest.approx(2.36)
    assert found.log == pytest.approx(590_000)
    assert found.postgres_day == pytest.approx(864_000 * 4_000)
    assert found.kafka_in == pytest.approx(118 * 6_000 * 3)
    assert found.kafka_disk == pytest.approx(864_000 * 6_000 * 3 * 30)
    assert found.keys == 87 * 7


def test_a_worker_is_half_busy_at_most() -> None:
    place = Place("there", people=A_DAY_S * 1_000, flooded=A_DAY_S * 1_000)
    found = need(place, MEASURED, ASSUMED)  # 1,000 a second
    assert (found.triage, found.resolve, found.postgres_cores) == (2, 4, pytest.approx(1.0))


def test_the_least_that_one_carries_comes_first() -> None:
    found = bounds(MEASURED, ASSUMED)
    assert [rate for _, rate in found] == sorted(rate for _, rate in found)
    assert dict(found)["one key in a crowd of matters, on one resolve"] == pytest.approx(0.5 / 0.005)
    assert dict(found)["one Postgres: its log"] == pytest.approx(40_000)


def test_the_page_is_changed_between_its_marks_alone() -> None:
    page = f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n"
    assert written(page, "| new |") == f"before\n{MARKS[0]}\n\n| new |\n\n{MARKS[1]}\nafter\n"
    assert written(written(page, "| new |"), "| new |") == written(page, "| new |")
    with pytest.raises(ValueError, match="0 places"):
        written("no marks", "")


def test_families_are_those_of_the_catalog() -> None:
    assert Assumed().families == len(load().city.families)
