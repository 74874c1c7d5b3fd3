"""Photos that were seen, by their perceptual hashes, within an open transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from schemas.correction import report_name_of
from schemas.heard import Alike
from schemas.incident import Recorded
from schemas.photo_hash import alike, bands, bands_near
from schemas.report import Photo
from sinks.rows import Row
from sinks.sql import Connection

Sql: TypeAlias = Mapping[str, str]

ALIKE_MAX = 10
"""So many that look like one photo are named."""

PAGE = 5_000
"""So many photos that might look like it are in memory at a time."""

_COLUMNS = ("hash", "of", "name", "incident_id", "bands")


def hashes_of(photos: Iterable[Photo]) -> Sequence[str]:
    """Each once, in small letters."""
    return list(dict.fromkeys(photo.phash.lower() for photo in photos if photo.phash))


def reported(recorded: Iterable[Recorded]) -> list[Row]:
    """The photos of reports as rows."""
    return [
        row
        for one in recorded
        if one.report.report.photos
        for row in photo_rows(
            one.report.report.photos, "report", report_name_of(one.report.report_key), one.link.incident_id
        )
    ]


def photo_rows(
    photos: Iterable[Photo], of: Literal["report", "proof"], name: str, incident_id: str
) -> list[Row]:
    """The photos of one message as rows."""
    return [(hash, of, name, incident_id, bands(hash)) for hash in hashes_of(photos)]


async def write_photos(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep what was seen; most messages have no photo."""
    if rows:
        await connection.copy_records_to_table("photo_hashes", columns=_COLUMNS, records=rows)


async def alike_to(
    connection: Connection, sql: Sql, photos: Iterable[Photo], *, besides: str
) -> tuple[Alike, ...]:
    """What was seen before, proofs first and then by name; not what the proof `besides` itself brought."""
    return tuple([one for hash in hashes_of(photos) for one in await _like(connection, sql, hash, besides)])


async def _like(connection: Connection, sql: Sql, hash: str, besides: str) -> list[Alike]:
    found: list[Alike] = []
    near, after = bands_near(hash), ("", "", "")
    while len(found) < ALIKE_MAX:
        page = await connection.fetch(sql["photos_near"], near, besides, *after, PAGE)
        found += [
            Alike(hash, row["of"], row["name"], row["incident_id"])
            for row in page
            if alike(hash, row["hash"])
        ]
        if len(page) < PAGE:
            break
        after = (page[-1]["of"], page[-1]["name"], page[-1]["hash"])
    return found[:ALIKE_MAX]
