"""A feed as CSV (RFC 4180): one line of names, then one an entry."""

import csv
from io import StringIO

from streams.core.spreadsheet import harmless
from streams.intake.feeds.entry import Feed
from streams.intake.feeds.fields import NAMES, Plain, plain_of

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"


def to_csv(feed: Feed) -> bytes:
    """Without a mark of the byte order: programs would take it for a part of the first name."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(NAMES)
    writer.writerows([_cell(value) for value in plain_of(entry).values()] for entry in feed.entries)
    return text.getvalue().encode()


def _cell(value: Plain) -> str | int | float | None:
    """Numbers may begin with a minus; of texts a spreadsheet would make a formula."""
    text = "; ".join(value) if isinstance(value, list) else value
    return harmless(text) if isinstance(text, str) else text
