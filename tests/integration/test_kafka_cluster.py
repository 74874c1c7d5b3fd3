"""Three secure brokers of deploy/kafka, looked at by clients that know nothing of Sinergi."""

import subprocess
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import KafkaError, Producer
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from tests.e2e.servers import REAL_KAFKA
from tests.waiting import wait_until

_KAFKA = Path(__file__).parents[2] / "deploy/kafka/kafka"
_ANSWERS_S = 20
_HASHED = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
pytestmark = [
    pytest.mark.skipif(not REAL_KAFKA, reason="needs Java: `make test-kafka`"),
    pytest.mark.usefixtures("broker"),  # Else it is left out there, for it asks for no broker.
]


class Cluster:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def do(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(
            [_KAFKA, *command, "--folder", self._folder], capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def file(self, user: str) -> Path:
        return self._folder / "users" / f"{user}.toml"

    def login(self, user: str, **other: object) -> dict[str, Any]:
        said = tomllib.loads(self.file(user).read_text())["kafka"]
        return {
            "bootstrap.servers": ",".join(said["brokers"]),
            "security.protocol": said["security"],
            "sasl.mechanism": said["mechanism"],
            "sasl.username": said["username"],
            "sasl.password": said["password"],
            "ssl.ca.location": said["ca"],
            "log_level": 0,
            **other,
        }


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    running.do("start", "--brokers", "3", "--secure", "--port", "0")
    try:
        running.do("user", "adapter", "stranger", "former")
        admin = AdminClient(running.login("admin"))
        admin.create_topics([NewTopic("said", 1, 3)])["said"].result(_ANSWERS_S)
        may = (AclOperation.WRITE, AclPermissionType.ALLOW)
        binding = AclBinding(
            ResourceType.TOPIC, "said", ResourcePatternType.LITERAL, "User:adapter", "*", *may
        )
        admin.create_acls([binding])[binding].result(_ANSWERS_S)
        yield running
    finally:
        running.do("kill")


def test_only_who_may_writes(cluster: Cluster) -> None:
    # Each broker learns of a right in its own time.
    wait_until(lambda: _written(cluster.login("adapter")) is None, "the right to be known to the leader")
    assert _written(cluster.login("stranger")) == KafkaError.TOPIC_AUTHORIZATION_FAILED


def test_nobody_gets_in_without_a_password_that_holds(cluster: Cluster) -> None:
    former = cluster.login("former")
    cluster.do("user", "--remove", "former")
    before = cluster.login("stranger")
    cluster.do("user", "stranger")
    assert _let_in(cluster.login("stranger"))
    assert not _let_in(before)
    assert not _let_in(former)
    assert not _let_in(cluster.login("adapter", **{"sasl.password": "guessed"}))
    assert not _let_in({"bootstrap.servers": former["bootstrap.servers"], "log_level": 0})


def test_who_was_killed_while_giving_passwords_does_it_again(cluster: Cluster) -> None:
    """Kafka had heard of it, and the files had not."""
    _alter(cluster, UserScramCredentialUpsertion("admin", _HASHED, b"never written down"))
    assert not _let_in(cluster.login("admin"))
    cluster.do("user", "admin")
    assert _let_in(cluster.login("admin"))

    cluster.do("user", "dropped")
    _alter(cluster, UserScramCredentialDeletion("dropped", _HASHED.mechanism))
    cluster.do("user", "--remove", "dropped", code=1)
    assert not cluster.file("dropped").exists(), "nobody takes it for a user"


def test_of_two_who_give_a_password_at_once_the_later_is_believed(cluster: Cluster) -> None:
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(lambda _: cluster.do("user", "stranger"), range(3)):
            pass
    assert _let_in(cluster.login("stranger"))


def test_one_of_three_may_be_away(cluster: Cluster) -> None:
    adapter = cluster.login("adapter")
    leader = AdminClient(cluster.login("admin")).list_topics("said").topics["said"].partitions[0].leader
    address = adapter["bootstrap.servers"].split(",")[leader - 1]
    cluster.do("stop", "--broker", str(leader))
    assert _written(adapter) is None
    told = cluster.do("status", code=1)
    assert f"broker {leader}, {address}: does not run" in told
    assert told.count(", controller") == 1
    cluster.do("start", "--broker", str(leader))
    assert _let_in(adapter | {"bootstrap.servers": address})


def _alter(cluster: Cluster, change: UserScramCredentialUpsertion | UserScramCredentialDeletion) -> None:
    admin = AdminClient(cluster.login("admin"))
    for answer in admin.alter_user_scram_credentials([change]).values():
        answer.result(_ANSWERS_S)


def _written(login: dict[str, Any]) -> int | None:
    """The code with which a record was refused, None where two brokers have it."""
    codes: list[int | None] = []
    producer = Producer(login | {"acks": "all", "message.timeout.ms": _ANSWERS_S * 1000})
    producer.produce("said", b"x", on_delivery=lambda error, _: codes.append(error and error.code()))
    producer.flush(_ANSWERS_S)
    return codes[0]


def _let_in(login: dict[str, Any]) -> bool:
    """Whether all brokers are seen. Raises `TimeoutError` where nobody is refused either."""
    errors: list[KafkaError] = []
    admin = AdminClient(login | {"error_cb": errors.append})
    described = admin.describe_cluster(request_timeout=_ANSWERS_S)

    def answered() -> bool:
        admin.poll(0)
        return described.done() or any(_refuses(error) for error in errors)

    wait_until(answered, "an answer or a refusal", _ANSWERS_S)
    return described.done() and len(described.result().nodes) == 3


def _refuses(error: KafkaError) -> bool:
    # Who speaks no TLS is hung up on.
    return error.code() in {KafkaError._AUTHENTICATION, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN}
