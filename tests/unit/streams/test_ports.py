"""Ports: who was given one keeps it, and a server gets what is kept."""

import random
import socket
from collections.abc import Iterable

import pytest

from deploy.kafka.ports import free_ports
from streams.ports import free_port, is_free

HOST = "127.0.0.1"


def unclaimed() -> list[int]:
    """Several: any may be taken meanwhile."""
    with socket.socket() as one, socket.socket() as another:
        one.bind((HOST, 0))
        another.bind((HOST, 0))
        return [one.getsockname()[1], another.getsockname()[1]]


def offer(monkeypatch: pytest.MonkeyPatch, ports: Iterable[int]) -> None:
    offered = iter(ports)
    monkeypatch.setattr(random, "choice", lambda _: next(offered))
    monkeypatch.setattr("secrets.choice", lambda _: next(offered))


def test_a_port_is_given_once_though_nobody_listens_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    given, others = free_port(), unclaimed()
    offer(monkeypatch, [given, *others])
    assert free_port() in others


def test_kafkas_ports_are_not_those_that_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given, others = free_port(), unclaimed()
    offer(monkeypatch, [given, *others])
    assert free_ports(1, besides=())[0] in others


def test_a_server_takes_it_and_takes_it_again() -> None:
    port = free_port()
    for _ in range(2):
        assert is_free(HOST, port)
        with socket.create_server((HOST, port)), socket.create_connection((HOST, port)):
            assert not is_free(HOST, port)


def test_nobody_answers_before() -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, free_port()))
