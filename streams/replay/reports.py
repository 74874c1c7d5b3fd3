"""Rows -> records for a channel. Pure: the same rows give the same bytes and ids, whenever it runs."""

import hashlib
import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.contract import storable
from streams.replay.rows import Fields, Row

NUMBERS = ("lat", "lon", "accuracy_m")
STEM_LENGTH = 60
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to publish. `id` and `said_at` are what the row says, if it can be read."""

    line: int
    key: bytes
    value: bytes
    id: str | None
    said_at: datetime | None


@dataclass(slots=True)
class Forming:
    """How the rows of one file become reports, and what was met on the way.

    `zone` is for times without offset; `cells` says that values came as text (CSV), so that numbers
    must be read out of them.
    """

    stem: str
    zone: ZoneInfo
    cells: bool
    without_offset: int = 0
    without_id: int = 0
    _seen: Counter[str] = field(default_factory=Counter)

    def record(self, row: Row) -> Outgoing:
        """The record of a row whose columns are fields of a report."""
        if row.fields is None:
            raw = row.raw or b""
            return Outgoing(row.line, _fingerprint(raw).encode(), raw, None, None)
        fields = self._report(row.fields)
        same = row.raw is not None and fields == row.fields
        value = row.raw if same and row.raw is not None else json.dumps(fields).encode()
        id, said_at = fields.get("id"), fields.get("reported_at")
        return Outgoing(
            line=row.line,
            key=str(id).encode(errors="replace"),
            value=value,
            id=id if isinstance(id, str) and storable(id) else None,
            said_at=_moment(said_at),
        )

    def _report(self, fields: Fields) -> Fields:
        if self.cells:
            fields = {name: _value(name, str(cell)) for name, cell in fields.items()}
        said_at = fields.get("reported_at")
        moment = _moment(said_at)
        if moment is not None and moment.tzinfo is None:
            self.without_offset += 1
            fields = fields | {"reported_at": moment.replace(tzinfo=self.zone).isoformat()}
        if "id" not in fields:
            self.without_id += 1
            fields = {"id": self._id(fields)} | fields
        return fields

    def _id(self, fields: Fields) -> str:
        """File name and content; rows with the same content are counted, so that each has its own."""
        fingerprint = _fingerprint(json.dumps(fields, sort_keys=True).encode())
        self._seen[fingerprint] += 1
        number = self._seen[fingerprint]
        stem = _SPACES.sub("-", self.stem).strip("-")[:STEM_LENGTH]
        return f"{stem}-{fingerprint}" + (f"-{number}" if number > 1 else "")


def _fingerprint(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=10).hexdigest()


def _value(name: str, cell: str) -> object:
    """A cell as the contract wants it; what does not fit stays text, for the product to refuse."""
    if name == "photos":
        return [{"url": url} for url in cell.split()]
    if name in NUMBERS:
        try:
            number = float(cell)
        except ValueError:
            return cell
        return number if math.isfinite(number) else cell
    return cell


def _moment(value: object) -> datetime | None:
    """A date and time, with or without offset; None for all else, a bare date among it."""
    if not isinstance(value, str) or len(value.strip()) <= len("2017-02-20"):
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None
