"""`python -m tests.fuzz.guided ENTRANCE SECONDS SEED FILE`: atheris at one entrance; figures to the file."""

import os
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["schemas", "streams", "sinks"], enable_loader_override=False):
    from tests.fuzz.entrance import Entrance
    from tests.fuzz.entrances import entrance_named
    from tests.fuzz.ledger import Ledger, bounded, knock_in_time
    from tests.fuzz.saved import Saved

_INPUT_BYTES = 4_096
_TIMEOUT_S = 86_400
"""Of an input, by the clock on the wall, which is not to end any: `bounded` does, by the processor.

With 0 atheris ends what is tried when the second changes.
"""
_BETWEEN = 64


def main(name: str, seconds: float, seed: int, result: Path) -> None:
    entrance = entrance_named(name)
    corpus = result.parent / "corpus"
    corpus.mkdir()
    for number, content in enumerate(entrance.seeds):
        (corpus / str(number)).write_bytes(content)
    entrance.take(entrance.seeds[0])
    options = [
        f"-seed={seed % 2**32}",
        f"-max_len={_INPUT_BYTES}",
        f"-timeout={_TIMEOUT_S}",
        "-rss_limit_mb=0",
    ]
    with bounded():
        atheris.Setup([sys.argv[0], *options, str(corpus)], _Once(entrance, seconds, result))
        atheris.Fuzz()


class _Once:
    """What atheris calls. It ends the process itself: libFuzzer would do so without writing anything."""

    def __init__(self, entrance: Entrance, seconds: float, result: Path) -> None:
        self._take, self._saved = entrance.take, Saved(result)
        self._until = time.monotonic() + seconds
        self._ledger = Ledger(entrance.name)

    def __call__(self, content: bytes) -> None:
        knock_in_time(self._ledger, self._take, content)
        if self._ledger.inputs % _BETWEEN:
            return
        self._saved.now_and_then(self._ledger)
        if time.monotonic() > self._until:
            self._saved.keep(self._ledger)
            os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
