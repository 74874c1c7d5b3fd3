"""How the embedded broker is recognised: by the id that its cluster has."""

import secrets

_PREFIX = "embedded-"


def new_cluster() -> str:
    """An id that no other start has."""
    return f"{_PREFIX}{secrets.token_hex(8)}"


def is_embedded(cluster: str) -> bool:
    """Whether a cluster is one of ours, in memory."""
    return cluster.startswith(_PREFIX)
