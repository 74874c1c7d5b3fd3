"""Whether the clocks agree: promises come due, and records are dated, by them."""

from collections.abc import Iterator

from streams.doctor.ask_lag import Standing
from streams.findings import Finding, wrong

_ABOUT = "clock"
APART_S = 5.0
_NTP = "let all machines ask a time server (chrony, systemd-timesyncd)"


def database_clock(ahead_s: float) -> Finding:
    """That of Postgres against ours."""
    return _judged("Postgres", ahead_s)


def record_clock(standing: Standing) -> Iterator[Finding]:
    """Those who publish against ours. Only what comes from the future is surely wrong."""
    if not standing.newest_s:
        yield Finding(_ABOUT, "no record in Kafka to tell the time by")
        return
    partition, newest_s = max(standing.newest_s.items(), key=lambda one: one[1])
    ahead_s = newest_s - standing.asked_at.timestamp()
    where = f"the newest record ({partition.topic}/{partition.partition})"
    yield (
        _judged(where, ahead_s)
        if ahead_s > 0
        else Finding(_ABOUT, "no record in Kafka is dated ahead of now")
    )


def _judged(whose: str, ahead_s: float) -> Finding:
    if abs(ahead_s) <= APART_S:
        return Finding(_ABOUT, f"{whose} and this machine are {abs(ahead_s):.1f} s apart")
    direction = "ahead of" if ahead_s > 0 else "behind"
    return wrong(_ABOUT, f"{whose} is {abs(ahead_s):.1f} s {direction} this machine", _NTP)
