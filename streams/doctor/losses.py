"""Whether the watch found records that became nothing."""

from collections.abc import Iterator, Sequence

from sinks.server_state import Unaccounted
from streams.findings import Finding, listed, wrong

_ABOUT = "losses"


def losses(found: Sequence[Unaccounted], cluster: str | None) -> Iterator[Finding]:
    """Of this cluster; those of another cannot be read any more. None: of any."""
    ours = [f"{one.topic} ({one.records})" for one in found if cluster in (None, one.cluster)]
    if ours:
        yield wrong(
            _ABOUT,
            f"triage finished records that are neither reports nor refused: {listed(ours)}",
            "the table `unaccounted` names them",
            "ReportsLost",
        )
    else:
        yield Finding(_ABOUT, "the watch misses no record")
