"""Whether the brokers of a cluster run and answer, and which of them is the controller."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from deploy.kafka import process, users
from deploy.kafka.cluster import Broker, Cluster
from deploy.kafka.errors import CommandError
from deploy.kafka.jars import tool


@dataclass(frozen=True, slots=True)
class Seen:
    """One broker: its process if it runs, whether it serves, and whether it leads the controllers."""

    broker: Broker
    pid: int | None
    serves: bool
    controller: bool


def look(cluster: Cluster) -> list[Seen]:
    """All brokers, each asked by itself."""
    with ThreadPoolExecutor(len(cluster.brokers) + 1) as pool:
        leader = pool.submit(_controller, cluster)
        served = list(pool.map(lambda broker: _serves(cluster, broker), cluster.brokers))
    return [
        Seen(broker, process.running(cluster.home(broker)), serves, broker.number == leader.result())
        for broker, serves in zip(cluster.brokers, served, strict=True)
    ]


def _serves(cluster: Cluster, broker: Broker) -> bool:
    """Only a broker that the controller lets serve is listed."""
    if process.running(cluster.home(broker)) is None:
        return False
    login = ["--config", str(users.properties_file(cluster, users.ADMIN))] if cluster.secure else []
    ask = ["org.apache.kafka.tools.ClusterTool", "list-endpoints", "--bootstrap-server", broker.address]
    try:
        listed = tool(cluster.home(broker) / "tools.log", *ask, *login)
    except CommandError:
        return False
    return re.search(rf"^{broker.number}\s+127\.0\.0\.1\s+{broker.port}\b", listed, re.MULTILINE) is not None


def _controller(cluster: Cluster) -> int | None:
    alive = [broker.address for broker in cluster.brokers if process.running(cluster.home(broker))]
    if not alive:
        return None
    login = ["--command-config", str(users.properties_file(cluster, users.ADMIN))] if cluster.secure else []
    ask = ["org.apache.kafka.tools.MetadataQuorumCommand", "--bootstrap-server", ",".join(alive), *login]
    try:
        told = tool(cluster.folder / "tools.log", *ask, "describe", "--status")
    except CommandError:
        return None
    leader = re.search(r"^LeaderId:\s+(\d+)", told, re.MULTILINE)
    return int(leader[1]) if leader else None
