"""A Postgres full of open incidents, and the intake before it, for `tests.bench.nearby`."""

import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.catalog.models import Catalog, Category, Urgency
from schemas.classified import Place
from schemas.incident import Incident, Point, Routed, State, Trace
from sinks.api_keys import ApiKeys
from sinks.lives import write_incidents
from sinks.postgres import Pool, Store
from streams.connections import postgres
from streams.core.geo import DEGREE_M
from streams.core.kinds import kinds_of
from streams.ports import free_port
from streams.settings import IntakeSettings, PostgresSettings, Settings
from streams.settings.source import environment_of
from streams.stack import prepare
from streams.stack.embedded import EmbeddedBroker, EmbeddedPostgres
from tests.waiting import listens, until

HOT = (-6.2383, 106.9756)
HOT_M = 500.0
HOT_FAMILY = "road_water"
AROUND_M = 700.0
"""Half of a kelurahan's incidents lie about so near its middle."""
WRITTEN_AT_ONCE = 5_000


def shared(catalog: Catalog) -> list[Category]:
    """The categories that a stranger may have a voice in."""
    kinds = kinds_of(catalog)
    return [one for one in catalog.categories.values() if not kinds[one.id].alone]


def incidents(count: int, hot: int, catalog: Catalog) -> Iterator[Incident]:
    """So many of the last two months, `hot` of them of one family on one spot."""
    choose, now = random.Random(5), datetime.now(UTC)
    categories = shared(catalog)
    flooded = [one for one in categories if one.family == HOT_FAMILY]
    wards = list(catalog.kelurahan.values())
    for number in range(count):
        ward = choose.choice(wards)
        category = choose.choice(flooded if number < hot else categories)
        lat, lon = in_circle(choose) if number < hot else _around(choose, ward.lat, ward.lon)
        at = now - timedelta(minutes=choose.uniform(0, 60 * 24 * 60))
        place = Place(
            lat=lat, lon=lon, error_m=10, by="coordinates", kelurahan=ward.id, kecamatan=ward.kecamatan,
            evidence=f"koordinat dari pelapor, teliti {number % 60} m",
        )  # fmt: skip
        address = f"jl {choose.choice(category.words)} nomor {number}"
        routed = tuple(
            Routed(one.agency, f"{category.id}.0", one.reason, at.date().isoformat())
            for one in category.routes
        )
        yield Incident(
            f"bekasi:{category.family}:{number:016}", 1, State.OPEN, category.id, Urgency.NORMAL, place,
            f"{address}, {ward.name}", at, at, 1, 1, " ".join(choose.choices(category.words, k=12))[:280], (),
            routed, Trace((Point(lat, lon, 10.0),), address), due_at=at + timedelta(days=90),
        )  # fmt: skip


def in_circle(choose: random.Random) -> tuple[float, float]:
    """Anywhere on the hot spot."""
    return _off(*HOT, HOT_M * math.sqrt(choose.random()), choose.uniform(0, 2 * math.pi))


def _around(choose: random.Random, lat: float, lon: float) -> tuple[float, float]:
    return _off(lat, lon, abs(choose.gauss(0, AROUND_M)), choose.uniform(0, 2 * math.pi))


def _off(lat: float, lon: float, metres: float, way: float) -> tuple[float, float]:
    narrow = math.cos(math.radians(lat))
    return lat + metres * math.sin(way) / DEGREE_M, lon + metres * math.cos(way) / DEGREE_M / narrow


@asynccontextmanager
async def town(known: Sequence[Incident], *, vacuum: bool) -> AsyncIterator[tuple[str, str]]:
    """The address of an intake with all these incidents behind it, and a key to it."""
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as database,
        EmbeddedBroker(Path(folder) / "broker.log") as broker,
    ):
        settings = Settings(
            kafka=broker.settings(),
            postgres=PostgresSettings(url=database.url),
            intake=IntakeSettings(port=free_port()),
            folder=Path(folder),
        )
        await prepare(settings)
        async with postgres(settings.postgres) as pool:
            await _fill(pool, known, vacuum=vacuum)
            key = await ApiKeys(pool).add("sorot", "bench", per_minute=10_000_000)
        url = f"http://127.0.0.1:{settings.intake.port}"
        command = [sys.executable, "-m", "streams.cli", "intake"]
        serving = subprocess.Popen(command, env=os.environ | environment_of(settings))
        try:
            await until(lambda: listens(settings.intake.port), "the intake answers", 30)
            yield url, key
        finally:
            serving.terminate()
            serving.wait(10)


async def _fill(pool: Pool, known: Sequence[Incident], *, vacuum: bool) -> None:
    store = Store(pool, "bench")
    claim = await store.claim("reports.classified", 0)
    for start in range(0, len(known), WRITTEN_AT_ONCE):
        async with store.batch(claim, (claim.next_offset or 0) + 1) as batch:
            await write_incidents(batch, known[start : start + WRITTEN_AT_ONCE])
        claim = batch.claim
    await pool.execute("vacuum analyze incidents" if vacuum else "analyze incidents")
