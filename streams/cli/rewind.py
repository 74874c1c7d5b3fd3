"""`sinergi rewind`: after an older backup was restored, what is missing, and what becomes of it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer
from aiokafka.errors import KafkaError

from schemas.catalog import load
from schemas.topics import REJECTED
from sinks.postgres import FencedError
from sinks.rewinding import Gap, Rewinding
from streams.cli.configured import configured
from streams.cli.errors import FAILURE, CommandError
from streams.cli.options import Json
from streams.cli.output import print_json, print_line
from streams.connections import no_broker, postgres
from streams.findings import counted
from streams.rewind.look import rewound
from streams.rewind.standing import Keys, Place, Rewound, Span
from streams.settings import Settings
from streams.watch.brokers import brokers

FETCH_BYTES = 1 << 20

NOT_IN_KAFKA = (
    "API keys made since are gone, and keys revoked since are valid again: `sinergi key list`",
    "webhooks are as they were, those that were removed since are back: `sinergi webhook list`",
    "requests with an Idempotency-Key since are forgotten: a repetition of one becomes a report of its own",
    "photos since are only where the photos are kept: restore a backup of them that is no older",
)
REPEATED = (
    "dispatches and feedback go out again with the ids and versions that they had: consumers drop them",
    "webhooks are called again with the same ids for all since",
)


@dataclass(frozen=True, slots=True)
class Reach:
    """All partitions of one topic, added up."""

    topic: str
    again: int
    gone: int
    when: Span
    when_gone: Span


Accept = Annotated[
    bool,
    typer.Option(
        "--accept",
        help="Let workers go on, with the keys that Kafka has, and without what nobody has any more.",
    ),
]


def rewind(*, accept: Accept = False, json: Json = False) -> None:
    """Say what was recorded once and is missing in Postgres, and whether it comes again from Kafka.

    It changes nothing. On an older backup workers do not start until --accept was said, while none runs and
    by the owner: it takes in the keys that sealed reports need, destroys those of who was forgotten since,
    and moves on behind what is gone. Exit code 1 as long as workers would not go on, or if a topic was made
    anew.
    """
    found = asyncio.run(_rewind(configured(), accept=accept))
    if json:
        print_json(told_of(found, accepted=accept))
    else:
        print_line("\n".join(lines_of(found, accepted=accept)))
    if not _ok(found, accepted=accept):
        raise typer.Exit(FAILURE)


async def _rewind(settings: Settings, *, accept: bool) -> Rewound:
    catalog = load(settings.catalog)
    async with brokers(settings.kafka, fetch_bytes=FETCH_BYTES) as asked, postgres(settings.postgres) as pool:
        database = Rewinding(pool, asked.cluster)
        try:
            found = await rewound(asked, database, catalog)
        except (KafkaError, TimeoutError) as error:
            raise no_broker(settings.kafka, error) from error
        if accept:
            await _accept(database, found)
    return found


async def _accept(database: Rewinding, found: Rewound) -> None:
    heard = {one.partition: one.committed for one in found.places if one.missing and one.committed}
    destroyed = found.keys.destroyed | found.keys.nowhere
    try:
        await database.accept(_gaps(found.places), heard, found.keys.held, destroyed, found.keys.former)
    except FencedError as error:
        raise CommandError(f"{error}; stop all workers, then try again") from error


def _ok(found: Rewound, *, accepted: bool) -> bool:
    return not found.beyond and (accepted or not found.stops)


def _gaps(places: Iterable[Place]) -> list[Gap]:
    return [Gap(one.partition, one.recorded, one.begin) for one in places if one.gone]


def told_of(found: Rewound, *, accepted: bool) -> dict[str, object]:
    """For programs."""
    return {
        "ok": _ok(found, accepted=accepted),
        "cluster": found.cluster,
        "known_until": _iso(found.known_until),
        "missing": found.missing,
        "again": found.again,
        "gone": found.gone,
        "keys": {
            "held": len(found.keys.held),
            "destroyed": len(found.keys.destroyed),
            "nowhere": len(found.keys.nowhere),
        },
        "accepted": accepted,
        "partitions": [_row(place) for place in found.changed],
        "webhooks": [
            {"agency": one.agency, "partition": one.partition, "again": one.again, "gone": one.gone}
            for one in found.webhooks
        ],
        "not_in_kafka": list(NOT_IN_KAFKA) if found.missing else [],
        "repeated": list(REPEATED) if found.missing else [],
    }


def _row(place: Place) -> dict[str, object]:
    topic, number = place.partition
    return {
        "topic": topic,
        "partition": number,
        "recorded": place.recorded,
        "committed": place.committed,
        "log": [place.begin, place.end],
        "missing": place.missing,
        "again": len(place.again),
        "again_of": [_iso(place.when.since), _iso(place.when.until)],
        "gone": place.gone,
        "gone_of": [_iso(place.when_gone.since), _iso(place.when_gone.until)],
        "made_anew": place.beyond,
    }


def lines_of(found: Rewound, *, accepted: bool) -> Sequence[str]:
    """For people."""
    until = _iso(found.known_until) or "no moment: no incident is open"
    lines = [f"Postgres changed an open incident last at {until}."]
    for one in _by_topic(found.changed):
        if one.again:
            lines.append(f"{one.topic}: {counted(one.again, 'record')} of {_words(one.when)} come again")
        if one.gone:
            lines.append(
                f"{one.topic}: {counted(one.gone, 'record')} of {_words(one.when_gone)} are gone for good"
                + (" (`sinergi forget` removes them there)" if one.topic == REJECTED else "")
            )
    lines += _of_keys(found.keys)
    made_anew = (one.partition for one in found.beyond)
    lines += [f"{topic}/{number} was made anew: see `sinergi doctor`" for topic, number in made_anew]
    if not found.changed and not found.stops:
        return [*lines, "Nothing that was recorded is missing."]
    if found.stops:
        lines.append(
            "Workers may start: they go on from here, and behind what is gone."
            if accepted
            else "Workers do not start so. To let them, without what is gone: sinergi rewind --accept"
        )
    if found.missing:
        lines += ["Kafka has none of this:", *(f"  {line}" for line in NOT_IN_KAFKA)]
        lines += ["This happens once more:", *(f"  {line}" for line in REPEATED)]
    return lines


def _of_keys(keys: Keys) -> Iterator[str]:
    if keys.held:
        yield f"{counted(len(keys.held), 'key')} of reporters are missing, and Kafka has them"
    if keys.destroyed:
        yield f"{counted(len(keys.destroyed), 'key')} of reporters were destroyed since: so are they here"
    if keys.nowhere:
        yield f"{counted(len(keys.nowhere), 'key')} of reporters are nowhere: their words are gone for good"


def _by_topic(places: Iterable[Place]) -> list[Reach]:
    topics: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        topics[place.partition[0]].append(place)
    return [
        Reach(
            topic,
            sum(len(one.again) for one in found),
            sum(one.gone for one in found),
            _around(one.when for one in found),
            _around(one.when_gone for one in found),
        )
        for topic, found in sorted(topics.items())
    ]


def _around(spans: Iterable[Span]) -> Span:
    found = list(spans)
    return Span(
        min((one.since for one in found if one.since), default=None),
        max((one.until for one in found if one.until), default=None),
    )


def _words(span: Span) -> str:
    return f"{_iso(span.since) or 'before'} to {_iso(span.until) or 'now'}"


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
