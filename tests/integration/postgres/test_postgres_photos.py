"""Photos that were seen before are found by what they look like, whoever sent them."""

import pytest

from schemas.classified import ClassifiedReport
from schemas.heard import Alike
from schemas.photo_hash import PARTS, bands_near
from schemas.report import Photo
from sinks import photos
from sinks.lives import progress_scene, write_progress
from sinks.postgres import Pool, Store
from tests.integration.postgres.said import LATE, progressed
from tests.integration.postgres.writing import TOPIC, open_incidents, take_in
from tests.unit.core.reports import classified, point

PHOTO = "ff00ff00ff00ff00"
NEARLY = "fe01fe01fe01ff00"
"""Six bits of it."""
NOT_QUITE = "fe01fe01fe01fe00"
OTHER = "0123456789abcdef"
PLAIN = "0" * 16


def photographed(id: str, *phashes: str | None, **said: object) -> ClassifiedReport:
    report = classified(id, **said)
    seen = tuple(Photo(url=f"https://a.id/{n}", phash=phash) for n, phash in enumerate(phashes))
    return report.model_copy(update={"report": report.report.model_copy(update={"photos": seen})})


async def take(store: Store, *reports: ClassifiedReport) -> None:
    await take_in(store, await store.claim(TOPIC, 0), reports, open_incidents())


async def seen_before(store: Store, id: str, *phashes: str, agency: str = "air") -> list[Alike]:
    """What a proof looks like; it is not written."""
    async with store.batch(await store.claim(TOPIC, 0), 100) as batch:
        scene = await progress_scene(batch, progressed(id, "rawa:air:a", agency=agency, phashes=phashes))
    return list(scene.alike)


async def prove(store: Store, id: str, incident_id: str, *phashes: str, refused: bool = False) -> None:
    async with store.batch(await store.claim(TOPIC, 0), 100) as batch:
        said = progressed(id, incident_id, phashes=phashes)
        await write_progress(batch, said, refusal=LATE if refused else None, checks=())


async def test_photos_of_reports_are_kept_each_once_with_where_they_were(store: Store, pool: Pool) -> None:
    await take(
        store,
        photographed("a", PHOTO.upper(), None, PHOTO, OTHER, PLAIN, place=point()),
        classified("b", photos=("https://a.id/b",)),
    )
    incident_id = await pool.fetchval("select incident_id from links where report_id = 'a'")
    rows = await pool.fetch(
        "select hash, of, name, incident_id, cardinality(bands) from photo_hashes order by 1"
    )
    assert [tuple(row) for row in rows] == [
        (hash, "report", "sorot:a", incident_id, bands)
        for hash, bands in ((PLAIN, 0), (OTHER, 4), (PHOTO, 4))
    ]


async def test_a_citizens_photo_of_any_incident_proves_nothing(store: Store, pool: Pool) -> None:
    await take(
        store,
        photographed("a", PHOTO, place=point()),
        photographed("l", NEARLY, category="lampu"),
        photographed("o", OTHER, NOT_QUITE, place=point(900)),
    )
    air, lamp = [
        await pool.fetchval("select incident_id from links where report_id = $1", id) for id in ("a", "l")
    ]
    assert await seen_before(store, "p", PHOTO.upper()) == [
        Alike(PHOTO, "report", "sorot:a", air),
        Alike(PHOTO, "report", "sorot:l", lamp),
    ]
    assert await seen_before(store, "p", "0f0f0f0f0f0f0f0f", PLAIN) == []
    assert await seen_before(store, "p") == []


async def test_a_proof_proves_once_and_not_against_itself(store: Store) -> None:
    await prove(store, "p", "rawa:air:a", PHOTO, PHOTO.upper())
    await prove(store, "late", "rawa:air:a", OTHER, refused=True)
    earlier = Alike(PHOTO, "proof", "air/p", "rawa:air:a")
    assert await seen_before(store, "p", PHOTO) == []
    assert await seen_before(store, "p", PHOTO, agency="sar") == [earlier]
    assert await seen_before(store, "q", OTHER, PHOTO) == [earlier]


@pytest.mark.parametrize("page", [1, 2, 3, 100])
async def test_of_many_that_look_alike_some_are_named_proofs_first(
    store: Store, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(photos, "PAGE", page)
    monkeypatch.setattr(photos, "ALIKE_MAX", 3)
    await take(store, *(photographed(f"r{n}", PHOTO, place=point(400 * n)) for n in range(5)))
    await prove(store, "p", "rawa:air:a", NEARLY, PHOTO)
    found = await seen_before(store, "q", PHOTO)
    assert [(one.of, one.name) for one in found] == [
        ("proof", "air/p"),
        ("proof", "air/p"),
        ("report", "sorot:r0"),
    ]


async def test_photos_are_looked_up_by_an_index_for_each_part(store: Store, pool: Pool) -> None:
    await pool.execute(
        "insert into photo_hashes select md5(n::text), 'report', n::text, 'rawa:air:a', array[n, n, n, n]"
        " from generate_series(1, 20000) n"
    )
    await pool.execute("analyze photo_hashes")
    near = ",".join(map(str, bands_near(PHOTO)))
    question = store._sql["photos_near"].replace("$1", f"'{{{near}}}'").replace("$6", "10")
    for name in ("$2", "$3", "$4", "$5"):
        question = question.replace(name, "''")
    plan = "\n".join(row[0] for row in await pool.fetch(f"explain {question}"))
    assert [f"photo_hashes_by_band_{part + 1}" in plan for part in range(PARTS)] == [True] * PARTS
