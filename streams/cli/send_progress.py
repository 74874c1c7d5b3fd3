"""What an agency says from the command line: the record that it is sent as, and what became of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from schemas.catalog.models import Catalog
from schemas.topics import progress
from sinks.reading import Reader
from sinks.reading_lives import KnownProgress
from streams.cli.errors import CommandError
from streams.cli.output import print_json, print_line, printable
from streams.cli.sending import NamedMessage, accepted, outcome, print_refusal, unsent
from streams.connections import postgres
from streams.core.check_life import check_progress
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Saying:
    """A progress that is in order. `digest` tells it from another one that took the same id before."""

    message: NamedMessage
    agency: str
    id: str
    digest: str

    async def known(self, reader: Reader) -> KnownProgress | None:
        """What became of it."""
        found = await reader.lives.progress(self.agency, self.id)
        return found if found and found.digest == self.digest else None


async def present_version(settings: Settings, incident_id: str) -> int:
    """Of an incident. Raises `CommandError` if nobody knows it."""
    async with postgres(settings.postgres) as pool:
        incident = await Reader(pool).incident(incident_id)
    if incident is None:
        raise CommandError(f"no incident {incident_id}")
    return incident.version


def saying(agency: str, fields: Mapping[str, object], catalog: Catalog) -> Saying:
    """What is to be sent. Raises `CommandError` if triage would refuse it."""
    topic, value = progress(agency), json.dumps(fields).encode()
    found = accepted(
        check_progress(value, agency, unsent(topic), catalog, datetime.now(UTC)), f"progress.{agency}"
    )
    said = found.progress
    return Saying(
        NamedMessage(f"progress {agency}/{said.id}", topic, found.key, value), agency, said.id, found.digest
    )


def show(known: KnownProgress, *, json: bool) -> None:
    """What became of it, with what was looked at of a proof."""
    if json:
        what = {"agency": known.agency, "id": known.id, "incident": known.incident_id}
        print_json({**what, **outcome(known), "checks": [asdict(check) for check in known.checks]})
    elif known.refusal:
        print_refusal(known.refusal, known.name)
    else:
        print_line(f"{known.result.value}: progress {known.name}")
        for check in known.checks:
            print_line(f"  {'+' if check.passed else '-'} {printable(check.words)}")
