"""How long masking takes: `python -m tests.bench.mask FILE.csv [COLUMN]`.

Each text counts with the fastest of its rounds, so that what else the machine does is left out.
"""

import csv
import sys
from pathlib import Path
from statistics import mean
from time import perf_counter

from streams.core.mask import mask

ROUNDS = 30


def fastest_s(text: str) -> float:
    fastest = float("inf")
    for _ in range(ROUNDS):
        started = perf_counter()
        mask(text)
        fastest = min(fastest, perf_counter() - started)
    return fastest


def main(file: str, column: str = "text") -> None:
    with Path(file).open(encoding="utf-8", newline="") as lines:
        texts = [row[column] for row in csv.DictReader(lines)]
    took_s = [fastest_s(text) for text in texts]
    changed = sum(mask(text) != text for text in texts)
    sys.stdout.write(
        f"{len(texts)} texts of {mean(map(len, texts)):.0f} characters, {changed} changed:"
        f" {mean(took_s) * 1e6:.1f} us a text, {max(took_s) * 1e6:.0f} us the slowest\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
