"""Whether Kafka and Postgres belong together: offsets of one cluster mean nothing on another."""

from collections.abc import Iterator

from sinks.server_state import Look
from streams.findings import Finding, listed, warning, wrong
from streams.stack.embedded_name import is_embedded

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
    # Each start of the embedded broker is a cluster of its own, so older ones are nothing strange.
    others = sorted(one for one in look.clusters - {ours} if not is_embedded(one))
    if others and ours not in look.clusters:
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
        known = f"offsets in Postgres are those of {ours}" if look.clusters else "no offsets in Postgres yet"
        yield Finding(_ABOUT, known)
