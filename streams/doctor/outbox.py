"""Whether what was decided goes out."""

from collections.abc import Iterator, Sequence

from sinks.server_state import Look, Waiting
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "outbox"
STUCK_S = 10.0
"""As a rule a message leaves within a second."""


def outbox(before: Look, after: Look, *, cluster: str | None) -> Iterator[Finding]:
    """What stays from one look to the next waits, and is stuck if it is old. None: of any cluster."""
    first = {(one.cluster, one.topic, one.partition): one.oldest for one in before.outbox}
    ours = [one for one in after.outbox if cluster in (None, one.cluster)]
    if left := [one for one in after.outbox if one not in ours]:
        yield _left(left)
    if stay := [one for one in ours if first.get((one.cluster, one.topic, one.partition)) == one.oldest]:
        yield _stays(stay)
    elif ours:
        yield Finding(_ABOUT, f"{counted(sum(one.waiting for one in ours), 'message')} on the way")
    elif not left:
        yield Finding(_ABOUT, "all that was decided is out")


def _stays(stay: Sequence[Waiting]) -> Finding:
    oldest_s = max(one.oldest_s for one in stay)
    return (wrong if oldest_s >= STUCK_S else warning)(
        _ABOUT,
        f"{counted(sum(one.waiting for one in stay), 'message')} from "
        f"{listed([f'{one.topic}/{one.partition}' for one in stay])} wait, the oldest for {oldest_s:.0f} s",
        "who owns those partitions sends them, before all else at its start: see that resolve runs, and "
        "that Kafka takes what it writes",
        "OutboxStuck",
    )


def _left(left: Sequence[Waiting]) -> Finding:
    """The metric behind the alert counts these too."""
    oldest_s = max(one.oldest_s for one in left)
    messages = counted(sum(one.waiting for one in left), "message")
    clusters = listed(sorted({one.cluster for one in left}))
    return (wrong if oldest_s >= STUCK_S else warning)(
        _ABOUT,
        f"{messages} of cluster {clusters}, the oldest {oldest_s:.0f} s old: nobody sends them",
        "see that the settings name the right cluster; if so, tell by other means those to whom they go, and "
        "only then delete them: the runbook says how",
        "OutboxStuck",
    )
