"""The statements of `sinks/queries` that meet large tables, with arguments as they are asked with.

The rest of them meet tables whose size the number of reports does not decide, or one row by its key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from tests.bench.postgres_growth.sample import Sample

Who: TypeAlias = Literal["batch", "start", "person", "watch", "job"]
"""Who waits: the batches of a worker, its start, a person, what looks every few seconds, or a nightly job."""
BOUND_MS: Mapping[Who, float] = {"batch": 10, "start": 1_000, "person": 100, "watch": 100, "job": 30_000}
"""What takes longer is slow; Postgres ends a statement of the product after 30 s."""
Arguments: TypeAlias = Callable[[Sample], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Question:
    """`case` tells apart what one statement is asked with; `first` is a statement before it."""

    name: str
    who: Who
    arguments: Arguments
    case: str = ""
    first: str | None = None

    @property
    def title(self) -> str:
        """For tables."""
        return f"{self.name} ({self.case})" if self.case else self.name


MONTH = timedelta(days=30)
QUARTER = timedelta(days=90)
TERM_D = 360
"""So that a few days of the year are over, and it is not all of it."""


def _terms(s: Sample) -> Sequence[object]:
    return s.now, TERM_D, [], [], [], []


def _before(s: Sample) -> datetime:
    return s.now - timedelta(days=TERM_D)


def _requests(channel: bool, categories: bool, offset: int) -> Arguments:
    def arguments(s: Sample) -> Sequence[object]:
        of = s.reports[0]["channel"] if channel else None
        named = [s.rare] if categories else None
        return s.now - QUARTER, s.now, of, named, None, s.categories, 51, offset

    return arguments


def _feed(agency: bool, kelurahan: bool) -> Arguments:
    def arguments(s: Sample) -> Sequence[object]:
        place = s.kelurahan if kelurahan else None
        return s.categories, s.rare_agency if agency else None, place, s.now - timedelta(days=7), 500

    return arguments


def _around(radius: float) -> Arguments:
    def arguments(s: Sample) -> Sequence[object]:
        lat, lon = s.reports[0]["lat"], s.reports[0]["lon"]
        return s.keys, [], lat - radius, lon - radius, lat + radius, lon + radius, 200

    return arguments


IN_BATCHES = (
    Question("digests", "batch", lambda s: (s.channels(200), s.ids(200))),
    Question("keys_of", "batch", lambda s: (s.voices(200),)),
    Question("voices", "batch", lambda s: (s.incident_ids(100),)),
    Question("incidents", "batch", lambda s: (s.incident_ids(100),)),
    Question("incidents_on_the_way", "batch", lambda s: (s.incident_ids(100), 16)),
    Question("progress_scene", "batch", lambda s: ("dlh", "unknown", s.incident_id)),
    Question("reply_scene", "batch", lambda s: (s.channel, "unknown", s.id, s.key)),
    Question("votes", "batch", lambda s: (s.incident_id, 1, s.voices(1)[0])),
    Question("due", "batch", lambda s: (s.key, s.now, 500)),
    Question("reporters", "batch", lambda s: (s.incident_id, 0, 2**60, 1_000)),
    Question("members", "batch", lambda s: (s.incident_ids(1),)),
    Question("last_corrections", "batch", lambda s: (s.incident_ids(10), False)),
    Question("reports_to_forget", "batch", lambda s: (s.channel, s.ids_of_channel(50))),
    Question("sat_in", "batch", lambda s: (s.channel, s.ids_of_channel(50))),
    Question("first_members", "batch", lambda s: (s.incident_id, 8)),
    Question("forget_replies", "batch", lambda s: (s.channel, s.ids_of_channel(50))),
    Question("note_forgotten", "batch", lambda s: (s.key, s.channel, s.ids_of_channel(50), s.now, True)),
)
AT_THE_START = (
    Question("keys", "start", lambda _: ()),
    Question("latest_incidents", "start", lambda s: (s.key, 50_000), "one key"),
    Question("finished", "start", lambda s: (s.keys, 200)),
)
BY_PEOPLE = (
    Question("report", "person", lambda s: (s.channel, s.id)),
    Question("incident", "person", lambda s: (s.incident_id,)),
    Question("reports_of_incident", "person", lambda s: (s.incident_id, 20)),
    Question("asking", "person", lambda s: (s.key, s.incident_id, 10)),
    Question("channels_of_report", "person", lambda s: (s.id,)),
    Question("rejections_naming", "person", lambda s: (s.topics, s.refused, 100)),
    Question("rejection", "person", lambda s: (s.topics[0], 0, 1)),
    Question("kept", "person", lambda s: (s.channels(500), s.ids(500)), "500 reports"),
    Question("tallies", "person", lambda s: (s.incident_ids(500),), "500 incidents"),
    Question("corrections_of_incident", "person", lambda s: (s.incident_id, 10)),
    Question("progress_of_incident", "person", lambda s: (s.incident_id, 100)),
    Question("replies_of_incident", "person", lambda s: (s.incident_id, 100)),
    Question("progress", "person", lambda _: ("dlh", "unknown")),
    Question("reply", "person", lambda s: (s.channel, "unknown")),
    Question("due_by", "person", lambda s: (s.now,)),
    Question("feed", "person", _feed(agency=False, kelurahan=False), "the city"),
    Question("feed", "person", _feed(agency=True, kelurahan=False), "an agency seldom told"),
    Question("feed", "person", _feed(agency=False, kelurahan=True), "a kelurahan"),
    Question("nearby", "person", _around(0.002), "200 m"),
    Question("nearby", "person", _around(0.02), "2 km"),
    Question("requests", "person", _requests(channel=False, categories=False, offset=0), "newest"),
    Question("requests", "person", _requests(channel=True, categories=False, offset=0), "of a channel"),
    Question("requests", "person", _requests(channel=False, categories=True, offset=0), "a rare category"),
    Question("requests", "person", _requests(channel=False, categories=False, offset=49_950), "page 1,000"),
    Question(
        "requests_named", "person", lambda s: (s.channels(100), s.ids(100), None, s.categories), "100 reports"
    ),
    Question("key_of", "person", lambda s: (s.voices(1)[0],)),
    Question("reports_of", "person", lambda s: (s.channel, s.reporter, None)),
    Question("replies_of", "person", lambda s: (s.channel, s.ids_of_channel(5))),
    Question("rejections_on", "person", lambda s: (s.topics[:1],)),
    Question("has_photo_too", "person", lambda s: (s.no_photo, [s.name])),
    Question("count_originals", "person", lambda s: (s.now - MONTH, s.now), "30 days"),
)
BY_THE_WATCH = (
    Question("watch_expected", "watch", lambda s: (s.all_channels, s.silent_since), "every 30 s"),
    Question("watch_questions", "watch", lambda _: (), "every 30 s"),
    Question("watch_withheld", "watch", lambda _: (), "every 30 s"),
    Question("watch_works", "watch", lambda _: (), "every 30 s", first="plan_for_what_is_open"),
    Question("watch_confidences", "job", lambda _: (), "every 5 minutes"),
    Question("top_decisions", "watch", lambda _: (60.0,), "every second"),
    Question("top_refused", "watch", lambda _: (60.0,), "every second"),
    Question("rewind_known_until", "person", lambda _: ()),
)
AT_NIGHT = (
    Question("reports_over", "job", lambda s: (*_terms(s), 20_000, _before(s))),
    Question("reports_over_and_open", "job", lambda s: (*_terms(s), _before(s))),
    Question("expire_rejections", "job", lambda s: (s.now - timedelta(days=TERM_D), 1_000)),
    Question("retire_keys", "job", lambda s: (s.now - timedelta(days=TERM_D), s.now, 1_000)),
    Question("retired_keys", "job", lambda s: (s.now - MONTH, 20_000)),
    Question(
        "photos_named_since", "job", lambda s: (s.now - timedelta(days=TERM_D), s.photos), "1,000 photos"
    ),
    Question("placed", "job", lambda _: (50_000,), "the last 50,000"),
    Question("originals", "job", lambda s: (s.now - timedelta(days=1), s.now), "a day"),
)
QUESTIONS = (*IN_BATCHES, *AT_THE_START, *BY_PEOPLE, *BY_THE_WATCH, *AT_NIGHT)
