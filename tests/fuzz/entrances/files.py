"""Files that people hand over: CSV, JSON lines and spreadsheets, with `sinergi import`."""

import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from random import Random
from zoneinfo import ZoneInfo

from schemas.toml_source import Mistakes
from streams.replay.batch import look
from streams.replay.files import has_cells, read_with_faults
from streams.replay.mapping import ColumnMapping
from streams.replay.reports import Forming
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.entrances.records import CATALOG
from tests.fuzz.examples import examples
from tests.fuzz.folder import folder
from tests.fuzz.nasty import TOKENS, WORDS
from tests.fuzz.sheet import sheets

_HEADERS = (
    "id,reported_at,text,lat,lon,place,category,photos",
    "sep=;\nid;reported_at;text",
    "text\treported_at",
    '"id","text',
)
_CELLS = (
    "1", "S-1", "2026-11-24T08:30:00", "2026-11-24 08.30", "24/11/2026", "-6.2", "-6,2", "106.9", "1e400",
    "nan", "inf", "flood", "#REF!", "1,2E+15", '"', '""', "'", "=1+1", "https://a/1 https://a/2",
    "\ufeff", "\x1a", "12_3",
)  # fmt: skip
_MAPPINGS = (
    ColumnMapping(),
    ColumnMapping(
        columns={"isi": "text"}, decimal=",", date_format="%d/%m/%Y", values={"category": {"x": ""}}
    ),
    ColumnMapping(
        joined={"place": ("place", "id")}, constants={"category": "flood"}, kept=("x",), header_line=1
    ),
)


def entrances() -> Iterator[Entrance]:
    lines = examples("report")
    yield Entrance("import: csv", 1.0, _csv, partial(_looked, ".csv"), (f"{_HEADERS[0]}\n1,2026".encode(),))
    yield Entrance("import: json lines", 1.0, partial(_json_lines, lines), partial(_looked, ".jsonl"), lines)
    yield Entrance("import: spreadsheets", 0.5, _sheet, partial(_looked, ".xlsx"), sheets(), guided=False)


def _csv(rng: Random) -> bytes:
    header = rng.choice(_HEADERS)
    delimiter = next((mark for mark in ";\t" if mark in header), ",")
    rows = [
        delimiter.join(_cell(rng) for _ in range(rng.choice((8, 8, 3, 9)))) for _ in range(rng.randint(0, 5))
    ]
    content = "\n".join((header, *rows)).encode("utf-8", "surrogatepass")
    return mutate.raw(rng, content) if rng.random() < 0.5 else content


def _cell(rng: Random) -> str:
    word = rng.choice(_CELLS) if rng.random() < 0.6 else rng.choice(WORDS)
    return f'"{word}"' if rng.random() < 0.3 else word


def _json_lines(seeds: tuple[bytes, ...], rng: Random) -> bytes:
    lines = [mutate.json_like(rng, seeds) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.02:
        depth = rng.randint(100, 1_200)
        lines.append(b'{"id":"a","text":"x","x":' + b"[" * depth + b"]" * depth + b"}")
    return b"\n".join(lines)


def _sheet(rng: Random) -> bytes:
    """An .xlsx with other bytes, or with other bytes inside one of its parts."""
    content = rng.choice(sheets())
    if rng.random() < 0.3:
        return mutate.raw(rng, content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([one for one in parts if one.startswith("xl/")])
    parts[name] = mutate.raw(rng, parts[name], TOKENS)
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, inside in parts.items():
            archive.writestr(one, inside)
    return into.getvalue()


def _looked(ending: str, content: bytes) -> str:
    """Every row is right or wrong with a reason, or the file is told to be none."""
    path = folder() / f"batch{ending}"
    path.write_bytes(content)
    mapping = _MAPPINGS[len(content) % len(_MAPPINGS)]
    rows = []
    try:
        rows = list(read_with_faults(path, mapping.layout))
        forming = Forming(path.stem, ZoneInfo("Asia/Jakarta"), cells=has_cells(path))
        batch = look(rows, mapping, forming, "sorot", CATALOG().categories)
    except Mistakes as mistakes:
        must(all(one.message for one in mistakes.mistakes), "a mistake is told")
        return "file"
    must(batch.rows == len(rows), "every row is accounted for")
    must(all(one.code and one.reason for one in batch.wrong), "what is wrong has a reason")
    must(all(one.value and one.key.decode() is not None for one in batch.right), "what is right can be sent")
    return batch.wrong[0].code if batch.wrong else ACCEPTED
