"""The rules as they are, with their times divided, so that a test need not wait for days."""

import re
from pathlib import Path

FASTER = 1_440
"""A day takes a minute."""
LEAST_S = 5
"""The shortest range: at a scrape a second it holds what `rate` and `deriv` need, even if one is late."""
_TIME = re.compile(r"(?P<before>\[|\boffset |\bfor: )(?P<number>\d+)(?P<unit>[smhd])\b")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def hurry(rules: Path, into: Path) -> None:
    """Write every file of rules with shorter ranges, offsets and `for`.

    What else is counted in seconds stays: thresholds of lag, outbox and dispatch, which the test meets by
    records and rows that are as old as that.
    """
    into.mkdir()
    for file in rules.glob("*.yml"):
        (into / file.name).write_text(_TIME.sub(_shorter, file.read_text()))


def _shorter(time: re.Match[str]) -> str:
    seconds = int(time["number"]) * _SECONDS[time["unit"]] / FASTER
    least_s = LEAST_S if time["before"] == "[" else 1
    return f"{time['before']}{max(least_s, round(seconds))}s"
