"""Incidents without what one citizen said of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from schemas.command import HOPS, Forget
from schemas.corrected import Member
from schemas.incident import Incident, State
from schemas.rejection import Origin
from streams.core.bare import FORGOTTEN, bare
from streams.core.forget import WHY, Forgotten, Shelf, forgotten
from tests.unit.core.bursts import burst
from tests.unit.core.city import RULES, run
from tests.unit.core.corrected_city import Books
from tests.unit.core.reports import NOON, classified, point

AT = NOON + timedelta(days=400)
MINE = classified(
    "a",
    reporter="x",
    place=point(),
    text="banjir tinggi, rumah saya",
    photos=("p1",),
    place_words="Jl. Melati 3",
)
OTHER = classified("b", reporter="y", place=point(), text="banjir tinggi", photos=("p2",))


def command(**about: object) -> Forget:
    usual = {"key": "rawa:air", "channel": "sorot", "reports": ("a",), "at": AT}
    return Forget(**usual | about)  # type: ignore[arg-type]


def told_of(*reports: object) -> tuple[Incident, list[Member]]:
    """The incident, and its members, of which the first has lost its words."""
    books = Books()
    books.take(reports)  # type: ignore[arg-type]
    [there] = books.incidents.values()
    members = list(books.members(there.id))
    return there, [replace(members[0], report=bare(members[0].report)), *members[1:]]


def forget(there: Incident, members: Sequence[Member], **about: object) -> Forgotten:
    voices: dict[str, dict[str, datetime]] = {there.id: {"sorot:y": NOON}}
    return forgotten(command(**about), Shelf({there.id: there}, {there.id: members}, voices), RULES)


def test_what_others_said_stays_and_so_do_counts_place_and_urgency() -> None:
    there, members = told_of(MINE, OTHER)
    found = forget(there, members)
    [after] = found.incidents.values()
    assert (after.summary, after.photos) == ("banjir tinggi", ("p2",))
    assert (after.place_words, after.trace.address) == ("Anggrek, Kec. Rawa Barat", "")
    assert (after.reports, after.voices, after.urgency) == (2, 2, there.urgency)
    assert after.place
    assert (after.place.lat, after.place.evidence) == (point().lat, FORGOTTEN)
    assert (after.version, found.voices) == (there.version + 1, {there.id: {"sorot:y": NOON}})
    assert [(one.agency, one.kind, one.why, one.version) for one in found.dispatches] == [
        ("air", "changed", WHY, after.version)
    ]


def test_done_twice_it_changes_nothing_more() -> None:
    there, members = told_of(MINE, OTHER)
    [after] = forget(there, members).incidents.values()
    assert forget(after, members) == Forgotten()


def test_what_is_only_too_old_to_keep_is_told_to_nobody() -> None:
    there, members = told_of(MINE, OTHER)
    found = forget(there, members, expired=True)
    assert (found.incidents[there.id].version, found.dispatches) == (there.version, ())
    assert found.incidents[there.id].summary == "banjir tinggi"


def test_of_what_nobody_else_said_only_the_area_is_left() -> None:
    there, _ = told_of(MINE)
    [after] = forget(there, []).incidents.values()
    assert (after.summary, after.photos, after.trace.photos) == ("", (), ())
    assert after.place_words == "Anggrek, Kec. Rawa Barat"
    assert after.place
    assert after.place.evidence == FORGOTTEN


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ({"state": State.CLOSED}, "closed"),
        ({"state": State.CLOSED, "moved_to": "rawa:air:y"}, "moved"),
        ({}, "changed"),
    ],
)
def test_agencies_hear_it_as_the_last_they_heard(about: dict[str, object], kind: str) -> None:
    there, members = told_of(MINE, OTHER)
    found = forget(replace(there, **about), members)  # type: ignore[arg-type]
    assert [one.kind for one in found.dispatches] == [kind]


def test_other_keys_in_which_the_reports_are_must_forget_them_too_but_not_for_ever() -> None:
    there, members = told_of(MINE, OTHER)
    shelf = Shelf(
        {there.id: there, "rawa:jalan:z": there, "rawa:jalan:y": there, "rawa:layanan:x": there},
        {there.id: members},
        {},
    )
    refused = (Origin(topic="reports.sorot", partition=0, offset=1),)
    # What lies in another key is not touched here: it carries that key in its id.
    elsewhere = {id: replace(one, id=id) for id, one in shelf.incidents.items()}
    shelf = replace(shelf, incidents=elsewhere)
    found = forgotten(command(rejections=refused), shelf, RULES)
    assert [*found.incidents] == [there.id]
    assert [(one.key, one.hops, one.rejections, one.reports) for one in found.send] == [
        ("rawa:jalan", 1, (), ("a",)),
        ("rawa:layanan", 1, (), ("a",)),
    ]
    assert forgotten(command(hops=HOPS), shelf, RULES).send == ()


def test_a_storm_no_longer_knows_who_spoke_and_counts_as_before() -> None:
    kept = run([burst(6)])
    storms = kept.storms()
    storms.unname({"sorot:b1", "sorot:nobody"})
    [changes] = storms.take_changes()
    kept.put_storms([changes])
    occurrences = kept.tables["rawa:air"].occurrences.values()
    assert sorted(one.voice or "" for one in occurrences) == [
        *("", "sorot:b0", "sorot:b2", "sorot:b3", "sorot:b4", "sorot:b5")
    ]
    storms.unname({"sorot:b1"})
    assert storms.take_changes() == []
