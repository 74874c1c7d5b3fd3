"""What agencies say and reporters answer as rows of Postgres; scenes, reporters and what is finished back."""

from collections.abc import Sequence

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.announcement import Reporter
from schemas.command import Answered, Progressed
from schemas.heard import Check, Due, ReplyScene
from schemas.incident import Incident
from schemas.result import Refusal, Result
from sinks.incident_rows import incident_of
from sinks.rows import Row

_CHECKS = TypeAdapter(Sequence[Check])


def progress_row(said: Progressed, refusal: Refusal | None, checks: Sequence[Check]) -> Row:
    """The arguments of `insert_progress`."""
    progress = said.progress
    return (
        said.agency,
        progress.id,
        progress.incident_id,
        progress.at,
        progress.by,
        progress.said.value,
        progress.why,
        progress.model_dump_json(),
        said.digest,
        *_result(refusal),
        _CHECKS.dump_json(checks).decode(),
    )


def reply_row(answered: Answered, scene: ReplyScene, refusal: Refusal | None) -> Row:
    """The arguments of `insert_reply`."""
    reply = answered.reply
    return (
        answered.channel,
        reply.id,
        reply.report_id,
        scene.incident_id or reply.incident_id,
        scene.voice,
        scene.incident.life.vote if scene.incident else 0,
        reply.answer,
        reply.at,
        answered.digest,
        *_result(refusal),
    )


def incident_in(row: Record) -> Incident | None:
    """The incident of a scene, if there is one."""
    return incident_of(row) if row["id"] is not None else None


def again_in(row: Record, incident: Incident | None) -> bool:
    """Whether the report of a reply joined by itself after it was resolved, as a voice that was new."""
    resolved_at = incident.life.resolved_at if incident else None
    return bool(resolved_at and row["joined_new"] and row["said_at"] > resolved_at)


def due_of(row: Record) -> Due:
    """An incident that time changes."""
    return Due(incident_of(row), reach_of(row))


def reach_of(row: Record) -> int:
    """The place in the log of an incident's last reporter; 0 if it has none."""
    return row["reach"] or 0


def reporter_of(row: Record) -> Reporter:
    """One who is to be told."""
    return Reporter(row["channel"], row["report_id"], row["reporter"], row["position"])


def _result(refusal: Refusal | None) -> Row:
    if refusal is None:
        return (Result.APPLIED.value, None, None, None)
    return (Result.REFUSED.value, refusal.code, refusal.field, refusal.reason)
