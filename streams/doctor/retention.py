"""Whether what was kept long enough is removed, and how far the audit log is."""

from collections.abc import Iterator

from sinks.server_state import Log
from streams.findings import Finding, warning

LATE_S = 2 * 86_400.0
"""It is run once a day."""


def retention(log: Log | None) -> Iterator[Finding]:
    """The last run, by the audit log; none in a database that nobody migrated."""
    if log is None:
        return
    if log.retained_s >= LATE_S:
        yield warning(
            "retention",
            f"nothing was removed for {log.retained_s / 86_400:.0f} days, whatever the catalog promises",
            "run `sinergi retain`, and see why its timer does not",
        )
    else:
        yield Finding("retention", f"`sinergi retain` runs; the audit log is at row {log.number}")
