"""`sinergi reply`: what a reporter answers when asked whether it is fixed."""

import asyncio
import json as js
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.correction import report_key_of
from schemas.reply import Answer
from schemas.result import Result
from schemas.topics import replies
from sinks.reading import Reader
from sinks.reading_lives import KnownReply
from streams.cli.chosen import zone_of
from streams.cli.configured import configured
from streams.cli.errors import FAILURE
from streams.cli.moments import moment_or_now
from streams.cli.options import At, Id, Json, Patience, ReportName
from streams.cli.output import print_json, print_line
from streams.cli.send_correction import incident_of
from streams.cli.sending import NamedMessage, accepted, deliver, new_id, outcome, print_refusal, unsent
from streams.core.check_life import check_reply


def reply(
    report: ReportName,
    answer: Annotated[Answer, typer.Argument(help="Whether it is fixed.", metavar="ANSWER")],
    *,
    id: Id = None,
    at: At = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """Answer for a reporter whether it is fixed, and tell what became of the answer."""
    settings = configured()
    catalog = load(settings.catalog)
    channel, report_id = report_key_of(report)
    fields = {
        "id": id or new_id(),
        "report_id": report_id,
        "at": moment_or_now("--at", at, zone_of(catalog, None)),
        "answer": answer,
        "incident_id": asyncio.run(incident_of(settings, report)),
    }
    sent = answering(channel, fields, catalog)
    known = asyncio.run(deliver(settings, sent.message, sent.known, patience_s))
    _show(known, json=json)
    if known.result is Result.REFUSED:
        raise typer.Exit(FAILURE)


@dataclass(frozen=True, slots=True)
class Answering:
    """A reply that is in order. `digest` tells it from another one that took the same id before."""

    message: NamedMessage
    channel: str
    id: str
    digest: str

    async def known(self, reader: Reader) -> KnownReply | None:
        """What became of it."""
        found = await reader.lives.reply(self.channel, self.id)
        return found if found and found.digest == self.digest else None


def answering(channel: str, fields: Mapping[str, object], catalog: Catalog) -> Answering:
    """What is to be sent. Raises `CommandError` if triage would refuse it."""
    topic, value = replies(channel), js.dumps(fields).encode()
    found = accepted(check_reply(value, channel, unsent(topic), catalog, datetime.now(UTC)), "reply")
    id = found.reply.id
    return Answering(
        NamedMessage(f"reply {channel}:{id}", topic, found.key, value), channel, id, found.digest
    )


def _show(known: KnownReply, *, json: bool) -> None:
    name = f"{known.channel}:{known.id}"
    if json:
        what = {"channel": known.channel, "id": known.id, "incident": known.incident_id}
        print_json({**what, "answer": known.answer, **outcome(known)})
    elif known.refusal:
        print_refusal(known.refusal, name)
    else:
        print_line(f"{known.result.value}: reply {name}")
