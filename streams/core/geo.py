"""Distances on the ground."""

import math

DEGREE_M = 111_320.0
"""Metres in one degree of latitude (the mean of the WGS 84 ellipsoid)."""


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Metres between two points, on a flat map: within a city the error is far below a metre."""
    north = (lat_b - lat_a) * DEGREE_M
    east = (lon_b - lon_a) * DEGREE_M * math.cos(math.radians((lat_a + lat_b) / 2))
    return math.hypot(north, east)
