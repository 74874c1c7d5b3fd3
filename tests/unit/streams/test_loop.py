"""The loop of a worker, with the limits that hold on it."""

import subprocess
import sys

import pytest

_RUN = """
import asyncio, sys
from streams.agents.limited import TookTooLongError, limited
from streams.loop import choose_loop

if sys.argv[1] == "without":
    sys.path[:] = [path for path in sys.path if "site-packages" not in path]

async def stuck():
    with limited(0.1):
        while True:
            pass

choose_loop()
loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(stuck())
except TookTooLongError:
    print(type(loop).__module__.partition(".")[0])
loop.close()
"""


@pytest.mark.parametrize(("uvloop", "module"), [("with", "uvloop"), ("without", "asyncio")])
def test_what_comes_to_no_end_is_cut_off_on_either_loop(uvloop: str, module: str) -> None:
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", _RUN, uvloop],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    assert said.stdout.split() == [module]
