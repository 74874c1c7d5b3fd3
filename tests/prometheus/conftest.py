"""A real Prometheus for the tests of what it is asked and what it alerts on."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.e2e.servers import Guard
from tests.prometheus.server import PROGRAM, Prometheus, Targets, running


class Start(Protocol):
    """Starts one more Prometheus, which runs until the end of the file of tests."""

    def __call__(self, targets: Targets, rules: Path | None = None) -> Prometheus: ...


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts them: `prometheus({"triage": ["127.0.0.1:6066"]}, rules=folder)`."""
    if shutil.which(PROGRAM) is None:
        pytest.skip("NOT TESTED: Debian's prometheus is not installed; run .ci/install-system as root")
    with Guard() as guard, ExitStack() as stack:

        def start(targets: Targets, rules: Path | None = None) -> Prometheus:
            folder = tmp_path_factory.mktemp("prometheus")
            return stack.enter_context(running(folder, guard, targets, rules))

        yield start
