from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.incident import Incident, Routed, State
from streams.core.dedupe import Held
from streams.core.dedupe.grams import BUCKETS
from streams.core.incidents import OpenIncidents, UnreadableError
from tests.kept import KeptIncidents
from tests.unit.core.deciding import DAY, HOUR, KINDS, held
from tests.unit.core.model import MODEL
from tests.unit.core.reports import LAT, LON, NOON, incident, point

KEY, LAMPS = KEYS = ("rawa:air", "rawa:jalan")

voices = st.dictionaries(
    st.sampled_from(["sorot:a", "sorot:b", "callcenter:a"]),
    st.integers(0, 9).map(lambda hours: NOON + timedelta(hours=hours)),
)
incidents_put = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["banjir", "lampu"]),
        st.none() | st.sampled_from([0, 40, 500]),
        st.sampled_from([0, 1, 29, 31, 60]),
        st.sampled_from(["", "jl melati 3", "simpang kenanga indah"]),
        st.sampled_from(["", "banjir lagi", "air naik"]),
        voices,
    ),
    max_size=15,
)


def ids(incidents: OpenIncidents, key: str = KEY) -> list[str]:
    return [id for _, id, _ in incidents.of(key).nearest(LAT, LON, 300, NOON.timestamp(), 30)]


def test_each_key_is_by_itself() -> None:
    incidents = held(incident("a", place=point()), incident("b", category="lampu", place=point()))
    assert ids(incidents) == ["rawa:air:a"]
    assert ids(incidents, "rawa:jalan") == ["rawa:jalan:b"]
    assert ids(incidents, "lain:air") == []


def test_the_last_version_is_held() -> None:
    first = incident("a", place=point())
    second = replace(first, version=2)
    incidents = held(first, second)
    assert (len(incidents), incidents[first.id], list(incidents)) == (1, second, [second])


def test_a_closed_incident_is_known_as_closed() -> None:
    closed = incident("a", place=point(), state=State.CLOSED)
    incidents = held(closed, incident("b", place=point()))
    assert incidents.of(KEY)[closed.id].closed_at == closed.last_reported_at.timestamp()
    later = replace(closed, closed_at=NOON + DAY)
    incidents.put(later, {})
    assert incidents.of(KEY)[closed.id].closed_at == (NOON + DAY).timestamp()
    assert incidents.of(KEY)["rawa:air:b"].closed_at is None


def test_a_voice_is_found_with_the_last_moment_it_spoke() -> None:
    incidents, found = held(), incident("a", place=point())
    incidents.put(found, {"sorot:x": NOON + 2 * HOUR})
    incidents.put(found, {"sorot:x": NOON})
    [(known, at)] = incidents.of(KEY).of_voice("sorot:x")
    assert (known.id, at) == (found.id, (NOON + 2 * HOUR).timestamp())
    assert list(incidents.of(KEY).of_voice("sorot:y")) == []
    assert incidents.of(KEY).spoke_at(found.id, None) is None


@pytest.mark.parametrize(("hours", "near"), [(0, True), (0.01, False)])
def test_what_was_not_spoken_of_since_is_not_near(hours: float, near: bool) -> None:
    incidents, since = held(incident("a", place=point())), (NOON + hours * HOUR).timestamp()
    found = incidents.of(KEY).nearest(LAT, LON, 300, since, 30)
    assert [id for _, id, _ in found] == (["rawa:air:a"] if near else [])


def test_those_spoken_of_longest_ago_are_let_go_for_new_ones() -> None:
    names = ("old", "grown", "new", "newest")
    incidents, known = few(3), [incident(name, place=point(), after=n * DAY) for n, name in enumerate(names)]
    for found in known[:3]:
        incidents.put(found, {})
    incidents.put(replace(known[0], last_reported_at=NOON + 9 * DAY), {})
    incidents.put(known[3], {})
    assert sorted(ids(incidents)) == ["rawa:air:new", "rawa:air:newest", "rawa:air:old"]
    assert incidents.get(known[1].id) is None
    incidents.put(incident("late"), {})
    assert (len(incidents), incidents.get("rawa:air:late")) == (3, None)


class Unreadable(KeptIncidents):
    def read(self) -> Sequence[tuple[Incident, Mapping[str, datetime]]]:
        raise ValueError("another version wrote this")


LOADED = replace(incident("a", place=point()), routed=(Routed("dinas", "rule", "", ""),))
LATER = replace(LOADED, version=2)


def loaded() -> OpenIncidents:
    """One incident, and another key that nobody asks for."""
    incidents = held()
    incidents.load(KeptIncidents(KEY, [(LOADED, {"sorot:x": NOON})]))
    incidents.load(Unreadable(LAMPS, []))
    return incidents


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (lambda incidents: [known.id for known in incidents.of(KEY)], [LOADED.id]),
        (lambda incidents: incidents.get(LOADED.id), LOADED),
        (lambda incidents: incidents[LOADED.id], LOADED),
        (lambda incidents: len(incidents.waiting(KEY)), 1),
        (len, 1),
    ],
)
def test_a_key_that_was_loaded_is_read_when_it_is_first_asked_for(
    asked: Callable[[OpenIncidents], object], answer: object
) -> None:
    assert asked(loaded()) == answer


@pytest.mark.parametrize("change", [OpenIncidents.renew, lambda incidents, one: incidents.put(one, {})])
def test_a_version_that_follows_takes_the_place_of_the_one_that_was_loaded(
    change: Callable[[OpenIncidents, Incident], None],
) -> None:
    incidents = loaded()
    change(incidents, LATER)
    assert (len(incidents), incidents[LOADED.id]) == (1, LATER)
    assert incidents.of(KEY).voices.of(LOADED.id) == {"sorot:x": NOON.timestamp()}


