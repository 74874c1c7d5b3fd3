"""Brokers ended, one or all."""

from pathlib import Path

from deploy.kafka import process
from deploy.kafka.cluster import Cluster


def stop(cluster: Cluster, number: int | None) -> list[Path]:
    """End the brokers that are asked for in good order: the homes of those that ran. Raises `CommandError`.

    Without a majority there is no controller that could let one go, and it would wait for that in vain: then
    they are killed.
    """
    if 2 * len(_alive(cluster, None)) <= len(cluster.brokers):
        return kill(cluster, number)
    homes = _alive(cluster, number)
    process.stop(homes)
    return homes


def kill(cluster: Cluster, number: int | None) -> list[Path]:
    """End them by SIGKILL: the homes of those that ran. Raises `CommandError`."""
    homes = _alive(cluster, number)
    process.kill(homes)
    return homes


def _alive(cluster: Cluster, number: int | None) -> list[Path]:
    homes = (cluster.home(broker) for broker in cluster.chosen(number))
    return [home for home in homes if process.running(home)]
