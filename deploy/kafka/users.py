"""Users of a secure cluster: their passwords in Kafka, and the files with which they come."""

import json
import re
import secrets
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.kafka.cluster import Cluster
from deploy.kafka.environment import require
from deploy.kafka.errors import CommandError
from deploy.kafka.kept import keep_text

if TYPE_CHECKING:
    from deploy.kafka.scram import Passwords

ADMIN = "admin"
_BROKER, _CONTROLLER = "broker", "controller"
_OWN = (_BROKER, _CONTROLLER)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MECHANISM = "SCRAM-SHA-512"


def new_password() -> str:
    """256 random bits in characters that need no quoting anywhere."""
    return secrets.token_urlsafe(32)


def settings_file(cluster: Cluster, name: str) -> Path:
    """What Sinergi reads to be this user (`SINERGI_SETTINGS`)."""
    return cluster.folder / "users" / f"{name}.toml"


def properties_file(cluster: Cluster, name: str) -> Path:
    """What Kafka's own tools read to be this user (`--command-config`)."""
    return cluster.folder / "users" / f"{name}.properties"


def keep(cluster: Cluster, name: str, password: str) -> None:
    """Write both files of a user, each whole or not at all."""
    keep_text(settings_file(cluster, name), _settings(cluster, name, password))
    keep_text(properties_file(cluster, name), _properties(cluster, name, password))


def password_of(cluster: Cluster, name: str) -> str | None:
    """The password in a user's file, None if there is none."""
    try:
        kept = tomllib.loads(settings_file(cluster, name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return str(kept["kafka"]["password"])


def make_own_passwords(cluster: Cluster) -> None:
    """Have those with which brokers and controllers meet, made if missing."""
    if not _own_passwords_file(cluster).exists():
        keep_text(_own_passwords_file(cluster), json.dumps({name: new_password() for name in _OWN}))


def own_passwords(cluster: Cluster) -> dict[str, str]:
    """Of `broker` and `controller`. Raises `OSError`."""
    kept: dict[str, str] = json.loads(_own_passwords_file(cluster).read_text(encoding="utf-8"))
    return kept


def names(cluster: Cluster) -> list[str]:
    """Users that have files."""
    return sorted(path.stem for path in (cluster.folder / "users").glob("*.toml"))


def give_passwords(cluster: Cluster, wanted: Sequence[str]) -> None:
    """Make users, or give those that are there new passwords. Raises `CommandError`."""
    _check(wanted)
    passwords = {name: new_password() for name in wanted}
    _kept_by(cluster).put(passwords)
    for name, password in passwords.items():
        keep(cluster, name, password)


def remove(cluster: Cluster, unwanted: Sequence[str]) -> None:
    """Take users their passwords and files. What they opened before stays open. Raises `CommandError`."""
    _check(unwanted)
    if ADMIN in unwanted:
        raise CommandError(f"{ADMIN} stays: topics and rights are made by it")
    # First: of one that is gone in Kafka already it would not come to the files, however often it was asked.
    for name in unwanted:
        settings_file(cluster, name).unlink(missing_ok=True)
        properties_file(cluster, name).unlink(missing_ok=True)
    _kept_by(cluster).remove(unwanted)


def _check(wanted: Sequence[str]) -> None:
    for name in wanted:
        if not _NAME.fullmatch(name):
            raise CommandError(f"{name!r} is no name: letters, digits, and . _ - behind the first of them")
        if name in _OWN:
            raise CommandError(f"{name} is the cluster's own")


def _kept_by(cluster: Cluster) -> "Passwords":
    require()
    from deploy.kafka.scram import Passwords  # noqa: PLC0415  (a cluster starts with any Python)

    # The brokers' own never changes. Who was killed while the admin got a new one left the old in the file.
    password = own_passwords(cluster)[_BROKER]
    return Passwords(cluster.addresses, cluster.folder / "ca.pem", _BROKER, password)


def _own_passwords_file(cluster: Cluster) -> Path:
    return cluster.folder / "passwords.json"


def _settings(cluster: Cluster, name: str, password: str) -> str:
    values = {
        "brokers": cluster.addresses,
        "replication": len(cluster.brokers),
        "security": "sasl_ssl",
        "mechanism": _MECHANISM,
        "username": name,
        "password": password,
        "ca": str(cluster.folder / "ca.pem"),
    }
    # Texts, numbers and lists of texts are written alike in JSON and in TOML.
    return "[kafka]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def _properties(cluster: Cluster, name: str, password: str) -> str:
    login = "org.apache.kafka.common.security.scram.ScramLoginModule"
    values = {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": _MECHANISM,
        "sasl.jaas.config": f'{login} required username="{name}" password="{password}";',
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": cluster.folder / "ca.pem",
    }
    return "".join(f"{key}={value}\n" for key, value in values.items())
