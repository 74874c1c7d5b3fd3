"""The board's own process, from outside."""

import urllib.request
from dataclasses import dataclass

import psutil

from tests.bench.processes import spent_s
from tests.board.town import Town
from tests.scraped import scraped


@dataclass(frozen=True, slots=True)
class BoardProcess:
    """What it takes, and what it says of itself."""

    process: psutil.Process
    url: str

    @classmethod
    def of(cls, here: Town) -> "BoardProcess":
        """That of a town which this process has started."""
        [found] = [
            one
            for one in psutil.Process().children(recursive=True)
            if one.cmdline()[-3:] == ["-m", "streams.cli", "board"]
        ]
        return cls(found, here.url)

    @property
    def spent_s(self) -> float:
        """Of the processor, so far."""
        return spent_s([self.process])

    @property
    def resident_mb(self) -> float:
        return self.process.memory_info().rss / 1e6

    def figure(self, name: str) -> float:
        """One of its figures that has no labels."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=10) as answer:
            return scraped(answer.read().decode())[name][()]
