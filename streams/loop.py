"""Which loop a worker runs on."""

import asyncio
from importlib import import_module
from importlib.util import find_spec


def choose_loop() -> None:
    """uvloop's for all threads of the process, if it is there: else asyncio's own does the same, slower.

    There is no wheel of it for every system.
    """
    if find_spec("uvloop"):
        asyncio.set_event_loop_policy(import_module("uvloop").EventLoopPolicy())
