"""Whether what was decided goes out."""

from collections.abc import Iterator

from sinks.server_state import Look
from streams.findings import Finding, counted, listed, wrong

_ABOUT = "outbox"


def outbox(before: Look, after: Look, *, cluster: str | None, seconds: float) -> Iterator[Finding]:
    """What stays while we look is stuck: else it leaves as soon as Kafka has it. None: of any cluster."""
    first = {(one.cluster, one.topic, one.partition): one.oldest for one in before.outbox}
    ours = [one for one in after.outbox if cluster in (None, one.cluster)]
    stuck = [one for one in ours if first.get((one.cluster, one.topic, one.partition)) == one.oldest]
    if stuck:
        yield wrong(
            _ABOUT,
            f"{counted(sum(one.waiting for one in stuck), 'message')} did not leave in {seconds:.0f} s, from "
            + listed([f"{one.topic}/{one.partition}" for one in stuck]),
            "who owns those partitions sends them, before all else at its start: see that resolve runs, and "
            "that Kafka takes what it writes",
            "OutboxStuck",
        )
    elif ours:
        yield Finding(_ABOUT, f"{counted(sum(one.waiting for one in ours), 'message')} on the way")
    else:
        yield Finding(_ABOUT, "empty: all that was decided is in Kafka")
