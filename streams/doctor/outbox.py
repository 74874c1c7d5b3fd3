"""Whether what was decided goes out."""

from collections.abc import Iterator

from sinks.server_state import Look
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "outbox"
STUCK_S = 10.0
"""As a rule a message leaves within a second."""


def outbox(before: Look, after: Look, *, cluster: str | None) -> Iterator[Finding]:
    """What stays from one look to the next waits, and is stuck if it is old. None: of any cluster."""
    first = {(one.cluster, one.topic, one.partition): one.oldest for one in before.outbox}
    ours = [one for one in after.outbox if cluster in (None, one.cluster)]
    stay = [one for one in ours if first.get((one.cluster, one.topic, one.partition)) == one.oldest]
    if not stay:
        number = sum(one.waiting for one in ours)
        yield Finding(
            _ABOUT, f"{counted(number, 'message')} on the way" if ours else "all that was decided is out"
        )
        return
    oldest_s = max(one.oldest_s for one in stay)
    yield (wrong if oldest_s >= STUCK_S else warning)(
        _ABOUT,
        f"{counted(sum(one.waiting for one in stay), 'message')} from "
        f"{listed([f'{one.topic}/{one.partition}' for one in stay])} wait, the oldest for {oldest_s:.0f} s",
        "who owns those partitions sends them, before all else at its start: see that resolve runs, and "
        "that Kafka takes what it writes",
        "OutboxStuck",
    )
