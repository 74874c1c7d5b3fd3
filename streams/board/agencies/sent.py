"""Words that were sent lately, so that a form that comes twice says one thing once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from streams.board.agencies.acts import Word
from streams.http.faults import Fault
from streams.http.lately import Lately

WORDS_MAX = 1_000


@dataclass(slots=True)
class _Kept:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    word: Word | None = None
    confirmed: bool = False


class SentWords:
    """Of one process, in bounded memory; what is older is known by Postgres."""

    def __init__(self, most: int = WORDS_MAX) -> None:
        self._kept: Lately[str, _Kept] = Lately(most)

    async def once(
        self, id: str, make: Callable[[], Awaitable[Word]], publish: Callable[[Word], Awaitable[None]]
    ) -> None:
        """Make the word and publish it, unless that was done. Raises what either of them raises.

        Where nobody can tell whether Kafka has it the very same word is published when the form comes again.
        """
        kept = self._kept.of(id, _Kept)
        async with kept.lock:
            if kept.confirmed:
                return
            kept.word = kept.word or await make()
            try:
                await publish(kept.word)
            except Fault as fault:
                if fault.code != "uncertain":
                    kept.word = None
                raise
            kept.confirmed = True