def test_what_was_loaded_is_among_all_and_can_be_dropped() -> None:
    one, incidents = incident("a"), held()
    incidents.load(KeptIncidents(KEY, [(one, {})]))
    assert list(incidents) == [one]
    incidents = held()
    incidents.load(KeptIncidents(KEY, [(one, {})]))
    incidents.drop(one.id)
    assert (len(incidents), list(incidents)) == (0, [])


def test_that_a_key_cannot_be_read_has_a_name_of_its_own() -> None:
    incidents = held()
    incidents.load(Unreadable(KEY, []))
    with pytest.raises(UnreadableError, match=KEY):
        incidents.get("rawa:air:a")


def few(most: int) -> OpenIncidents:
    return OpenIncidents(KINDS, MODEL.bounds, most)


def test_to_drop_what_is_not_there_is_nothing() -> None:
    incidents = held()
    incidents.drop("rawa:air:a")
    assert len(incidents) == 0


@given(incidents_put, st.randoms(use_true_random=False))
def test_what_is_held_depends_on_the_last_versions_alone(steps: list[tuple], random: object) -> None:
    """Not on what came before them, nor on the order they came in: a worker may load them anew."""
    grown, last = few(4), {}
    heard: dict[str, dict[str, datetime]] = {}
    for number, category, north, days, address, summary, spoken in steps:
        found = incident(
            f"i{number}-{category}",
            category=category,
            place=None if north is None else point(north),
            after=days * DAY,
            address=address,
            summary=summary,
        )
        if found.id in last and grown.get(found.id) is None:
            continue  # What was let go is not spoken of again.
        before = last.get(found.id, found)
        found = replace(
            found,
            summary=before.summary or found.summary,
            state=State.CLOSED if summary == "air naik" else State.OPEN,
            routed=(Routed("dinas" if spoken else "lain", "rule", "", ""),),
            opened_at=before.opened_at,
            last_reported_at=max(before.last_reported_at, found.last_reported_at),
        )
        grown.put(found, spoken)
        last[found.id] = found
        known = heard.setdefault(found.id, {})
        heard[found.id] = known | {v: max(at, known.get(v, at)) for v, at in spoken.items()}
    order = sorted(last.values(), key=lambda found: found.id)
    random.shuffle(order)
    loaded = few(4)
    for found in order:
        loaded.put(found, heard[found.id])
    assert state(grown, last, heard) == state(loaded, last, heard)
    taken_over = few(4)
    for key in KEYS:
        mine = [(found, heard[found.id]) for found in order if found.key == key and grown.get(found.id)]
        taken_over.load(KeptIncidents(key, mine))
    assert state(taken_over, last, heard) == state(grown, last, heard)
    for found in last.values():
        grown.drop(found.id)
    assert is_bare(grown)


def state(
    incidents: OpenIncidents, last: dict[str, Incident], heard: dict[str, dict[str, datetime]]
) -> object:
    """All that a decision can see."""
    found = {one.id for one in incidents}
    seen: list[object] = [found]
    for key in KEYS:
        of_key = incidents.of(key)
        seen += [
            incidents.waiting(key),
            {known.id: known for known in of_key},
            of_key.nearest(LAT, LON, 600, (NOON + 29 * DAY).timestamp(), 30),
            [
                of_key.named(words, vague=vague)
                for words in (("melati", "3"), ("kenanga",))
                for vague in (False, True)
            ],
            (of_key.rarity.texts, counted(of_key)),
            sorted((v, known.id, at) for v in ("sorot:a", "sorot:b") for known, at in of_key.of_voice(v)),
        ]
    return seen


def counted(of_key: Held) -> list[int]:
    """In how many texts each run occurs."""
    of_key.rarity._count()
    return of_key.rarity._documents.tolist()


def is_bare(incidents: OpenIncidents) -> bool:
    """No index holds a rest: the incidents of years come and go in one process."""
    return not (len(incidents) or any(len(incidents.waiting(key)) for key in KEYS)) and all(
        not (len(of_key) or of_key._by_word or of_key._by_word_vague or of_key._by_photo)
        and not (len(of_key._grid) or len(of_key.voices) or len(of_key.voices._of) or of_key.rarity.texts)
        and counted(of_key) == [0] * BUCKETS
        for of_key in map(incidents.of, KEYS)
    )


def test_a_category_that_the_catalog_forgot_is_of_a_usual_kind() -> None:
    incidents = OpenIncidents({}, MODEL.bounds)
    incidents.put(incident("a", place=point()), {})
    assert incidents.of(KEY)["rawa:air:a"].kind.spread_m == 40
    assert KINDS["banjir"].spread_m == 40


def test_another_version_of_an_incident_is_found_where_the_one_before_was() -> None:
    """Most reports change neither its place nor its words: then nothing is looked up anew."""
    incidents = held(incident("a", place=point(), summary="banjir"))
    of_key = incidents.of(KEY)
    later = replace(incidents["rawa:air:a"], version=2, last_reported_at=NOON + HOUR)
    incidents.put(later, {"sorot:x": NOON + HOUR})
    [(_, id, known)] = of_key.nearest(LAT, LON, 300, NOON.timestamp() + 1, 30)
    assert (id, known) == ("rawa:air:a", of_key["rawa:air:a"])
    assert known.last_at == (NOON + HOUR).timestamp()
    assert of_key.rarity.texts == 1
