"""What lies in Kafka: seeded reports of a town, each partition's in the order of time. Pure."""

import json
from collections.abc import Iterator
from random import Random

from tests.bench.engine.work import CATEGORIES

PARTITIONS = 4
DISTRICTS = 64
SPOTS = 40
"""In each district so many places are spoken of again and again."""
JITTER_DEG = 0.0003
"""About 30 m: some reports of a spot lie too far from its first one."""
PER_S = 20
"""Reports in a second of the town's time."""
BEGINS = 1_764_297_000
UNREADABLE_EVERY = 200
_FILLER = "di depan pasar dekat stasiun sudah dua hari tolong segera ditangani warga resah mohon petugas"


def reports(number: int, seed: int = 1) -> Iterator[tuple[int, bytes, bytes]]:
    """Partition, key and value of so many records, one after the other; the same for the same seed."""
    random = Random(seed)
    words = {category: said.split() for category, said in CATEGORIES.items()}
    spots = [[_spot(random, list(words)) for _ in range(SPOTS)] for _ in range(DISTRICTS)]
    for count in range(number):
        district = random.randrange(DISTRICTS)
        key = b"district-%02d" % district
        lat, lon, category = random.choice(spots[district])
        report = {
            "id": f"CC-{count:08d}",
            "at": BEGINS + count // PER_S,
            "text": _text(random, words[category]),
            "lat": round(lat + random.uniform(-JITTER_DEG, JITTER_DEG), 6),
            "lon": round(lon + random.uniform(-JITTER_DEG, JITTER_DEG), 6),
        }
        if count % UNREADABLE_EVERY == 7:
            del report["lat"]
        yield district % PARTITIONS, key, json.dumps(report).encode()


def _spot(random: Random, categories: list[str]) -> tuple[float, float, str]:
    return random.uniform(-6.35, -6.18), random.uniform(106.9, 107.05), random.choice(categories)


def _text(random: Random, words: list[str]) -> str:
    said = [*random.sample(words, 3), *random.sample(_FILLER.split(), 8)]
    random.shuffle(said)
    return " ".join(said)
