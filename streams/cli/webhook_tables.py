"""Webhooks and dead letters as they are shown."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from rich.table import Table
from rich.text import Text

from sinks.webhooks.deliveries import Failed
from sinks.webhooks.destinations import Destination
from streams.cli.output import printable
from streams.cli.tables import empty_table


def destination_rows(found: Iterable[Destination]) -> list[dict[str, object]]:
    """As JSON; without secrets, and of the address what is no key."""
    return [
        {
            "agency": one.agency,
            "host": host_of(one.url),
            "secrets": len(one.secrets),
            "waiting": one.waiting,
            "oldest_s": round(one.oldest_s, 1),
            "failed": one.failed,
            "disabled": one.disabled_why,
        }
        for one in found
    ]


def destination_table(found: Iterable[Destination]) -> Table:
    """The same for people."""
    table = empty_table("Webhook", "Dinas", "~Alamat", "#Menunggu", "#Tertua", "#Gagal", "~Mati karena")
    for one in found:
        table.add_row(
            one.agency,
            Text(printable(host_of(one.url))),
            str(one.waiting),
            f"{one.oldest_s:.0f} detik" if one.waiting else "",
            str(one.failed),
            Text(printable(one.disabled_why or "")),
        )
    return table


def failed_table(found: Iterable[Failed]) -> Table:
    """Dead letters."""
    table = empty_table("Yang gagal diantar", "Dinas", "~Kabar", "#Percobaan", "Sejak", "~Sebab")
    for one in found:
        since = one.at.astimezone().isoformat(sep=" ", timespec="minutes")
        # Never cut: it is what `resend` takes.
        id = Text(printable(one.id), overflow="fold")
        table.add_row(one.agency, id, str(one.tries), since, Text(printable(one.reason)))
    return table


def host_of(url: str) -> str:
    """Scheme, host and port; what follows may be a key of the receiver."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
