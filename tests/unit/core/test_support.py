"""A report whose reporter says which incident it is about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.catalog.models import UNKNOWN
from schemas.classified import ClassifiedReport
from schemas.correction import Merge, NoReport, Reclassify
from schemas.incident import Decision, Incident, Link, State
from schemas.progress import Said
from streams.core.fold import fold
from tests.unit.core.city import RULES, run
from tests.unit.core.corrected_city import Books, order
from tests.unit.core.reports import classified, incident, point, supporting
from tests.unit.core.story import Story, good

H = timedelta(hours=1)
FIRST = classified("a", reporter="x", place=point())


def opened(*reports: ClassifiedReport) -> tuple[Books, str]:
    books = Books()
    books.take([*(reports or (FIRST,))])
    return books, books.links["sorot", (reports or (FIRST,))[0].report.id].link.incident_id


def taken(books: Books, report: ClassifiedReport) -> Link:
    books.take([report])
    return books.links[report.report_key].link


@pytest.mark.parametrize(
    "report",
    [
        classified("b", reporter="y", place=point(9_000), text="lampu mati", category="lampu"),
        classified("b", reporter="y", text="ya", category="other", after=90 * 24 * H),
        classified("b", text="saya juga", category="selokan", place=point(3)),
    ],
)
def test_it_joins_what_it_points_at_whatever_else_it_says(report: ClassifiedReport) -> None:
    books, id = opened()
    link = taken(books, supporting(report, id))
    assert (link.incident_id, link.decision, link.new_voice) == (id, Decision.JOINS, True)
    assert (link.evidence, link.score, link.terms) == ("pelapor menunjuk insiden ini", None, ())
    assert (books.incidents[id].voices, books.incidents[id].reports) == (2, 2)


def test_where_it_was_sent_from_says_nothing_of_where_the_incident_is() -> None:
    vague = classified("a", reporter="x", place=point(error_m=400), place_words="dekat pos")
    for first in (vague, classified("a", reporter="x"), FIRST):
        books, id = opened(first)
        before = books.incidents[id]
        near = classified("b", reporter="y", place=point(40), place_words="Jl. Melati 3")
        link = taken(books, supporting(near, id))
        after = books.incidents[id]
        assert link.distance_m == (40.0 if first.place else None)
        assert (after.place, after.place_words) == (before.place, before.place_words)
        assert (after.trace.points, after.trace.address) == (before.trace.points, before.trace.address)


def test_who_spoke_of_it_before_adds_no_voice_however_much_later() -> None:
    books, id = opened()
    again = supporting(classified("b", reporter="x", after=50 * H), id)
    link = taken(books, again)
    assert (link.incident_id, link.decision, link.new_voice) == (id, Decision.RESENDS, False)
    assert link.evidence == "pelapor menunjuk insiden ini; sudah pernah melaporkannya"
    assert link.gap_s == 50 * 3600
    assert books.incidents[id].voices == 1
    assert "sorot:b" not in books.lives.heard


def test_what_it_points_at_is_followed_to_where_its_reports_went() -> None:
    books, id = opened(FIRST, classified("far", place=point(500)))
    into = books.links["sorot", "far"].link.incident_id
    books.take([order("m", Merge(incident=id, into=into))])
    link = taken(books, supporting(classified("b", reporter="y"), id))
    assert (link.incident_id, link.decision) == (into, Decision.JOINS)
    assert link.evidence == f"pelapor menunjuk {id}, yang laporannya kini di sini"


def test_what_went_to_another_key_is_decided_like_any_report() -> None:
    books, id = opened()
    books.take([order("m", Reclassify(incident=id, category="lampu"))])
    books.arrive()
    link = taken(books, supporting(classified("b", reporter="y", place=point()), id))
    assert link.decision is Decision.OPENS
    assert link.evidence.startswith(f"laporan insiden {id}, yang ditunjuk pelapor, kini di rawa:jalan:")


def test_what_is_closed_opens_anew_as_of_the_same_matter_and_place() -> None:
    books, id = opened()
    closed = replace(books.incidents[id], state=State.CLOSED, closed_at=FIRST.said_at)
    books.incidents[id] = closed
    books.held = books.loaded()
    link = taken(books, supporting(classified("b", reporter="y", category="other", text="ya", after=H), id))
    after = books.incidents[link.incident_id]
    assert link.decision is Decision.OPENS
    assert link.evidence.startswith(
        f"insiden {id}, yang ditunjuk pelapor, sudah ditutup; 1 insiden sekategori"
    )
    assert (after.id != id, after.category, after.recurs) == (True, "banjir", id)
    assert after.place is not None
    assert after.place.evidence == "lokasi insiden yang ditunjuk pelapor"
    assert after.place.model_copy(update={"evidence": "koordinat"}) == closed.place


def test_a_place_of_its_own_goes_before_that_of_what_is_closed() -> None:
    books, id = opened()
    books.take([order("n", NoReport(incident=id))])
    report = supporting(classified("b", reporter="y", place=point(20)), id)
    assert books.incidents[taken(books, report).incident_id].place == point(20)


def test_what_nobody_knows_is_decided_like_any_report() -> None:
    books, id = opened()
    link = taken(books, supporting(classified("b", place=point()), "rawa:air:nobody"))
    assert (link.incident_id, link.decision) == (id, Decision.JOINS)
    assert link.evidence.startswith("insiden rawa:air:nobody, yang ditunjuk pelapor, tidak dikenal di sini; ")
    lost = taken(books, supporting(classified("c", category="lampu", text="ya"), "rawa:air:nobody"))
    assert lost.decision is Decision.OPENS
    assert books.incidents[lost.incident_id].category == UNKNOWN


@pytest.mark.parametrize("category", ["ktp", "other"])
def test_private_and_unknown_matters_take_nobody_in(category: str) -> None:
    books, id = opened(classified("a", reporter="x", category=category, place=point()))
    link = taken(books, supporting(classified("b", reporter="y", category=category, place=point()), id))
    assert (link.decision, link.incident_id != id) == (Decision.OPENS, True)
    assert link.evidence.startswith(f"pelapor menunjuk {id}: ")


def test_an_incident_of_another_key_that_the_worker_holds_is_not_looked_at() -> None:
    """Which keys a worker holds must change nothing."""
    here, there = incident("i", place=point()), incident("j", category="lampu", place=point())
    report = supporting(classified("b", place=point()), here.id)
    links = []
    for known in ([here, there], [here]):
        held = RULES.no_incidents()
        for one in known:
            held.put(one, {})
        folded = fold([report], held, {}, RULES, moved={here.id: there.id})
        links.append(folded.recorded[0].link)
    assert links[0] == links[1]


def test_after_it_was_resolved_it_says_no() -> None:
    story = Story("x", "v", "w", "u")
    story.says("air", Said.ACCEPTED)
    story.resolve(good(story))
    story.hours += 1
    report = classified("b", reporter="y", category="other", text="ya", after=story.hours * H)
    story.books.take([supporting(report, story.incident.id)])
    assert (story.incident.life.no, story.incident.life.again) == (1, 1)
    assert story.heard("b") == ["joined"]


def test_a_cycle_of_what_moved_ends() -> None:
    one, two = incident("i", place=point()), incident("j", place=point(500))
    held = RULES.no_incidents()
    held.put(one, {})
    report = supporting(classified("b"), one.id)
    moved = {one.id: two.id, two.id: one.id}
    [recorded] = fold([report], held, {}, RULES, moved=moved).recorded
    assert recorded.link.evidence.startswith(f"insiden {one.id}, yang ditunjuk pelapor, tidak dikenal")


def test_it_comes_again_and_nothing_changes() -> None:
    id = run([[FIRST]]).recorded[0].link.incident_id
    pointing = supporting(classified("b", reporter="y", category="lampu"), id)
    once, twice = run([[FIRST, pointing]]), run([[FIRST], [pointing], [pointing]], reload=True)
    assert twice.redelivered == [pointing.report_key]
    assert (once.incidents, once.recorded) == (twice.incidents, twice.recorded)


def test_a_voice_that_tells_nothing_raises_no_urgency() -> None:
    books, id = opened()
    before: Incident = books.incidents[id]
    taken(books, supporting(classified("b", reporter="y", text="ya"), id))
    assert books.incidents[id].urgency is before.urgency
