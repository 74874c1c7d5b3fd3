from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.classified import Place
from schemas.incident import Incident, State
from streams.core.geo import distance_m
from streams.core.incidents import LATITUDE_MAX, OpenIncidents
from tests.unit.core.reports import NOON, incident, point

RADIUS_M = 35.0
CATEGORIES = ("banjir", "selokan", "lampu")

degrees_apart = st.floats(-0.001, 0.001)  # up to three radii
voices = st.dictionaries(
    st.sampled_from(["sorot:a", "sorot:b", "callcenter:a"]),
    st.integers(0, 9).map(lambda hours: NOON + timedelta(hours=hours)),
)
commands = st.tuples(
    st.integers(0, 5),
    st.sampled_from(["put", "close", "drop"]),
    st.sampled_from(CATEGORIES),
    st.none() | degrees_apart,
    voices,
)


def place_at(lat: float, lon: float) -> Place:
    return Place(lat=lat, lon=lon, error_m=10, by="coordinates", evidence="")


def empty() -> OpenIncidents:
    return OpenIncidents(RADIUS_M)


@settings(deadline=None)
@given(
    st.floats(-LATITUDE_MAX + 0.01, LATITUDE_MAX - 0.01),
    st.floats(-179, 179),
    st.lists(st.tuples(degrees_apart, degrees_apart, st.sampled_from(CATEGORIES)), min_size=1, max_size=30),
)
def test_the_grid_finds_all_that_brute_force_finds(
    lat: float, lon: float, around: list[tuple[float, float, str]]
) -> None:
    incidents = empty()
    for number, (north, east, category) in enumerate(around):
        incidents.put(incident(f"i{number}", category=category, place=place_at(lat + north, lon + east)), {})
    here = place_at(lat, lon)
    for category, key in (("banjir", "rawa:air"), ("selokan", "rawa:air"), ("lampu", "rawa:jalan")):
        found = list(incidents.near(key, category, here))
        within = {
            i.id
            for i in incidents
            if i.category == category
            and i.place
            and distance_m(lat, lon, i.place.lat, i.place.lon) <= RADIUS_M
        }
        assert within <= {i.id for i in found}
        assert all(i.category == category for i in found)
        assert len({i.id for i in found}) == len(found)


def test_the_grid_does_not_search_the_whole_city() -> None:
    incidents = empty()
    for number in range(1000):
        incidents.put(incident(f"i{number}", place=point(number * 10)), {})
    assert len(list(incidents.near("rawa:air", "banjir", point(5000)))) < 30


def test_another_key_or_category_is_not_near() -> None:
    incidents = empty()
    incidents.put(incident("a", place=point()), {})
    assert list(incidents.near("rawa:air", "selokan", point())) == []
    assert list(incidents.near("lain:air", "banjir", point())) == []
    assert [i.id for i in incidents.near("rawa:air", "banjir", point())] == ["rawa:air:a"]


def test_an_incident_without_a_place_is_near_nothing_but_is_there() -> None:
    incidents = empty()
    unknown = incident("a", place=None)
    incidents.put(unknown, {})
    assert incidents.get(unknown.id) == unknown
    assert list(incidents.near("rawa:air", "banjir", point())) == []


def test_near_gives_the_last_version() -> None:
    incidents = empty()
    first = incident("a", place=point())
    incidents.put(first, {})
    second = replace(first, version=2)
    incidents.put(second, {})
    assert list(incidents.near("rawa:air", "banjir", point())) == [second]
    assert (len(incidents), incidents.get(first.id)) == (1, second)


def test_a_voice_is_found_with_the_last_moment_it_spoke() -> None:
    incidents = empty()
    here, there = incident("a", place=point()), incident("b", category="lampu", place=point())
    incidents.put(here, {"sorot:x": NOON + timedelta(hours=2)})
    incidents.put(here, {"sorot:x": NOON})
    incidents.put(there, {"sorot:x": NOON})
    assert list(incidents.of_voice("rawa:air", "sorot:x")) == [(here, NOON + timedelta(hours=2))]
    assert list(incidents.of_voice("rawa:air", "sorot:y")) == []
    assert incidents.has_voice(here.id, "sorot:x")
    assert not incidents.has_voice(here.id, "sorot:y")


def test_a_closed_incident_is_let_go() -> None:
    incidents = empty()
    opened = incident("a", place=point())
    incidents.put(opened, {"sorot:x": NOON})
    incidents.put(replace(opened, state=State.CLOSED), {"sorot:x": NOON})
    assert incidents.get(opened.id) is None
    assert is_bare(incidents)


def test_to_drop_what_is_not_there_is_nothing() -> None:
    incidents = empty()
    incidents.drop("rawa:air:a")
    assert is_bare(incidents)


@settings(deadline=None)
@given(st.lists(commands, max_size=15))
def test_it_is_what_a_plain_dictionary_would_be_and_leaves_nothing_behind(
    steps: Iterable[tuple[int, str, str, float | None, dict[str, object]]],
) -> None:
    incidents = empty()
    model: dict[str, tuple[Incident, dict[str, object]]] = {}
    for number, what, category, north, heard in steps:
        found = incident(
            f"i{number}", category=category, place=place_at(-6 + north, 107) if north is not None else None
        )
        if found.id in model:  # Its category stays the founder's.
            before = model[found.id][0]
            found = replace(before, version=before.version + 1, place=found.place)
        if what == "put":
            incidents.put(found, heard)
            spoken = model.get(found.id, (found, {}))[1]
            latest = {v: max(heard[v], spoken.get(v, heard[v])) for v in heard}
            model[found.id] = (found, spoken | latest)
        else:
            incidents.put(replace(found, state=State.CLOSED), heard) if what == "close" else incidents.drop(
                found.id
            )
            model.pop(found.id, None)
        compare(incidents, model)
        nearby(incidents, model)
    for id in list(model):
        incidents.drop(id)
    assert is_bare(incidents)


def compare(incidents: OpenIncidents, model: dict[str, tuple[Incident, dict[str, object]]]) -> None:
    assert {i.id: i for i in incidents} == {id: found for id, (found, _) in model.items()}
    for voice in ("sorot:a", "sorot:b", "callcenter:a"):
        for key in ("rawa:air", "rawa:jalan"):
            expected = {
                id: heard[voice]
                for id, (found, heard) in model.items()
                if voice in heard and found.key == key
            }
            assert {i.id: at for i, at in incidents.of_voice(key, voice)} == expected


def nearby(incidents: OpenIncidents, model: dict[str, tuple[Incident, dict[str, object]]]) -> None:
    """Each is found where it lies now, and none is found twice."""
    for known, _ in model.values():
        if known.place:
            found = list(incidents.near(known.key, known.category, known.place))
            assert known in found
            assert len({i.id for i in found}) == len(found)


def test_an_incident_that_moved_is_found_there_and_no_more_where_it_was() -> None:
    incidents = empty()
    for place in (None, point(), point(900), None):
        incidents.put(incident("a", place=place), {})
        found = {north: bool(list(incidents.near("rawa:air", "banjir", point(north)))) for north in (0, 900)}
        assert found == {north: place == point(north) for north in (0, 900)}
    incidents.drop("rawa:air:a")
    assert is_bare(incidents)


def is_bare(incidents: OpenIncidents) -> bool:
    """No index holds a rest: the open incidents of years come and go in one process."""
    return not (incidents._by_id or incidents._cells or incidents._voices or incidents._by_voice)
