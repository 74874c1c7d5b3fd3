from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.catalog.models import Urgency
from streams.core.route import Routes, route
from tests.unit.core.catalog import TURNOVER, small_catalog

JAKARTA = ZoneInfo("Asia/Jakarta")
CATEGORIES = small_catalog().categories
MIDNIGHT = datetime.combine(TURNOVER, datetime.min.time(), JAKARTA)


@pytest.mark.parametrize(
    ("after", "agency", "rule", "day"),
    [
        (timedelta(seconds=-1), "lampu_lama", "lampu#1", "2025-12-31"),
        (timedelta(0), "lampu_baru", "lampu#2", "2026-01-01"),
        (timedelta(hours=3), "lampu_baru", "lampu#2", "2026-01-01"),
        (timedelta(days=400), "lampu_baru", "lampu#2", "2027-02-05"),
        (timedelta(days=-4000), "lampu_lama", "lampu#1", "2015-01-19"),
    ],
)
def test_the_rule_of_the_day_holds_by_the_citys_calendar(
    after: timedelta, agency: str, rule: str, day: str
) -> None:
    for zone in (UTC, JAKARTA, ZoneInfo("America/New_York")):
        [routed] = route(CATEGORIES["lampu"], (MIDNIGHT + after).astimezone(zone), Urgency.LOW, JAKARTA)
        assert (routed.agency, routed.rule, routed.day) == (agency, rule, day)


def test_another_city_has_another_midnight() -> None:
    [routed] = route(CATEGORIES["lampu"], MIDNIGHT, Urgency.LOW, ZoneInfo("Europe/Berlin"))
    assert (routed.agency, routed.day) == ("lampu_lama", "2025-12-31")


@pytest.mark.parametrize(
    ("urgency", "agencies"),
    [
        (Urgency.LOW, ["air"]),
        (Urgency.NORMAL, ["air"]),
        (Urgency.HIGH, ["air"]),
        (Urgency.EMERGENCY, ["air", "sar"]),
    ],
)
def test_urgency_adds_an_agency(urgency: Urgency, agencies: list[str]) -> None:
    assert [r.agency for r in route(CATEGORIES["banjir"], MIDNIGHT, urgency, JAKARTA)] == agencies


def test_the_reason_is_the_catalogs() -> None:
    assert route(CATEGORIES["lampu"], MIDNIGHT, Urgency.LOW, JAKARTA)[0].reason == "aturan baru"


def test_what_was_worked_out_before_is_the_same_for_each_category_day_and_urgency() -> None:
    routes = Routes(JAKARTA)
    for _ in range(2):
        for category in CATEGORIES.values():
            for hours in (-1, 0, 1, 24, 25):
                for urgency in Urgency:
                    at = MIDNIGHT + timedelta(hours=hours)
                    assert routes.of(category, at, urgency) == route(category, at, urgency, JAKARTA)
