"""Whatever is said, answered, repeated or late: an incident stays on its way, and nobody is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from schemas.classified import ClassifiedReport
from schemas.command import Tick
from schemas.incident import Incident, State
from schemas.life import Step
from schemas.progress import Said
from schemas.report import Photo
from streams.core.life.promises import due_at
from streams.core.life.refuse import may_follow, partner_may
from streams.core.life.works import works_of
from tests.unit.core.acts import Act, acts, named, reports, what_of
from tests.unit.core.corrected_city import Books, Event, order
from tests.unit.core.reports import classified, point
from tests.unit.core.words import proof, replied, said, tick

AGENCIES = ("air", "air", "air", "sar", "layanan", "pusat", "mitra_satu", "mitra_dua")

MAY_FOLLOW: Mapping[Step, set[Step]] = {
    Step.DISPATCHED: {Step.ACCEPTED, Step.ON_SITE, Step.RESOLVED, Step.CANNOT},
    Step.REOPENED: {Step.DISPATCHED, Step.ACCEPTED, Step.ON_SITE, Step.RESOLVED, Step.CANNOT},
    Step.ACCEPTED: {Step.DISPATCHED, Step.REOPENED, Step.ON_SITE, Step.RESOLVED, Step.CANNOT},
    Step.ON_SITE: {Step.DISPATCHED, Step.REOPENED, Step.ACCEPTED, Step.RESOLVED, Step.CANNOT},
    Step.RESOLVED: {Step.CONFIRMED, Step.REOPENED},
    Step.CONFIRMED: {Step.CLOSED, Step.REOPENED},
    Step.CANNOT: {Step.REOPENED},
    Step.CLOSED: set(),
}
"""Of an incident as a whole, as long as its agencies are the same."""


@dataclass(frozen=True)
class Word:
    """What an agency says: of which incident, and of a version that may be wrong."""

    agency: str
    said: Said
    incident: int
    behind: int
    other: str | None
    photos: tuple[Photo, ...]
    again: bool
    sensible: bool


@dataclass(frozen=True)
class Answer:
    """What a reporter answers, whether it is asked or not."""

    report: int
    answer: str
    again: bool


@dataclass(frozen=True)
class Later:
    """So much later."""

    hours: float


_seldom = st.sampled_from((False,) * 9 + (True,))
words = st.builds(
    Word,
    st.sampled_from(AGENCIES),
    st.sampled_from([*Said, Said.ACCEPTED, Said.RESOLVED, Said.RESOLVED]),
    st.integers(0, 3),
    st.sampled_from((0, 0, 0, 0, 1, 3, -1)),
    st.sampled_from((None, "layanan", "air", "sar")),
    st.sampled_from(((), (proof(),), (proof(phash="1234123412341234"),), (proof(phash=None),))),
    _seldom,
    st.sampled_from((True, True, True, False)),
)
answers = st.builds(Answer, st.integers(0, 9), st.sampled_from(("yes", "no")), _seldom)
laters = st.builds(Later, st.sampled_from((0.5, 4.0, 30.0, 80.0, 400.0)))
lives = st.lists(st.one_of(words, words, words, words, answers, answers, laters, reports), max_size=25)
begins = st.lists(reports, min_size=1, max_size=4)


@dataclass
class Stage:
    """The books, what time it is, and every version of each incident that was seen."""

    books: Books
    hours: float = 0.0
    number: int = 0

    def event(self, step: object) -> Event | None:
        """What the step comes to in this moment."""
        self.number += 1
        self.hours += 0.1
        after = timedelta(hours=self.hours)
        match step:
            case ClassifiedReport():
                moved = named(step, f"r{self.number}")
                at = moved.report.reported_at + after
                return moved.model_copy(
                    update={"report": moved.report.model_copy(update={"reported_at": at})}
                )
            case Later(hours=hours):
                self.hours += hours
                return tick(timedelta(hours=self.hours))
            case Answer() if self.books.links:
                member = list(self.books.links.values())[step.report % len(self.books.links)]
                id = "j" if step.again else f"j{self.number}"
                incident = member.link.incident_id
                return replied(":".join(member.key), incident, step.answer, id=id, after=after)
            case Word() if self.books.incidents:
                known = sorted(self.books.incidents)
                incident = self.books.incidents[known[step.incident % len(known)]]
                agency, word = _sensible(step, incident) if step.sensible else (step.agency, step.said)
                return said(
                    agency,
                    incident.id,
                    word,
                    id="p" if step.again else f"p{self.number}",
                    version=max(1, incident.version - step.behind),
                    after=after,
                    other=step.other if word is Said.REFUSED else None,
                    photos=step.photos if word is Said.RESOLVED else (),
                )
            case Act():
                what = what_of(step, self.books)
                return order(f"c{self.number}", what) if what else None
        return None


def _sensible(step: Word, incident: Incident) -> tuple[str, Said]:
    """What somebody might say of it as it stands."""
    work = works_of(incident)[step.incident % len(incident.routed)]
    partners = [*work.offered, *([work.partner] if work.partner else [])]
    if partners and step.behind == 0:
        may = partner_may(work, partners[0])
        return partners[0], may[step.incident % len(may)] if may else Said.ON_SITE
    if incident.life.step in (Step.RESOLVED, Step.CANNOT):
        return "pusat", Said.REOPENED if step.incident % 2 else Said.CONFIRMED
    may = may_follow(work)
    return work.agency, step.said if step.said in may else may[-1] if may else step.said


def play(script: list[object], books: Books) -> list[Event]:
    stage, log = Stage(books), []
    for step in script:
        if event := stage.event(step):
            before = dict(books.incidents)
            books.take([event])
            log.append(event)
            if isinstance(event, Tick):
                mine = [one for one in books.incidents.values() if one.key == event.key]
                assert all(one.due_at is None or one.due_at > event.at for one in mine)
            for id, incident in books.incidents.items():
                look(before.get(id), incident, books)
    while books.sent:
        log.append(books.sent.pop(0))
        books.take([log[-1]])
    return log


def look(before: Incident | None, after: Incident, books: Books) -> None:
    """What holds at every moment."""
    agencies = [work.agency for work in works_of(after)]
    assert agencies == [routed.agency for routed in after.routed]
    assert len(set(agencies)) == len(agencies)
    assert after.due_at == due_at(after, books.rules.catalog)
    if after.comparable:
        assert (after.life.step in (Step.CLOSED, Step.CANNOT)) == (after.state is State.CLOSED)
    assert after.life.yes >= 0
    assert 0 <= after.life.again <= after.life.no
    if before is None or before.life.step is after.life.step:
        return
    assert after.version > before.version
    if {one.agency for one in before.routed} == {one.agency for one in after.routed}:
        # One tick or word may go two steps: confirmed, then closed.
        through = {before.life.step, *MAY_FOLLOW[before.life.step]}
        assert after.life.step in through.union(*(MAY_FOLLOW[step] for step in through))


@given(begins, lives)
def test_stays_on_its_way_and_tells_nobody_the_same_twice_in_a_row(begin: list[object], script: list[object]):
    books = Books()
    play([*begin, *script], books)
    for key, member in books.links.items():
        heard = books.lives.heard.get(":".join(key), [])
        if member.link.new_voice:
            assert heard, f"{key} heard nothing"
            assert heard[0][0] in ("received", "joined")
        assert all(one != other for one, other in pairwise(heard))
    ids = [(one.incident_id, one.number) for one in books.lives.announcements]
    assert len(set(ids)) == len(ids)


@given(begins, st.lists(st.one_of(words, words, answers, laters, reports, acts), max_size=20))
def test_corrections_in_between_change_nothing_of_that(begin: list[object], script: list[object]):
    books = Books()
    play([*begin, *script], books)
    told = {(one.agency, one.id): one for one in books.dispatches}
    assert len(told) == len(books.dispatches)


@given(begins, lives)
def test_told_again_changes_nothing_and_a_worker_that_starts_anew_goes_on(
    begin: list[object], script: list[object]
):
    books = Books()
    log = play([*begin, *script], books)
    other = Books()
    for event in log:
        other.take([event], reload=True)
        before = dict(other.incidents)
        counts = len(other.dispatches), len(other.lives.announcements)
        other.take([event])
        assert other.incidents == before
        assert (len(other.dispatches), len(other.lives.announcements)) == counts
        other.sent.clear()
    assert other.incidents == books.incidents
    assert other.lives.heard == books.lives.heard


@given(begins, lives)
def test_every_agency_that_must_act_hears_every_version(begin: list[object], script: list[object]):
    books = Books()
    play([*begin, *script], books)
    for id, incident in books.incidents.items():
        for routed in incident.routed:
            versions = [
                one.version
                for one in books.dispatches
                if (one.incident_id, one.agency) == (id, routed.agency)
            ]
            assert versions == sorted(set(versions))
            assert incident.event or versions[-1] == incident.version
            opened = [
                one
                for one in books.dispatches
                if (one.incident_id, one.agency, one.kind) == (id, routed.agency, "opened")
            ]
            assert len(opened) == 1


def test_a_script_that_would_leave_the_way_is_seen():
    incident = replace(next(iter(_one().incidents.values())), version=9)
    closed = replace(incident, version=10, life=replace(incident.life, step=Step.CLOSED))
    try:
        look(incident, closed, _one())
    except AssertionError:
        return
    raise AssertionError("dispatched, then closed: nobody saw it")


def _one() -> Books:
    books = Books()
    books.take([classified("a", place=point())])
    return books
