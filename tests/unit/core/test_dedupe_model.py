"""What training leaves: weights, bounds, and kinds by name."""

from dataclasses import replace

import pytest

from streams.core.dedupe import Bounds, Kind, Model
from streams.core.dedupe.model import NamedKind, Weight, binned, linear
from tests.unit.core.beside import DAY_S


def model(*weights: Weight, bias: float = 0.0) -> Model:
    return Model(bias, 0.0, 0.0, weights, Bounds())


def test_a_weight_counts_for_each_unit_or_by_the_bin() -> None:
    assert linear("text", 2.5) == Weight("text", (2.5,))
    assert linear("text", 2.5).of(4) == 10
    by_bin = binned("text", [0.1, 0.5], [1.0, 2.0, 3.0])
    assert by_bin == Weight("text", (1.0, 2.0, 3.0), (0.1, 0.5))
    assert [by_bin.of(value) for value in (0, 0.1, 0.4, 0.5, 9)] == [1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("kind", "extent_m", "life_days"),
    [
        (Kind(spread_m=40, lasts_h=24), 120, 20),
        (Kind(spread_m=300, lasts_h=1), 300, 1),
        (Kind(spread_m=120, lasts_h=9_999), 120, 60),
        (Kind(spread_m=121, lasts_h=12), 121, 10),
    ],
)
def test_bounds_follow_the_kind(kind: Kind, extent_m: float, life_days: float) -> None:
    assert (Bounds().extent_of_m(kind), Bounds().life_of_s(kind)) == (extent_m, life_days * DAY_S)


def test_a_category_that_no_catalog_holds_is_known_by_the_words_of_its_name() -> None:
    street, lamp = Kind("streets"), Kind("lamps")
    kinds = (NamedKind(("street light", "lamp"), lamp), NamedKind(("street",), street))
    named = replace(model(), kinds=kinds).kind_named
    assert [named(name) for name in ("Street Light Out", "Street Cleaning", "LAMPS", "a.b")] == [
        *(lamp, street, lamp, Kind())
    ]
    assert named("mainstreet") == Kind()
    assert replace(model(), kinds=(NamedKind(("a.c",), lamp),)).kind_named("abc") == Kind()
