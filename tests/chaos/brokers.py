"""Three brokers of Kafka that are controllers too, each of which may be killed by itself."""

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.kafka import cluster as configured
from deploy.kafka.cluster import Cluster
from deploy.kafka.configuration import configuration
from deploy.kafka.jars import fetch, java, tool
from streams.ports import free_port
from streams.settings import KafkaSettings
from tests.chaos.schedule import BROKERS
from tests.chaos.wires import Wires
from tests.e2e.servers import Guard
from tests.waiting import until

SESSION_S = 6.0
HEARTBEAT_S = 0.5
STARTS_S = 240.0
IN_SYNC_S = 60.0
_ASK_S = 10.0
POLL_S = 0.5

_LEAN = ("-Xms384m", "-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A JVM that lives for a minute is faster without its big compiler and collector."""
_BY_IPV4 = "-Djava.net.preferIPv4Stack=true"
"""That is how the relay asks who connects."""

_OTHERWISE = """
advertised.listeners=CLIENTS://127.0.0.1:{advertised}
log.message.timestamp.type=LogAppendTime
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=1000
replica.lag.time.max.ms=6000
num.network.threads=2
num.io.threads=2
background.threads=2
"""
"""Beside what `deploy/kafka` sets; of what is set twice the last counts.

Records are stamped at the append, since refolding takes the partitions in the order of time and workers'
clocks jump. Brokers are missed sooner than by default, so that more of them can be killed.
"""


class Broker:
    """One of them. It is reached by way of `wires`, by the other brokers too."""

    def __init__(self, id: int, folder: Path, guard: Guard) -> None:
        self.id = id
        self.name = BROKERS[id - 1]
        self.port, self.advertised, self.controller, self.vote = (free_port() for _ in range(4))
        self._folder = folder
        self._guard = guard
        self._process: subprocess.Popen[bytes] | None = None

    def format(self, cluster: Cluster) -> None:
        """Lay out its folder. The ports of controllers are those at which others reach them."""
        self._folder.mkdir(parents=True)
        own = configuration(cluster, configured.Broker(self.id, self.port, self.controller), {})
        properties = own + _OTHERWISE.format(advertised=self.advertised)
        (self._folder / "server.properties").write_text(properties)
        options = ("--config", "server.properties", "--cluster-id", cluster.id)
        log = self._folder / "format.log"
        tool(log, "kafka.tools.StorageTool", "format", *options, folder=self._folder)

    def start(self) -> None:
        """Start it, and do not wait."""
        command, *rest = java(self._folder / "broker.log", "kafka.Kafka", "server.properties")
        with (self._folder / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [command, *_LEAN, _BY_IPV4, *rest],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=self._guard.group,
            )

    def kill(self) -> None:
        """SIGKILL."""
        assert self._process
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int | None:
        """None where it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def leader(self) -> int:
        """Whom it takes for the active controller; 0 if it knows of none."""
        state = self._folder / "topics/__cluster_metadata-0/quorum-state"
        try:
            return max(json.loads(state.read_text())["leaderId"], 0)
        except (OSError, ValueError):  # It is written anew at this moment.
            return 0


class Brokers:
    """All three."""

    def __init__(self, folder: Path, guard: Guard) -> None:
        self._folder = folder
        self.all = [Broker(id, folder / name, guard) for id, name in enumerate(BROKERS, 1)]

    @property
    def addresses(self) -> tuple[str, ...]:
        """As clients know them."""
        return tuple(f"127.0.0.1:{broker.advertised}" for broker in self.all)

    async def start(self, wires: Wires) -> Self:
        """Format and start all, and wait until they serve."""
        await asyncio.to_thread(fetch)
        for broker in self.all:
            await wires.lead_to(broker.name, broker.port, broker.advertised)
            await wires.lead_to(broker.name, broker.controller, broker.vote)
        known = tuple(configured.Broker(broker.id, broker.port, broker.vote) for broker in self.all)
        cluster = Cluster(self._folder, "c2luZXJnaS1jaGFvcy0wMQ", secure=False, brokers=known)
        await asyncio.gather(*(asyncio.to_thread(broker.format, cluster) for broker in self.all))
        for broker in self.all:
            broker.start()
        await until(self._serve, "three brokers to serve", STARTS_S, POLL_S)
        return self

    def kill(self) -> None:
        """All of them."""
        for broker in self.all:
            if broker.pid:
                broker.kill()

    def controller(self) -> Broker | None:
        """The active one, as a broker that runs knows it."""
        leaders = {broker.leader() for broker in self.all if broker.pid}
        return next((broker for broker in self.all if broker.id in leaders and broker.pid), None)

    def settings(self) -> KafkaSettings:
        """As in production, but for times that suit a run of minutes."""
        return KafkaSettings(
            brokers=self.addresses,
            replication=len(self.all),
            session_timeout_s=SESSION_S,
            heartbeat_s=HEARTBEAT_S,
            rebalance_timeout_s=30,
        )

    async def in_sync(self, within_s: float = IN_SYNC_S) -> bool:
        """Wait until every replica has all; whether they did in time."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if all(broker.pid for broker in self.all) and await self._behind() == 0:
                return True
            await asyncio.sleep(POLL_S)
        return False

    async def _serve(self) -> bool:
        try:
            async with _admin(self.addresses) as admin:
                return len((await admin.describe_cluster())["brokers"]) == len(self.all)
        except (KafkaError, OSError):
            return False

    async def _behind(self) -> int | None:
        """Partitions of which a replica is not in sync; None if nobody says."""
        try:
            async with _admin(self.addresses) as admin:
                topics = await admin.describe_topics()
        except (KafkaError, OSError, IndexError):  # aiokafka asks nobody where it knows of no broker.
            return None
        return sum(
            len(partition["isr"]) < len(partition["replicas"])
            for topic in topics
            for partition in topic["partitions"]
        )


@asynccontextmanager
async def _admin(addresses: Sequence[str]) -> AsyncIterator[AIOKafkaAdminClient]:
    made = AIOKafkaAdminClient(bootstrap_servers=list(addresses), request_timeout_ms=round(_ASK_S * 1000))
    try:
        await made.start()
        yield made
    finally:
        await made.close()
