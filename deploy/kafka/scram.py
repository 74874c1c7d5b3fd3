"""Passwords of users in Kafka, by its admin API: they stand on no command line, and go in one request."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from deploy.kafka.errors import CommandError

_DEADLINE_S = 20
# Iterations make guessing slow; of 256 random bits nobody guesses one, so Kafka's least is enough.
_HASHED = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)


class Passwords:
    """Those of one cluster, changed by an admin."""

    def __init__(self, addresses: Iterable[str], authority: Path, name: str, password: str) -> None:
        self._admin = AdminClient(
            {
                "bootstrap.servers": ",".join(addresses),
                "security.protocol": "SASL_SSL",
                "sasl.mechanism": "SCRAM-SHA-512",
                "sasl.username": name,
                "sasl.password": password,
                "ssl.ca.location": str(authority),
                # What fails is raised; its own lines would say it once a second, too.
                "log_level": 0,
            }
        )

    def put(self, passwords: Mapping[str, str]) -> None:
        """Make users, or give those that are there new passwords. Raises `CommandError`."""
        self._alter(
            UserScramCredentialUpsertion(name, _HASHED, password.encode())
            for name, password in passwords.items()
        )

    def remove(self, names: Iterable[str]) -> None:
        """Take users their passwords. Raises `CommandError`."""
        self._alter(UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512) for name in names)

    def _alter(self, changes: Iterable[UserScramCredentialUpsertion | UserScramCredentialDeletion]) -> None:
        answers: Mapping[str, Future[None]] = self._admin.alter_user_scram_credentials(
            list(changes), request_timeout=_DEADLINE_S
        )
        refused = {name: error for name, answer in answers.items() if (error := answer.exception())}
        if refused:
            raise CommandError("; ".join(f"{name}: {_words(error)}" for name, error in refused.items()))


def _words(error: BaseException) -> str:
    return str(error.args[0].str()) if isinstance(error, KafkaException) else str(error)
