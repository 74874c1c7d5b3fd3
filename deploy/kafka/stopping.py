"""Brokers ended, one or all."""

from pathlib import Path

from deploy.kafka import process
from deploy.kafka.cluster import Cluster
from deploy.kafka.errors import CommandError

_DEADLINE_S = 30.0
_ALONE_S = 5.0


def stop(cluster: Cluster, number: int | None) -> list[Path]:
    """End the brokers that are asked for: the homes of those that ran.

    A broker that stops in good order asks the controller to let it go. Without a majority there is none, and
    what does not end by itself is killed. Raises `CommandError` if one is slow with no such excuse.
    """
    homes = _alive(cluster, number)
    process.end(homes)
    slow = process.outlast(homes, _DEADLINE_S, lambda: _majority(cluster))
    excused = not _majority(cluster)
    if slow and excused:
        slow = process.outlast(slow, _ALONE_S)
    process.kill(slow)
    if slow and not excused:
        names = ", ".join(home.name for home in slow)
        raise CommandError(f"{names} did not stop within {_DEADLINE_S:.0f} s and was killed")
    return homes


def kill(cluster: Cluster, number: int | None) -> list[Path]:
    """End them by SIGKILL: the homes of those that ran. Raises `CommandError`."""
    homes = _alive(cluster, number)
    process.kill(homes)
    return homes


def _majority(cluster: Cluster) -> bool:
    return 2 * len(_alive(cluster, None)) > len(cluster.brokers)


def _alive(cluster: Cluster, number: int | None) -> list[Path]:
    homes = (cluster.home(broker) for broker in cluster.chosen(number))
    return [home for home in homes if process.running(home)]
