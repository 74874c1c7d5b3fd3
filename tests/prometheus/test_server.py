"""What other tests stand on: that Prometheus scrapes, evaluates rules, and says so."""

from pathlib import Path

import pytest
from prometheus_client import start_http_server

from streams.metering import Registry
from streams.ports import free_port
from tests.prometheus.conftest import Start
from tests.waiting import wait_until

RULES = """
groups:
  - name: test
    rules:
      - {record: "sinergi:twice", expr: "2 * sinergi_height"}
      - {alert: TooHigh, expr: "sinergi_height > 5", labels: {severity: page}}
"""


def test_scrapes_evaluates_and_alerts(prometheus: Start, tmp_path: Path) -> None:
    (tmp_path / "test.yml").write_text(RULES)
    registry = Registry("tower")
    registry.gauge("height", "How high").set(7)
    server, thread = start_http_server(port := free_port(), "127.0.0.1", registry.registry)
    try:
        asked = prometheus({"tower": [f"127.0.0.1:{port}"]}, tmp_path)
        wait_until(lambda: bool(asked.query("sinergi:twice")), "a recorded figure")
        wait_until(lambda: bool(asked.alerts()), "an alert")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    where = {"job": "tower", "instance": f"127.0.0.1:{port}"}
    assert asked.query("sinergi:twice") == [({"__name__": "sinergi:twice", **where}, 14)]
    [alert] = asked.alerts()
    assert (alert["state"], alert["labels"]["alertname"]) == ("firing", "TooHigh")


def test_says_what_cannot_be_asked(prometheus: Start) -> None:
    with pytest.raises(ValueError, match="parse error"):
        prometheus({}).query("sum(")
