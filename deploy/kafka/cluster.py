"""A cluster as its folder describes it: id, ports, and whether it is secure."""

import base64
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from deploy.kafka.errors import CommandError
from deploy.kafka.kept import keep_text
from deploy.kafka.ports import free_ports, is_free

HOST = "127.0.0.1"
SIZES = (1, 3)
_FILE = "cluster.json"


@dataclass(frozen=True, slots=True)
class Broker:
    """One process, broker and controller. `port` is for clients and other brokers."""

    number: int
    port: int
    controller_port: int

    @property
    def address(self) -> str:
        """Where clients reach it."""
        return f"{HOST}:{self.port}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """What stays the same from start to start."""

    folder: Path
    id: str
    secure: bool
    brokers: tuple[Broker, ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The cluster of a folder. Raises `CommandError` if none was made there."""
        if not made_in(folder):
            raise CommandError(f"no cluster was made in {folder}")
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        brokers = tuple(Broker(**broker) for broker in kept["brokers"])
        return cls(folder, kept["id"], kept["secure"], brokers)

    def write(self) -> None:
        """Keep it for the next start."""
        kept = {"id": self.id, "secure": self.secure, "brokers": [asdict(broker) for broker in self.brokers]}
        keep_text(self.folder / _FILE, f"{json.dumps(kept, indent=2)}\n")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where clients reach the brokers."""
        return tuple(broker.address for broker in self.brokers)

    def home(self, broker: Broker) -> Path:
        """The folder of one broker: its settings, topics, logs and process id."""
        return self.folder / f"broker-{broker.number}"

    def chosen(self, number: int | None) -> tuple[Broker, ...]:
        """All brokers, or the one of that number. Raises `CommandError`."""
        found = tuple(broker for broker in self.brokers if number in (None, broker.number))
        if not found:
            raise CommandError(f"there is no broker {number} among the {len(self.brokers)} in {self.folder}")
        return found


def made_in(folder: Path) -> bool:
    """Whether a folder has a cluster."""
    return (folder / _FILE).exists()


def new_cluster(folder: Path, size: int, *, secure: bool, port: int) -> Cluster:
    """A cluster nobody has seen before, its brokers on `port` and the next ones; 0 takes free ones."""
    # Kafka's tools would take a leading dash for an option.
    cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "_")
    brokers = tuple(Broker(number, 0, 0) for number in range(1, size + 1))
    return with_ports(Cluster(folder, cluster_id, secure, brokers), port)


def with_ports(cluster: Cluster, port: int | None) -> Cluster:
    """The same cluster on `port` and the next ones, on free ones if that is 0, on its own if it is None.

    Controllers keep their ports unless somebody has taken one meanwhile. None of the brokers may run. Raises
    `CommandError` if a port for clients is taken.
    """
    ports = _client_ports(cluster, port)
    if taken := [number for number in ports if not is_free(number)]:
        raise CommandError(f"port {taken[0]} on {HOST} is taken: choose another by --port")
    spare = iter(free_ports(len(ports), besides=ports))
    brokers = tuple(
        replace(
            broker,
            port=number,
            controller_port=broker.controller_port
            if broker.controller_port not in (0, *ports) and is_free(broker.controller_port)
            else next(spare),
        )
        for broker, number in zip(cluster.brokers, ports, strict=True)
    )
    return replace(cluster, brokers=brokers)


def _client_ports(cluster: Cluster, port: int | None) -> Sequence[int]:
    if port is None:
        return [broker.port for broker in cluster.brokers]
    if port == 0:
        return free_ports(len(cluster.brokers), besides={each.controller_port for each in cluster.brokers})
    return range(port, port + len(cluster.brokers))
