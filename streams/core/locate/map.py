"""The city as `locate` sees it: borders, names and a flat map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Point, Polygon, contains_xy

from schemas.catalog.models import Catalog, Kelurahan, Landmark
from streams.core.locate.area import Area, Plane
from streams.core.locate.borders import Borders
from streams.core.locate.gazetteer import Gazetteer

SHARE = 0.95
"""A kelurahan's circle holds this much of its ground; citizens also name one for what lies next to it."""
LATTICE_M = 100.0
NEARBY_M = 300.0
"""A landmark is also named for what lies so far over a border."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Map:
    """Borders and names of the city."""

    plane: Plane
    borders: Borders
    names: Gazetteer
    kelurahan: Mapping[str, Kelurahan]
    kecamatan_name: Mapping[str, str]
    city_name: str

    @classmethod
    def of(cls, catalog: Catalog) -> "Map":
        """Index a catalog."""
        wards = catalog.kelurahan
        plane = Plane.around(
            sum(ward.lat for ward in wards.values()) / len(wards),
            sum(ward.lon for ward in wards.values()) / len(wards),
        )
        rings = {
            id: [[plane.xy(lat, lon) for lon, lat in ring] for ring in ward.border]
            for id, ward in wards.items()
        }
        shapes = {id: MultiPolygon([Polygon(r) for r in outlines]) for id, outlines in rings.items()}
        ground = {id: _lattice(shape) for id, shape in shapes.items()}
        return cls(
            plane,
            Borders.of(rings),
            Gazetteer.of(
                catalog,
                {id: _circle({id: points}) for id, points in ground.items()},
                {id: _circle(_of_kecamatan(catalog, id, ground)) for id in catalog.kecamatan},
                {id: _landmark(plane, mark, shapes) for id, mark in catalog.landmarks.items()},
            ),
            wards,
            {entry.id: entry.name for entry in catalog.kecamatan.values()},
            catalog.city.name,
        )


def _of_kecamatan(catalog: Catalog, id: str, ground: Mapping[str, Points]) -> dict[str, Points]:
    return {ward.id: ground[ward.id] for ward in catalog.kelurahan.values() if ward.kecamatan == id}


def _lattice(shape: MultiPolygon) -> Points:
    """Points spread evenly over a shape, never none."""
    west, south, east, north = shape.bounds
    xs, ys = np.meshgrid(
        np.arange(west + LATTICE_M / 2, east, LATTICE_M), np.arange(south + LATTICE_M / 2, north, LATTICE_M)
    )
    inside = contains_xy(shape, xs.ravel(), ys.ravel())
    points = np.column_stack((xs.ravel(), ys.ravel()))[inside]
    middle = shape.representative_point()
    return points if len(points) else np.array([[middle.x, middle.y]])


def _circle(ground: Mapping[str, Points]) -> Area:
    if not ground:
        return Area(0, 0, 0, frozenset())
    points = np.vstack(list(ground.values()))
    x, y = points.mean(axis=0)
    reach_m = np.quantile(np.hypot(points[:, 0] - x, points[:, 1] - y), SHARE)
    return Area(float(x), float(y), float(reach_m), frozenset(ground))


def _landmark(plane: Plane, mark: Landmark, shapes: Mapping[str, MultiPolygon]) -> Area:
    """A landmark whose own point lies outside the city touches no kelurahan."""
    x, y = plane.xy(mark.lat, mark.lon)
    point = Point(x, y)
    reached: Iterable[str] = ()
    if any(shape.intersects(point) for shape in shapes.values()):
        near_m = mark.error_m + NEARBY_M
        reached = (id for id, shape in shapes.items() if shape.dwithin(point, near_m))
    return Area(x, y, mark.error_m, frozenset(reached))
