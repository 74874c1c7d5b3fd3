"""Promises of the fold, on generated streams of reports."""

from collections import defaultdict

from hypothesis import given

from schemas.catalog.models import UNKNOWN
from schemas.classified import ClassifiedReport, Place
from schemas.dispatch import Dispatch
from schemas.incident import Decision, State
from streams.core.dedupe import Kind
from streams.core.dedupe.known import POINTS
from streams.core.geo import distance_m
from streams.core.ids import incident_id
from streams.core.tell import dispatch_record, feedback_record
from tests.unit.core.city import CATALOG, Kept, run
from tests.unit.core.generated import changed, cut, cuts, interleave, repeats, streams_of_reports
from tests.unit.core.model import MODEL

OPENING = {Decision.OPENS, Decision.ASKS}
KIND = Kind()


@given(streams_of_reports, cuts)
def test_any_cut_into_batches_gives_the_same(reports: list[ClassifiedReport], at: list[int]) -> None:
    assert run(cut(reports, at)) == run([reports])


@given(streams_of_reports, cuts, repeats)
def test_a_worker_that_reloads_goes_on_as_if_it_had_never_stopped(
    reports: list[ClassifiedReport], at: list[int], again: list[tuple[int, int]]
) -> None:
    batches = cut(interleave(reports, again), at)
    assert run(batches, reload=True) == run(batches)


@given(streams_of_reports, cuts, repeats)
def test_a_redelivery_changes_nothing_but_the_count_of_redeliveries(
    reports: list[ClassifiedReport], at: list[int], again: list[tuple[int, int]]
) -> None:
    kept = run(cut(interleave(reports, again), at))
    expected = [reports[which % len(reports)].report_key for which, _ in again if reports]
    assert sorted(kept.redelivered) == sorted(expected)
    kept.redelivered = []
    assert kept == run([reports])


@given(streams_of_reports, cuts, repeats)
def test_an_id_used_again_with_other_content_is_refused_and_kept(
    reports: list[ClassifiedReport], at: list[int], again: list[tuple[int, int]]
) -> None:
    kept = run(cut(interleave(reports, again, other=True), at))
    refused = [changed(reports[which % len(reports)]) for which, _ in again if reports]
    assert sorted(r.original for r in kept.rejections) == sorted(r.report.to_json() for r in refused)
    assert {(r.code, r.field, r.topic) for r in kept.rejections} <= {
        ("id_reused", "id", "reports.sorot"),
        ("id_reused", "id", "reports.callcenter"),
    }
    kept.rejections = []
    assert kept == run([reports])


@given(streams_of_reports, cuts)
def test_every_report_is_in_exactly_one_incident_and_the_counts_agree(
    reports: list[ClassifiedReport], at: list[int]
) -> None:
    kept = run(cut(reports, at))
    assert [one.report for one in kept.recorded] == reports
    members = by_incident(kept)
    assert members.keys() == kept.incidents.keys()
    for id, inside in members.items():
        incident = kept.incidents[id]
        said_at = [report.report.reported_at for report, _ in inside]
        assert incident.reports == incident.version == len(inside)
        assert incident.voices == sum(link.new_voice for _, link in inside)
        assert incident.opened_at == said_at[0]
        assert incident.last_reported_at == max(said_at)
        assert incident.urgency.rank == max(report.grade.urgency.rank for report, _ in inside)
        assert incident.state is State.OPEN
        assert len(incident.photos) == len(set(incident.photos))
        assert set(incident.photos) == {p.url for report, _ in inside for p in report.report.photos}


@given(streams_of_reports)
def test_an_incident_is_of_one_key_and_of_its_founders_category_and_opened_once(
    reports: list[ClassifiedReport],
) -> None:
    kept = run([reports])
    for id, inside in by_incident(kept).items():
        assert id == incident_id(inside[0][0])
        assert [link.decision in OPENING for _, link in inside] == [True, *[False] * (len(inside) - 1)]
        assert {report.key for report, _ in inside} == {kept.incidents[id].key}
        assert inside[0][0].classification.category == kept.incidents[id].category
        assert kept.incidents[id].place == best_place([report.place for report, _ in inside])
        assert bool(kept.incidents[id].perhaps) == (inside[0][1].decision is Decision.ASKS)


