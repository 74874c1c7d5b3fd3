import math

import pytest

from streams.core.geo import distance_m


def haversine_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """On a sphere of 6,371,009 m, the mean radius of the earth."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    east = math.radians(lon_b - lon_a)
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * 6_371_009 * math.asin(math.sqrt(chord))


@pytest.mark.parametrize("there", [(-6.2, 106.9), (-6.2003, 106.9), (-6.2, 106.9003), (-6.35, 107.05)])
def test_within_a_city_it_agrees_with_the_sphere(there: tuple[float, float]) -> None:
    here = (-6.2, 106.9)
    assert distance_m(*here, *there) == pytest.approx(haversine_m(*here, *there), rel=0.002)
    assert distance_m(*here, *there) == distance_m(*there, *here)


def test_a_metre_east_is_more_degrees_far_from_the_equator() -> None:
    assert distance_m(60, 0, 60, 0.001) == pytest.approx(haversine_m(60, 0, 60, 0.001), rel=0.002)
