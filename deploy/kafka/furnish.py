"""What Sinergi needs in a cluster, made by Sinergi: topics, and users with their rights in a secure one."""

import json
import os
import sys

from deploy.kafka import users
from deploy.kafka.cluster import Cluster
from deploy.kafka.programs import run

_DEADLINE_S = 120.0
_USER = "User:"


def furnish(cluster: Cluster) -> list[str]:
    """Make what is missing of the catalog; the users that were made.

    Users that are there keep their passwords. Raises `CommandError`.
    """
    made: list[str] = []
    if cluster.secure:
        made = [name for name in _accounts(cluster) if users.password_of(cluster, name) is None]
        if made:
            users.give_passwords(cluster, made)
    _sinergi(cluster, "topics")
    if cluster.secure:
        _sinergi(cluster, "acl", "--apply")
    return made


def _accounts(cluster: Cluster) -> list[str]:
    """Who needs rights by the catalog."""
    rights = json.loads(_sinergi(cluster, "acl", "--offline", "--json"))
    return sorted({right["principal"].removeprefix(_USER) for right in rights})


def _sinergi(cluster: Cluster, *command: str) -> str:
    # Another Kafka that the caller's environment names is not this one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINERGI_KAFKA_")}
    if cluster.secure:
        ours = {"SINERGI_SETTINGS": str(users.settings_file(cluster, users.ADMIN))}
    else:
        ours = {
            "SINERGI_KAFKA_BROKERS": ",".join(cluster.addresses),
            "SINERGI_KAFKA_REPLICATION": str(len(cluster.brokers)),
        }
    return run(
        sys.executable, "-P", "-m", "streams.cli", *command, environment=kept | ours, within_s=_DEADLINE_S
    )
