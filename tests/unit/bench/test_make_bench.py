"""`make bench`: one bench that fails does not keep the others from running."""

import pytest

from tests.bench.__main__ import main
from tests.bench.registry import Bench

FAILS, RUNS = Bench("broken", "tests.bench.no_such_bench"), Bench("sound", "platform")


def test_one_that_fails_is_told_and_the_rest_go_on(capfd: pytest.CaptureFixture[str]) -> None:
    assert not main([FAILS, RUNS], [], drawn=False)
    said = capfd.readouterr().out
    assert "broken: exit code 1" in said
    assert "sound: exit code 0" in said
    assert said.rstrip().endswith("failed: broken")


def test_all_is_well_where_all_go_through(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([RUNS], [], drawn=False)
    assert "failed" not in capfd.readouterr().out
