"""A Kafka with TLS, passwords and rights, and an account for everybody whom the catalog knows."""

import os
import secrets
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.kafka.scram import Passwords
from schemas.catalog import load
from sinks.acls import make
from sinks.kafka_clients import admin_of
from sinks.topics import ensure_topics
from streams.accounts import accounts, rights
from streams.settings import KafkaSettings
from streams.topology import topology

CATALOG = load()
ACCOUNTS = {one.name: one for one in accounts(CATALOG)}
NOBODY, GROUPLESS = "nobody", "groupless"
"""Have passwords and no rights; a test gives one of them some."""
_KAFKA = Path(__file__).parents[3] / "deploy/kafka/kafka"
_NAMED = "SINERGI_TEST_KAFKA"


@dataclass(frozen=True, slots=True)
class Secure:
    """How each account gets in; all have one password."""

    admin: KafkaSettings
    password: str

    def of(self, account: str, **other: object) -> KafkaSettings:
        login = {"username": account, "password": self.password}
        times = {"session_timeout_s": 10.0, "heartbeat_s": 1.0, "rebalance_timeout_s": 10.0}
        return KafkaSettings.model_validate(
            self.admin.model_dump() | login | times | {"partitions": 1} | other
        )

    async def furnish(self) -> None:
        """Topics, passwords and rights as `sinergi topics` and `sinergi acl` make them."""
        known = Passwords(
            self.admin.brokers, self.admin.ca or Path(), str(self.admin.username), str(self.admin.password)
        )
        known.put(dict.fromkeys([*ACCOUNTS, NOBODY, GROUPLESS], self.password))
        async with admin_of(self.admin) as admin:
            prefix = self.admin.accounts
            await make(admin, frozenset().union(*(rights(one, prefix) for one in ACCOUNTS.values())))
        # Made by the account that is for that, which may do nothing else.
        await ensure_topics(self.of("topics"), topology(self.of("topics"), CATALOG))


@contextmanager
def secure_kafka(folder: Path) -> Iterator[Secure]:
    """The secure cluster that is named in the environment, else one of our own."""
    named = Path(os.environ.get(_NAMED, folder))
    if (named / "users/admin.toml").exists():
        yield _secure(named)
        return
    start = [_KAFKA, "start", "--secure", "--port", "0", "--folder", folder]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL)
    try:
        yield _secure(folder)
    finally:
        subprocess.run([_KAFKA, "stop", "--folder", folder], check=True)


def _secure(folder: Path) -> Secure:
    said = tomllib.loads((folder / "users/admin.toml").read_text())
    return Secure(KafkaSettings.model_validate(said["kafka"]), secrets.token_urlsafe(16))
