"""The rounds: every peer once in each, one after the other."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from rich.console import Console

from tests.bench.engine.environments import Peer
from tests.bench.engine.process import Failed

Figure = TypeVar("Figure")


async def rounds(
    taking_part: Sequence[Peer], number: int, measure: Callable[[Peer], Awaitable[Figure]], console: Console
) -> tuple[dict[str, list[Figure]], list[str]]:
    """What was measured of each, once a round, and who failed: that one has no further rounds."""
    found: dict[str, list[Figure]] = {peer.name: [] for peer in taking_part}
    failed: list[str] = []
    for nth in range(number):
        for peer in _turned(taking_part, nth):
            if peer.name in failed:
                continue
            try:
                measured = await measure(peer)
            except Failed as error:
                console.print(f"{peer.name}: {error}")
                failed.append(peer.name)
            else:
                console.print(f"{nth + 1} {peer.name:22} {measured}")
                found[peer.name].append(measured)
    return {name: runs for name, runs in found.items() if runs and name not in failed}, failed


def _turned(taking_part: Sequence[Peer], nth: int) -> Sequence[Peer]:
    """Each is first as often as others."""
    turn = nth % len(taking_part)
    return [*taking_part[turn:], *taking_part[:turn]]
