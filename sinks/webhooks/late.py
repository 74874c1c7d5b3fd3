"""What is taken in after a citizen was forgotten, and was told before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sinks.sql import Connection
from sinks.webhooks.redaction import Shown, redacted, renamed


@dataclass(frozen=True, slots=True)
class _Now:
    """What incidents and events show now, of those that were redacted, with the version of then."""

    versions: Mapping[str, int]
    incidents: Mapping[str, Shown]
    places: Mapping[str, Mapping[str, str]]


async def without_forgotten(
    connection: Connection, sql: Mapping[str, str], told: Sequence[tuple[str, bytes]]
) -> Sequence[bytes]:
    """What was told, each with its incident or event, but for words that are to be gone.

    In the transaction that writes it: whoever forgets at the same time waits for that, or is waited for.
    """
    await connection.execute(sql["redactions_stay"])
    rows = await connection.fetch(sql["redactions_of"], [subject for subject, _ in told])
    if not rows:
        return [body for _, body in told]
    versions = {row["subject"]: row["version"] for row in rows}
    shown = await connection.fetch(sql["incidents_shown"], list(versions))
    events = await connection.fetch(sql["events_shown"], list(versions))
    now = _Now(
        versions,
        {
            row["id"]: Shown(row["summary"], tuple(json.loads(row["photos"])), row["place_words"])
            for row in shown
        },
        {
            row["id"]: {one["incident_id"]: one["place"] for one in json.loads(row["members"])}
            for row in events
        },
    )
    return [_cleared(body, subject, now) if subject in versions else body for subject, body in told]


def _cleared(body: bytes, subject: str, now: _Now) -> bytes:
    """What is no message of ours stays as it came."""
    try:
        if json.loads(body)["version"] > now.versions[subject]:
            return body
        if subject in now.incidents:
            return redacted(body, now.incidents[subject])
        return renamed(body, now.places.get(subject, {}))
    except (ValueError, TypeError, KeyError, RecursionError):
        return body