def best_place(places: list[Place | None]) -> Place | None:
    """The founder's, until one is told that is good enough, or better by some."""
    best = None
    for place in places:
        vague = best is None or best.error_m > MODEL.bounds.vague_m
        if place and vague and (best is None or (place.error_m < best.error_m and inside(place, best))):
            best = place
    return best


def inside(place: Place, circle: Place) -> bool:
    return distance_m(place.lat, place.lon, circle.lat, circle.lon) <= circle.error_m


@given(streams_of_reports)
def test_voices_are_the_different_citizens_as_far_as_they_are_known(reports: list[ClassifiedReport]) -> None:
    kept = run([reports])
    for id, inside in by_incident(kept).items():
        known = {(r.channel, r.report.reporter) for r, _ in inside if r.report.reporter}
        unknown = sum(r.report.reporter is None for r, _ in inside)
        assert kept.incidents[id].voices == len(known) + unknown


@given(streams_of_reports)
def test_an_incident_absorbs_only_within_its_bounds(reports: list[ClassifiedReport]) -> None:
    """Whatever the score: in its life, near its founder as far as places are known, nobody's own matter."""
    kept = run([reports])
    for id, inside in by_incident(kept).items():
        founder, life_s = inside[0][0], MODEL.bounds.life_of_s(KIND)
        extent_m = MODEL.bounds.extent_of_m(KIND)
        for report, link in inside:
            if link.decision is not Decision.JOINS:
                continue
            category = CATALOG.categories[report.classification.category]
            assert not category.private
            assert category.id != UNKNOWN
            assert abs(report.report.reported_at - founder.report.reported_at).total_seconds() <= life_s
            if kept.incidents[id].place == founder.place and founder.place and report.place:
                slack_m = founder.place.error_m + report.place.error_m
                assert apart_m(report.place, founder.place) - slack_m <= extent_m
        points = kept.incidents[id].trace.points
        assert len(points) <= POINTS
        assert len(points) == len(set(points))


def apart_m(here: Place, there: Place) -> float:
    return distance_m(here.lat, here.lon, there.lat, there.lon)


@given(streams_of_reports, cuts)
def test_versions_grow_by_one_and_each_reaches_every_agency_told_so_far(
    reports: list[ClassifiedReport], at: list[int]
) -> None:
    kept = run(cut(reports, at))
    told: defaultdict[str, list[Dispatch]] = defaultdict(list)
    for dispatch in kept.dispatches:
        told[dispatch.incident_id].append(dispatch)
    assert told.keys() == kept.incidents.keys()
    for id, dispatches in told.items():
        incident = kept.incidents[id]
        versions = [d.version for d in dispatches]
        assert versions == sorted(versions)
        hushed = set(range(2, incident.version + 1)) - set(versions)
        assert not hushed or incident.event
        knowing: set[str] = set()
        for version in sorted(set(versions)):
            of_version = {d.agency: d.kind for d in dispatches if d.version == version}
            assert knowing <= of_version.keys()
            assert all((kind == "opened") == (agency not in knowing) for agency, kind in of_version.items())
            assert len(set(of_version.values()) - {"opened"}) <= 1
            knowing |= of_version.keys()
        assert knowing == {routed.agency for routed in incident.routed}
        assert dispatches[-1].reports == incident.reports or incident.version in hushed


@given(streams_of_reports)
def test_ids_of_what_goes_out_are_used_once(reports: list[ClassifiedReport]) -> None:
    kept = run([reports])
    sent = [dispatch_record(d) for d in kept.dispatches] + [feedback_record(*f) for f in kept.feedback]
    ids = [(message.topic, dict(message.headers)["ce_id"]) for message in sent]
    assert len(ids) == len(set(ids))


@given(streams_of_reports)
def test_every_citizen_is_answered_once_save_for_resends(reports: list[ClassifiedReport]) -> None:
    kept = run([reports])
    answered = [(channel, message.report_id, message.kind) for channel, message in kept.feedback]
    words = {Decision.OPENS: "received", Decision.ASKS: "received", Decision.JOINS: "joined"}
    assert answered == [
        (one.report.channel, one.report.report.id, words[one.link.decision])
        for one in kept.recorded
        if one.link.decision in words
    ]


def by_incident(kept: Kept) -> dict[str, list[tuple[ClassifiedReport, object]]]:
    members: defaultdict[str, list] = defaultdict(list)
    for one in kept.recorded:
        members[one.link.incident_id].append((one.report, one.link))
    return members
