"""Whether the watch found records that became nothing."""

from collections.abc import Collection, Iterator, Sequence

from sinks.server_state import Unaccounted
from streams.findings import Finding, listed, warning, wrong

_ABOUT = "losses"


def losses(found: Sequence[Unaccounted], audited: Collection[str], cluster: str | None) -> Iterator[Finding]:
    """Of this cluster; those of another cannot be read any more. None: of any."""
    ours = [f"{one.topic} ({one.records})" for one in found if cluster in (None, one.cluster)]
    if ours:
        yield wrong(
            _ABOUT,
            f"triage finished records that are neither reports nor refused: {listed(ours)}",
            "the table `unaccounted` names them: let triage read again from before the first",
            "ReportsLost",
        )
    elif not audited or (cluster and cluster not in audited):
        yield warning(
            _ABOUT,
            "no watch has looked here for records that became nothing",
            "start one: `sinergi worker watch`",
            "WatchBlind",
        )
    else:
        yield Finding(_ABOUT, "the watch missed no record when it looked last")
