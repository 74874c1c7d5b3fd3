"""What `triage` does with a report, stage by stage, on one core: `python -m tests.bench.triage FILE.csv`.

The texts of the file (column `text`) as reports of Sorot with coordinates, and of the call centre
without. A stage counts with the fastest of its rounds over all texts.
"""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.rejection import Origin
from streams.core.classify import classify
from streams.core.grade import grade
from streams.core.locate import at_coordinates, said_in
from streams.core.mask import mask
from streams.core.no_report import no_report
from streams.core.normalize import normalize
from streams.core.tell import classified_record
from streams.core.understand import Knowledge, understand
from streams.weights import load as load_weights

ROUNDS = 5
TEXTS = 2_000
HERE = {"lat": -6.2383, "lon": 106.9756}

T = TypeVar("T")


def main(file: str) -> None:
    with Path(file).open(encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines) if row["text"].strip()][:TEXTS]
    catalog = load()
    knowledge = Knowledge.of(catalog, load_weights())
    classifier, grades = knowledge.classifier, knowledge.grades
    records = {channel: _records(texts, channel) for channel in ("sorot", "callcenter")}
    origin = Origin(topic="reports.sorot", partition=0, offset=0)

    def whole(channel: str) -> Callable[[bytes], object]:
        return lambda value: classified_record(understand(value, channel, origin, knowledge))

    table = Table("stage", "microseconds", "a second", title=f"{len(texts)} texts, one core")
    for name, job, given in (
        ("normalize", lambda value: normalize(value, origin, classifier.family), records["sorot"]),
        ("mask", mask, texts),
        ("classify", lambda text: classify(classifier, text, None), texts),
        ("locate by words", lambda text: said_in(knowledge.map, text, ""), texts),
        ("locate by coordinates", lambda _: at_coordinates(knowledge.map, *HERE.values(), 10.0), texts),
        ("grade", lambda text: grade(grades, "flood", text), texts),
        (
            "no report",
            lambda text: no_report(knowledge.chatter, text, has_photo=False, has_category=False),
            texts,
        ),
        ("whole, with coordinates", whole("sorot"), records["sorot"]),
        ("whole, by words", whole("callcenter"), records["callcenter"]),
    ):
        took_us = min(_round_s(job, given) for _ in range(ROUNDS)) / len(given) * 1e6
        table.add_row(name, f"{took_us:.1f}", f"{1e6 / took_us:,.0f}")
    Console().print(table)


def _round_s(job: Callable[[T], object], given: Sequence[T]) -> float:
    began = process_time()
    for one in given:
        job(one)
    return process_time() - began


def _records(texts: Sequence[str], channel: str) -> list[bytes]:
    place = HERE if channel == "sorot" else {}
    return [
        json.dumps(
            {"id": f"b{n}", "reported_at": "2026-11-24T08:30:00+07:00", "text": text[:10_000], **place}
        ).encode()
        for n, text in enumerate(texts)
    ]


if __name__ == "__main__":
    main(sys.argv[1])
