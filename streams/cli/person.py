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
    channel, name = report_key_of(_named(reporter or report or ""))
    channel_in(catalog, channel)
    if not name:
        raise CommandError(f"{channel}: who? CHANNEL:REPORTER", CONFIGURATION)
    return Person(channel, reporter=name) if reporter else Person(channel, report_id=name)


def _named(given: str) -> str:
    """What is an argument is seen by whoever looks at the processes, and kept by shells and sudo."""
    if given != "-":
        return given
    if sys.stdin.isatty():
        sys.stderr.write("who, as CHANNEL:REPORTER or, with --report, CHANNEL:ID: ")
        sys.stderr.flush()
    return sys.stdin.readline().strip()
