"""Who is meant: by a channel's reference, or by a report of one who gave none."""

import sys

from schemas.catalog.models import Catalog
from schemas.correction import report_key_of
from sinks.personal import Person
from streams.cli.chosen import channel_in
from streams.cli.errors import CONFIGURATION, CommandError


def person_in(catalog: Catalog, reporter: str | None, report: str | None) -> Person:
    """The one that was named, on stdin where the name is `-`. Raises `CommandError`."""
    if (reporter is None) == (report is None):
        raise CommandError("name either CHANNEL:REPORTER or --report CHANNEL:ID", CONFIGURATION)
    named = reporter or report or ""
    # What is an argument is seen by whoever looks at the processes, and kept by shells and sudo.
    channel, name = report_key_of(sys.stdin.readline().strip() if named == "-" else named)
    channel_in(catalog, channel)
    if not name:
        raise CommandError(f"{channel}: who? CHANNEL:REPORTER", CONFIGURATION)
    return Person(channel, reporter=name) if reporter else Person(channel, report_id=name)
