"""What a pure function makes of a word, worked out once: reports repeat their words."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

WORDS = 30_000
"""Ten thousand complaints hold as many. Then all are forgotten, as what comes again is soon known again."""
LONGEST = 40
"""A longer one hardly comes again, and may be as long as a text."""


class Remembered(dict[str, T]):
    """Answers by word. Remembering changes nothing but the time an answer takes."""

    def __init__(self, work: Callable[[str], T], most: int = WORDS) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, word: str) -> T:
        answer = self._work(word)
        if len(word) <= LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[word] = answer
        return answer
