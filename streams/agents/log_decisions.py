"""What a worker says in its log of what it decided, once it is safe: ids and positions, and no content.

Rejections have a reason for the one who wrote the adapter; it may quote the record, so it is not told here.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from logging import DEBUG

from schemas.command import Answered, Forget, Progressed
from schemas.corrected import Entry
from schemas.incident import Recorded
from schemas.rejection import Origin, Rejection
from streams.logs import logger

log = logger(__name__)

HIDDEN = "?"
_ID = re.compile(r"[A-Za-z0-9._:/-]{1,128}")
_LONG_NUMBER = re.compile(r"(?:\d[._:/-]?){9}")
"""A telephone number, or what identity papers have, would pass for an id."""


def log_refusals(rejections: Iterable[Rejection]) -> None:
    """One line for each topic and code of a chunk, with the position of the first."""
    ordered = sorted(rejections, key=lambda one: (one.topic, one.code, one.partition, one.offset))
    for (topic, code), alike in groupby(ordered, key=lambda one: (one.topic, one.code)):
        first, *more = alike
        log.info(
            "records refused",
            topic=topic,
            code=code,
            count=1 + len(more),
            partition=first.partition,
            offset=first.offset,
        )


def log_corrections(entries: Iterable[Entry]) -> None:
    """One line each: who it was and why stand in Postgres."""
    for entry in entries:
        log.info(
            "correction",
            correction_id=shown_id(entry.correction.id),
            kind=entry.correction.what.kind,
            result=entry.result.value,
            incident_ids=entry.incidents,
            **({"code": entry.refusal.code} if entry.refusal else {}),
        )


def log_reports(recorded: Iterable[Recorded]) -> None:
    """At DEBUG, one line each."""
    if not log.isEnabledFor(DEBUG):
        return
    for one in recorded:
        log.debug(
            "report decided",
            channel=one.report.channel,
            report_id=shown_id(one.report.report.id),
            **_position(one.report.origin),
            incident_id=one.link.incident_id,
            decision=one.link.decision.value,
        )


def log_words(spoken: Iterable[tuple[Progressed | Answered, str | None]]) -> None:
    """At DEBUG, one line for each word of an agency and answer of a reporter; with the code of a refusal."""
    if not log.isEnabledFor(DEBUG):
        return
    for event, code in spoken:
        ids = _ids_of_progress(event) if isinstance(event, Progressed) else _ids_of_reply(event)
        log.debug("word taken" if code is None else "word refused", **ids, **({"code": code} if code else {}))


def log_forgotten(commands: Iterable[Forget]) -> None:
    """One line each: how much, and nothing of whose it was."""
    for command in commands:
        log.info(
            "forgotten",
            channel=command.channel,
            key=command.key,
            reports=len(command.reports),
            rejections=len(command.rejections),
        )


def shown_id(id: str) -> str:
    """An id as its sender chose it, unless it may be more than an id; then the position says which it is."""
    return id if _ID.fullmatch(id) and not _LONG_NUMBER.search(id) else HIDDEN


def _ids_of_progress(event: Progressed) -> dict[str, object]:
    progress = event.progress
    return {
        "agency": event.agency,
        "progress_id": shown_id(progress.id),
        "incident_id": shown_id(progress.incident_id),
        "said": progress.said.value,
        **_position(event.origin),
    }


def _ids_of_reply(event: Answered) -> dict[str, object]:
    return {
        "channel": event.channel,
        "reply_id": shown_id(event.reply.id),
        "report_id": shown_id(event.reply.report_id),
        "incident_id": shown_id(event.reply.incident_id),
        "answer": event.reply.answer,
        **_position(event.origin),
    }


def _position(origin: Origin) -> dict[str, object]:
    return {"topic": origin.topic, "partition": origin.partition, "offset": origin.offset}
