"""What deploy/kafka decides and writes before anything runs."""

import os
import socket
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.kafka import environment, process, users
from deploy.kafka.cluster import Cluster, new_cluster, with_ports
from deploy.kafka.configuration import configuration
from deploy.kafka.errors import CommandError
from tests.waiting import wait_until

PASSWORDS = {"broker": "b-word", "controller": "c-word"}


@pytest.fixture
def three(tmp_path: Path) -> Cluster:
    return new_cluster(tmp_path, 3, secure=True, port=0)


def test_a_cluster_is_found_again_as_it_was_made(three: Cluster) -> None:
    three.write()
    assert Cluster.read(three.folder) == three


def test_no_two_listeners_share_a_port(three: Cluster) -> None:
    ports = [port for broker in three.brokers for port in (broker.port, broker.controller_port)]
    assert len(set(ports)) == 6


def test_ports_stay_until_others_are_wanted(three: Cluster) -> None:
    assert with_ports(three, None) == three
    moved = with_ports(three, 0)
    assert [one.controller_port for one in moved.brokers] == [one.controller_port for one in three.brokers]


def test_a_port_somebody_has_is_named(three: Cluster) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"port {taken} "):
            with_ports(three, taken)
        first = replace(three.brokers[0], controller_port=taken)
        moved = with_ports(replace(three, brokers=(first, *three.brokers[1:])), None)
        assert moved.brokers[0].controller_port != taken


def test_a_secure_cluster_lets_in_who_an_acl_allows(three: Cluster) -> None:
    text = _properties(three, PASSWORDS)
    assert text["listener.security.protocol.map"] == "CLIENTS:SASL_SSL,CONTROLLER:SASL_SSL"
    assert text["allow.everyone.if.no.acl.found"] == "false"
    assert text["authorizer.class.name"].endswith("StandardAuthorizer")
    assert text["super.users"] == "User:admin;User:broker;User:controller"
    assert text["listener.name.clients.sasl.enabled.mechanisms"] == "SCRAM-SHA-512"


def test_three_keep_two_copies_when_one_is_away(three: Cluster) -> None:
    text = _properties(three, PASSWORDS)
    factors = {name: value for name, value in text.items() if name.endswith("replication.factor")}
    least = {text["min.insync.replicas"], text["transaction.state.log.min.isr"]}
    assert len(factors) == 4
    assert set(factors.values()) == {"3"}
    assert least == {"2"}


def test_a_plain_broker_holds_no_password(tmp_path: Path) -> None:
    text = _properties(new_cluster(tmp_path, 1, secure=False, port=0), {})
    assert text["min.insync.replicas"] == text["default.replication.factor"] == "1"
    assert not [name for name in text if name.startswith(("sasl", "ssl", "listener.name", "authorizer"))]


def test_the_file_of_a_user_is_one_that_sinergi_and_kafka_read(three: Cluster) -> None:
    users.keep(three, "adapter-sorot", "s-word")
    kafka = tomllib.loads(users.settings_file(three, "adapter-sorot").read_text())["kafka"]
    assert kafka == {
        "brokers": list(three.addresses),
        "replication": 3,
        "security": "sasl_ssl",
        "mechanism": "SCRAM-SHA-512",
        "username": "adapter-sorot",
        "password": "s-word",
        "ca": str(three.folder / "ca.pem"),
    }
    assert (
        'username="adapter-sorot" password="s-word"'
        in users.properties_file(three, "adapter-sorot").read_text()
    )


@pytest.mark.parametrize("name", ["", "two words", "../up", "broker", "controller", "a\nb", "x" * 101])
def test_names_that_are_none_are_refused(three: Cluster, name: str) -> None:
    with pytest.raises(CommandError):
        users.give_passwords(three, [name])


def test_the_admin_cannot_be_removed(three: Cluster) -> None:
    with pytest.raises(CommandError, match="admin stays"):
        users.remove(three, [users.ADMIN])


def test_only_a_process_that_was_started_for_this_folder_is_believed(tmp_path: Path) -> None:
    home = tmp_path / "broker-1"
    home.mkdir()
    (home / "broker.pid").write_text(f"{os.getpid()}\n")
    assert process.running(home) is None
    marker = f"-Dkafka.log={home / 'broker.log'}"
    wait = [sys.executable, "-c", "input()", marker]
    with subprocess.Popen(wait, stdin=subprocess.PIPE) as other:
        (home / "broker.pid").write_text(f"{other.pid}\n")
        wait_until(lambda: process.running(home) == other.pid, "the process to be known")
        other.communicate(b"\n")
    assert process.running(home) is None


@pytest.mark.parametrize("command", [["furnish"], ["user", "adapter-sorot"]])
def test_nothing_is_asked_of_brokers_that_do_not_run(three: Cluster, command: list[str]) -> None:
    three.write()
    asked = kafka(*command, "--folder", str(three.folder))
    assert asked.returncode == 1
    assert asked.stderr == "kafka: 0 of 3 brokers run, too few for that: start it first\n"


def test_a_folder_that_cannot_be_one_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    started = kafka("start", "--port", "0", "--folder", str(tmp_path / "file"))
    assert started.returncode == 1
    assert started.stderr.endswith(f"kafka: {tmp_path / 'file'}: File exists\n")


def test_where_packages_are_missing_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_PACKAGES", ("typer", "nobody_has_this"))
    with pytest.raises(CommandError, match="nobody_has_this is missing: run `make check`"):
        environment.require()


def test_only_what_runs_in_the_background_is_waited_for(tmp_path: Path) -> None:
    process.wait_until_serving([tmp_path])
    (tmp_path / "console.log").write_text("Kafka Server starting\n")
    with pytest.raises(CommandError, match="ended while starting"):
        process.wait_until_serving([tmp_path])
    process.forget_console(tmp_path)
    process.wait_until_serving([tmp_path])


def test_a_folder_without_a_cluster_is_said(tmp_path: Path) -> None:
    stopped = kafka("stop", "--folder", str(tmp_path / "none"))
    assert (stopped.returncode, stopped.stdout) == (0, "")
    assert "no cluster was made" in stopped.stderr


def kafka(*command: str) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "deploy.kafka", *command]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def _properties(cluster: Cluster, passwords: dict[str, str]) -> dict[str, str]:
    text = configuration(cluster, cluster.brokers[0], passwords).replace("\\\n", "")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)
