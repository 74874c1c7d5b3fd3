"""What a Prometheus reads of a running system: every query of every dashboard has an answer."""

import math
import subprocess
import urllib.request
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from deploy.grafana.boards import BOARDS
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Role
from tests.prometheus.conftest import Start
from tests.prometheus.town import PROCESSES, Town, town
from tests.waiting import wait_until

ANSWERED_S = 15.0
CHOSEN = {"$__rate_interval": "1m", "$__range": "5m", "$channel": ".*", "$agency": ".*", "$instance": ".*"}
"""What Grafana puts in their place where all is chosen."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory, prometheus: Start) -> AsyncIterator[Town]:
    with Guard() as guard:
        async with (
            Postgres(guard) as postgres,
            town(tmp_path_factory.mktemp("town"), postgres, guard, prometheus) as here,
        ):
            yield here


def queries() -> Sequence[object]:
    """Of panels and of variables, named by where they stand."""
    shown = [
        pytest.param(query.expr, id=f"{board.id}: {panel.title}: {query.legend}")
        for board in BOARDS
        for row in board.rows
        for panel in row.panels
        for query in panel.queries
    ]
    offered = [
        pytest.param(f"count by ({one.label}) ({one.metric})", id=f"{board.id}: {one.title}")
        for board in BOARDS
        for one in board.variables
    ]
    return shown + offered


def chosen(expr: str) -> str:
    for variable, value in CHOSEN.items():
        expr = expr.replace(variable, value)
    assert "$_" not in expr
    return expr


@pytest.mark.parametrize("expr", queries())
def test_every_query_has_an_answer(running: Town, expr: str) -> None:
    """A number, in one series at least."""

    def answered() -> bool:
        return any(math.isfinite(value) for _, value in running.prometheus.query(chosen(expr)))

    wait_until(answered, chosen(expr), ANSWERED_S)


@pytest.mark.parametrize("process", PROCESSES)
def test_pages_are_as_prometheus_wants_them(running: Town, process: Role) -> None:
    """Names, types and units, by Prometheus' own conventions."""
    with urllib.request.urlopen(f"http://{running.workers[process].address}/metrics", timeout=10) as answer:
        page = answer.read()
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=page, capture_output=True, timeout=10, check=False
    )
    assert (checked.returncode, checked.stderr.decode()) == (0, "")
