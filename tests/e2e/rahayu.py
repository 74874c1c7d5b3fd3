"""Rahayu, who told everything of herself, and what is searched for of it."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from schemas.topics import reports
from streams.cli.photo_store import keep
from tests.e2e.city import City
from tests.e2e.personal import AT
from tests.e2e.reports import Record
from tests.unit.photos.pictures import encoded, scene

REPORTER, OTHER, LATE = "warga-rahasia-4471", "tetangga-biasa-22", "pendatang-baru-33"
WORDS, UNKNOWN, ADDRESS = "kucing oranye bernama moli", "kartu-emas-9913", "gang kenanga nomor 31"
REFUSED, BROKEN, REPLIED = "payung-ungu-5520", "sepeda-retak-6631", "balasan-marah-7742"
TOLD = "Rahayu Puspitaningtyas, hp 081377665544"
MARKERS = (REPORTER, WORDS, UNKNOWN, ADDRESS, REFUSED, BROKEN, REPLIED, "Puspitaningtyas", "081377665544")
OTHERS = "lampu jalan mati sejak kemarin"
STATE = "select id, state, category, urgency, reports, voices, lat, lon from incidents order by id"


def first(photo: Mapping[str, object]) -> Sequence[Record]:
    """What she says, and one neighbour."""
    text = f"lampu jalan mati, {WORDS}, nama saya {TOLD}"
    return [
        report("F-1", text=text, photos=[photo], kartu=UNKNOWN),
        report("F-1", minutes=5, text=f"{text}, {REFUSED}"),
        report("F-2", minutes=9, text=f"{text} sekali lagi"),
        report("N-1", minutes=15, reporter=OTHER, text=OTHERS, place="depan sekolah"),
    ]


def report(id: str, *, minutes: int = 0, reporter: str = REPORTER, **fields: object) -> Record:
    """Hers, or that of another."""
    content: dict[str, object] = {
        "id": id,
        "reported_at": (AT + timedelta(minutes=minutes)).isoformat(),
        "reporter": reporter,
        "place": ADDRESS,
        "lat": -6.240131,
        "lon": 106.985513,
        "accuracy_m": 8,
    }
    return Record(reports("sorot"), reporter.encode(), json.dumps(content | fields).encode(), id)


async def kept_photo(city: City, folder: Path) -> dict[str, str]:
    """Kept as `sinergi photo add` does."""
    file = folder / "hers.jpg"
    file.write_bytes(encoded(scene(4)))
    photo = await asyncio.to_thread(keep, city.settings, AT.tzinfo, file)
    return photo.model_dump(mode="json", exclude_none=True)
