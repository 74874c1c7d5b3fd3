"""Each reason for which a correction is refused, and that a refused one changes nothing else."""

from dataclasses import replace

import pytest

from schemas.command import Ordered
from schemas.corrected import MEMBERS
from schemas.correction import Apart, Merge, Move, NoReport, Reclassify, Split, Undo, What
from schemas.result import Result
from tests.unit.core.corrected_city import Books, order
from tests.unit.core.reports import classified, point


@pytest.fixture
def books() -> Books:
    """A flood of two reports, another, a drain, and a lamp of another family."""
    made = Books()
    made.take(
        [
            classified("a", place=point(), reporter="x"),
            classified("a2", place=point(), reporter="y"),
            classified("b", place=point(500)),
            classified("s", place=point(1500), category="selokan"),
            classified("l", place=point(), category="lampu"),
        ]
    )
    return made


def at(books: Books, report_id: str) -> str:
    return books.links["sorot", report_id].link.incident_id


def refused(books: Books, command: Ordered) -> tuple[str, str, str]:
    """Code, field and reason; nothing but the correction's own entry may change."""
    before = dict(books.incidents), dict(books.links), list(books.dispatches)
    done = books.put_right(command)
    assert done.refusal is not None
    assert (books.incidents, books.links, books.dispatches) == before
    assert done.entry is None or done.entry.result is Result.REFUSED
    return done.refusal.code, done.refusal.field, done.refusal.reason


@pytest.mark.parametrize(
    ("what", "code", "field"),
    [
        (lambda a, b: Merge(incident="rawa:air:zz", into=b), "unknown_incident", "what.incident"),
        (lambda a, b: Merge(incident=a, into="rawa:jalan:zz"), "unknown_incident", "what.into"),
        (lambda a, b: Merge(incident=a, into=a), "nothing_to_do", "what"),
        (lambda a, b: Move(report="sorot:b", incident=a, into=b), "unknown_report", "what.report"),
        (lambda a, b: Split(incident=a, reports=("sorot:b", "sorot:a")), "unknown_report", "what.reports"),
        (lambda a, b: Split(incident=b, reports=("sorot:b",)), "nothing_to_do", "what.reports"),
        (lambda a, b: Reclassify(incident=a, category="banjir"), "nothing_to_do", "what.category"),
        (lambda a, b: Apart(incident=a, other=b), "nothing_to_do", "what.other"),
        (lambda a, b: Undo(correction="nobody", incident=a), "unknown_correction", "what.correction"),
    ],
)
def test_what_cannot_be_is_refused(books: Books, what, code: str, field: str) -> None:  # type: ignore[no-untyped-def]
    command = order("c", what(at(books, "a"), at(books, "b")))
    assert refused(books, command)[:2] == (code, field)
    assert books.entries["c"].refusal is not None


def test_what_is_closed_or_has_moved_is_refused_with_where_it_is(books: Books) -> None:
    a, b, s = (at(books, id) for id in ("a", "b", "s"))
    books.take([order("c1", Merge(incident=a, into=b)), order("c2", NoReport(incident=s))])
    code, field, reason = refused(books, order("c3", Merge(incident=a, into=s)))
    assert (code, field, reason) == ("moved", "what.incident", f"the reports of incident {a} are in {b}")
    assert refused(books, order("c4", Merge(incident=b, into=s)))[:2] == ("closed", "what.into")


def test_who_was_slower_is_told_who_was_faster(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.take([order("c1", Reclassify(incident=a, category="selokan"), seen={a: 0}, by="ani")])
    code, field, reason = refused(books, order("c2", Merge(incident=b, into=a), seen={a: 0, b: 0}))
    assert (code, field) == ("stale", f"seen.{a}")
    assert (
        reason == f"incident {a} has been corrected since by ani (correction c1) at 2026-11-24T06:00:00+00:00"
    )
    assert not books.put_right(order("c3", Merge(incident=b, into=a), seen={a: 1, b: 0})).refusal


def test_reports_that_join_make_no_correction_stale(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.take([classified("a3", place=point())])
    assert not books.put_right(order("c", Merge(incident=a, into=b), seen={a: 0, b: 0})).refusal


def test_an_id_with_other_content_is_refused_and_the_first_stays(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    first = order("c", Reclassify(incident=a, category="selokan"))
    books.take([first])
    other = order("c", Merge(incident=a, into=b)).model_copy(update={"digest": "other"})
    assert refused(books, other)[:2] == ("id_reused", "id")
    assert books.entries["c"].correction == first.correction
    assert books.put_right(first).entry is None


def test_more_reports_than_can_be_read_are_refused(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.incidents[a] = replace(books.incidents[a], reports=MEMBERS)
    code, _, reason = refused(books, order("c", Merge(incident=a, into=b)))
    assert (code, str(MEMBERS) in reason) == ("too_many", True)


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (lambda a, b: [Merge(incident=a, into=b), Undo(correction="c0", incident=b)], "undone"),
        (lambda a, b: [Merge(incident=a, into=b), NoReport(incident=b)], "stale"),
        (lambda a, b: [Merge(incident=a, into=a)], "nothing_to_do"),
    ],
)
def test_what_was_undone_or_changed_since_is_not_undone(books: Books, first, code: str) -> None:  # type: ignore[no-untyped-def]
    a, b = at(books, "a"), at(books, "b")
    what: list[What] = first(a, b)
    books.take([order(f"c{number}", one) for number, one in enumerate(what)])
    assert refused(books, order("u", Undo(correction="c0", incident=b)))[0] == code


def test_an_undo_is_not_undone_and_earlier_ones_can_be_once_later_ones_are(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    merge, route = Merge(incident=a, into=b), Reclassify(incident=b, category="selokan")
    books.take([order("c1", merge), order("c2", route)])
    assert refused(books, order("u1", Undo(correction="c1", incident=b)))[0] == "stale"
    books.take([order("u2", Undo(correction="c2", incident=b))])
    assert refused(books, order("u3", Undo(correction="u2", incident=b)))[0] == "undo"
    assert not books.put_right(order("u4", Undo(correction="c1", incident=b))).refusal


def test_what_is_under_way_is_not_undone_and_an_undo_names_where_the_reports_are(books: Books) -> None:
    a, lamp = at(books, "a"), at(books, "l")
    books.take([order("c", Merge(incident=a, into=lamp))])
    assert refused(books, order("u1", Undo(correction="c", incident=a)))[0] == "under_way"
    books.arrive()
    code, field, reason = refused(books, order("u2", Undo(correction="c", incident=a)))
    assert (code, field, lamp in reason) == ("wrong_incident", "what.incident", True)
