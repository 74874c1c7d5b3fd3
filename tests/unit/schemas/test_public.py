"""What anybody may know."""

from schemas.public import public_categories, public_point
from tests.unit.core.bekasi import CATALOG


def test_what_is_private_or_not_understood_is_nobody_elses() -> None:
    public = set(public_categories(CATALOG))
    assert {"street_light", "flood", "fire"} <= public
    assert public.isdisjoint(id for id, category in CATALOG.categories.items() if category.private)
    assert public.isdisjoint({"other", "medical_emergency"})


def test_a_point_is_a_street_and_no_house() -> None:
    assert public_point(-6.23611, 106.99971) == (-6.236, 107.0)
