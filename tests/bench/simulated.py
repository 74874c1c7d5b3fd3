"""Reports of a simulated city, as its channels publish them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from random import Random

from schemas.catalog.models import Catalog
from schemas.message import Message
from schemas.topics import reports
from streams.simulator.city.stream import City
from streams.simulator.city.writing import json_lines

BEGINS = datetime(2026, 11, 2, tzinfo=timezone(timedelta(hours=7)))


def said(catalog: Catalog, number: int, *, days: int = 30, seed: int = 7) -> Iterator[Message]:
    """The first `number` reports of so many days; the same for the same seed."""
    city = City.of(catalog, BEGINS, days, Random(seed))
    for line in islice(json_lines(city.deliveries(number), BEGINS), number):
        report = json.loads(line)
        topic = reports(report.pop("channel"))
        del report["truth"]
        yield Message(topic, report["id"].encode(), json.dumps(report).encode(), ())
