"""Whether Kafka and Postgres belong together: offsets of one cluster mean nothing on another."""

from collections.abc import Iterator

from sinks.server_state import Look
from streams.embedded_name import is_embedded
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "cluster"
_WHICH = "check SINERGI_KAFKA_BROKERS, SINERGI_KAFKA_CLUSTER and SINERGI_POSTGRES_URL"


def cluster(brokers_say: str, set_to: str | None, look: Look) -> Iterator[Finding]:
    """`set_to` is the id in the settings, which then counts, whatever the brokers say."""
    ours = set_to or brokers_say
    if ours != brokers_say:
        yield warning(
            _ABOUT,
            f"the settings call the cluster {ours}, the brokers call it {brokers_say}",
            "unset SINERGI_KAFKA_CLUSTER, unless Postgres holds offsets by that name",
        )
    known = {one.cluster for one in look.consumed}
    # Each start of the embedded broker is a cluster of its own, so older ones are nothing strange.
    others = sorted(one for one in known - {ours} if not is_embedded(one))
    if others and ours not in known:
        yield wrong(
            _ABOUT,
            f"Postgres knows cluster {listed(others)} and not {ours}: a new cluster meets an old database",
            f"{_WHICH}; if the cluster was replaced, workers will begin with its first records, and what was "
            "left unread in the old one is missing",
        )
    elif others:
        yield warning(
            _ABOUT,
            f"Postgres holds offsets of cluster {listed(others)} too",
            f"nothing, if that one was replaced by {ours}; else {_WHICH}",
        )
    else:
        yield Finding(
            _ABOUT, f"offsets in Postgres are those of {ours}" if known else "no offsets in Postgres yet"
        )
    if left := [one for one in look.outbox if one.cluster != ours]:
        yield warning(
            _ABOUT,
            f"{counted(sum(one.waiting for one in left), 'message')} in the outbox made by another cluster: "
            "nobody will send them",
            "see in the table `outbox` to whom they go, and tell those",
        )
