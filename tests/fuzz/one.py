"""`python -m tests.fuzz.one ENTRANCE SECONDS SEED FILE`: one entrance, in a process of its own."""

import logging
import sys
from pathlib import Path

from tests.fuzz.brokered import BROKERED
from tests.fuzz.entrances import entrance_named
from tests.fuzz.saved import Saved
from tests.fuzz.ways import tried


def main(name: str, seconds: float, seed: int, result: Path) -> None:
    logging.disable(logging.CRITICAL)
    saved = Saved(result)
    if brokered := BROKERED.get(name):
        saved.keep(brokered(seconds, seed))
    else:
        tried(entrance_named(name), seconds, seed, saved)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
