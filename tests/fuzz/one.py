"""`python -m tests.fuzz.one ENTRANCE SECONDS SEED FILE`: one entrance, in a process of its own."""

import logging
import pickle
import sys
from pathlib import Path

from tests.fuzz.brokered import BROKERED
from tests.fuzz.ways import entrance_named, tried


def main(name: str, seconds: float, seed: int, result: Path) -> None:
    logging.disable(logging.CRITICAL)
    brokered = BROKERED.get(name)
    ledger = brokered(seconds, seed) if brokered else tried(entrance_named(name), seconds, seed)
    result.write_bytes(pickle.dumps(ledger))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
