"""Who takes part, each with all that the core and the product's store import."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.bench.engine.environments import CHECKOUT, Peer, peers

PEERS = Path(__file__).with_name("peers.toml")
PACKAGE = f"{__package__}.peers"
LOCK = CHECKOUT / "requirements.lock"
NEEDS = (
    *("aiokafka", "asyncpg", "cramjam", "msgspec", "numpy", "prometheus-client", "pydantic", "rich"),
    *("shapely", "structlog"),
)
"""What `work.py` and `stage.py` import; the product's own modules come from the checkout."""


def taking_part() -> Mapping[str, Peer]:
    """All of them, in their order."""
    return {name: _complete(peer) for name, peer in peers(PEERS).items()}


def _complete(peer: Peer) -> Peer:
    pinned = {re.split("[=[]", one)[0] for one in peer.requires}
    needs = [pin for name in NEEDS if name not in pinned for pin in _pins(name)] if peer.requires else []
    return replace(peer, package=PACKAGE, requires=(*peer.requires, *needs))


def _pins(name: str) -> list[str]:
    """As the lock has it; of some one for each version of Python."""
    return re.findall(rf"^{name}==[^\\\n]*[^\\\s]", LOCK.read_text(), re.MULTILINE)
