"""Loud libraries are damped, and others are not."""

import logging

import pytest

from streams.logs.damping import RateLimit, damp


def test_a_line_is_let_through_once_in_a_while_with_a_count_of_the_rest():
    now = [0.0]
    limit = RateLimit("aiokafka", clock=lambda: now[0])
    record = logging.LogRecord("aiokafka", logging.ERROR, "client.py", 7, "no broker %s", ("a",), None)
    other = logging.LogRecord("aiokafka", logging.ERROR, "client.py", 8, "other", None, None)
    assert [limit.filter(record) for _ in range(3)] == [True, False, False]
    assert limit.filter(other)
    elsewhere = logging.LogRecord("other", logging.ERROR, "client.py", 7, "no broker", None, None)
    assert [limit.filter(elsewhere) for _ in range(3)] == [True] * 3
    now[0] = 11.0
    assert limit.filter(record)
    assert record.getMessage() == "no broker a (and 2 more like it)"


def test_each_module_of_the_library_is_damped(caplog: pytest.LogCaptureFixture) -> None:
    own, child, other = (logging.getLogger(name) for name in ("loud", "loud.client", "louder"))
    damp("loud")
    for _ in range(2):
        own.warning("no broker")
        child.warning("no broker")
        other.warning("no broker")
    assert [record.name for record in caplog.records] == ["loud", "loud.client", "louder", "louder"]
