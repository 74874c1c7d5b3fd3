"""A cluster started: made if its folder is new, found again if not."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from deploy.kafka import process, users
from deploy.kafka.cluster import Broker, Cluster, made_in, new_cluster, with_ports
from deploy.kafka.errors import CommandError
from deploy.kafka.locked import locked
from deploy.kafka.preparing import prepare

_FIRST_PORT = 9092
# Three are there to be killed and started again, for which the big compiler takes longer than it saves.
_JAVA = {1: ("-Xms512m", "-Xmx512m"), 3: ("-Xms384m", "-Xmx384m", "-XX:TieredStopAtLevel=1")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; None is what the folder has, or else 1 broker, plain, on 9092."""

    size: int | None = None
    secure: bool | None = None
    port: int | None = None
    number: int | None = None


def start(folder: Path, wanted: Wanted) -> tuple[Cluster, list[Broker]]:
    """Start in the background what does not run, and wait until it serves: the cluster, and what was started.

    Raises `CommandError`; what was started is killed then.
    """
    with locked(folder):
        cluster, idle = _made_ready(folder, wanted)
        homes = [cluster.home(broker) for broker in idle]
        try:
            for home in homes:
                process.launch(home, _JAVA[len(cluster.brokers)])
            # Another start that was killed may have left some that do not serve yet.
            process.wait_until_serving([cluster.home(one) for one in cluster.chosen(wanted.number)])
        except BaseException:
            process.kill(homes)
            raise
    return cluster, idle


def run(folder: Path, wanted: Wanted) -> NoReturn:
    """Become the one broker that is asked for. Raises `CommandError`."""
    with locked(folder):
        cluster, idle = _made_ready(folder, wanted)
        if len(cluster.chosen(wanted.number)) > 1:
            raise CommandError("say which one: run --broker N")
        if not idle:
            raise CommandError(f"already runs on {','.join(cluster.addresses)}")
        home = cluster.home(idle[0])
        process.forget_console(home)
        (home / "broker.pid").write_text(f"{os.getpid()}\n")
    os.chdir(home)
    command = process.command(home, _JAVA[len(cluster.brokers)])
    os.execvp(command[0], command)  # noqa: S606  (no shell is what is meant)


def _made_ready(folder: Path, wanted: Wanted) -> tuple[Cluster, list[Broker]]:
    cluster = _found(folder, wanted) if made_in(folder) else _new(folder, wanted)
    asked = cluster.chosen(wanted.number)
    idle = [broker for broker in asked if process.running(cluster.home(broker)) is None]
    cluster.write()
    prepare(cluster, idle)
    return cluster, idle


def _new(folder: Path, wanted: Wanted) -> Cluster:
    port = _FIRST_PORT if wanted.port is None else wanted.port
    return new_cluster(folder, wanted.size or 1, secure=bool(wanted.secure), port=port)


def _found(folder: Path, wanted: Wanted) -> Cluster:
    """The cluster of the folder, on other ports if these are wanted; the files of its users follow."""
    cluster = Cluster.read(folder)
    if wanted.size not in (None, len(cluster.brokers)) or wanted.secure not in (None, cluster.secure):
        kind = "secure" if cluster.secure else "plain"
        raise CommandError(f"in {folder} is a {kind} cluster of {len(cluster.brokers)}; name another folder")
    if any(process.running(cluster.home(broker)) for broker in cluster.brokers):
        if wanted.port not in (None, 0, cluster.brokers[0].port):
            raise CommandError(f"already runs on {','.join(cluster.addresses)}")
        return cluster
    moved = with_ports(cluster, wanted.port)
    for name in users.names(cluster):
        if password := users.password_of(cluster, name):
            users.keep(moved, name, password)
    return moved
