"""Rows of a channel's batch, each looked at as triage will. Pure."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from schemas.rejection import Origin, Rejection
from schemas.report import Report
from schemas.topics import reports
from streams.core.normalize import digest, normalize
from streams.core.storable import may_be_shown
from streams.replay.mapping import TIME, ColumnMapping
from streams.replay.reports import NUMBERS, Forming, Outgoing
from streams.replay.rows import Row
from streams.replay.spoilt import spoilt

HIDDEN = "(not shown)"
_LETTERS = 40
_NUMBER = re.compile(r"-?(\d{1,6}|\d{1,3}[.,]\d*)")
_DECIMALS = re.compile(r"(?<=[.,]\d{3})\d+")
_DAY = r"(\d{1,2}[-/. ]\d{1,2}[-/. ]((19|20)?\d\d)|(19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2})"
_DIGIT = re.compile(r"\d")
_DATE = re.compile(rf"{_DAY}([T ,]+\d{{1,2}}[.:]\d\d([.:]\d\d)?)?")


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that would be refused: the first field to blame, why, and what stood there."""

    line: int
    field: str
    code: str
    reason: str
    was: str


@dataclass(slots=True)
class Batch:
    """What was found so far. A row that repeats an earlier one is sent too: that is a redelivery."""

    channel: str
    categories: Collection[str]
    right: list[Outgoing] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    repeated: int = 0
    without_place: list[int] = field(default_factory=list)
    """Their lines."""
    columns: set[str] = field(default_factory=set)
    _seen: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All that were looked at."""
        return len(self.right) + len(self.wrong)

    def look_at(self, row: Row, mapping: ColumnMapping, forming: Forming) -> None:
        """One more row."""
        self.columns.update(row.columns or row.fields or ())
        mapped = mapping.applied(row)
        if mapped.fault is not None:
            self.wrong.append(WrongRow(row.line, "", "row", mapped.fault, ""))
            return
        if found := _spoilt(mapped):
            self.wrong.append(found)
            return
        record = forming.record(mapped)
        origin = Origin(topic=reports(self.channel), partition=0, offset=row.line)
        report = normalize(record.value, origin, self.categories)
        fault = _refused(record, report) if isinstance(report, Rejection) else self._reused(record, report)
        if fault is not None:
            self.wrong.append(fault)
            return
        self.right.append(record)
        if isinstance(report, Report) and report.lat is None and not (report.place or "").strip():
            self.without_place.append(row.line)

    def _reused(self, record: Outgoing, report: Report) -> WrongRow | None:
        """An id that an earlier row has with other content is refused by whoever records it."""
        content = digest(report)
        line, earlier = self._seen.setdefault(report.id, (record.line, content))
        if earlier != content:
            reason = f"line {line} has the same id and says something else"
            return WrongRow(record.line, "id", "id_reused", reason, shown("id", report.id))
        self.repeated += line != record.line
        return None


def look(
    rows: Iterable[Row], mapping: ColumnMapping, forming: Forming, channel: str, categories: Collection[str]
) -> Batch:
    """All rows of a file."""
    batch = Batch(channel, categories)
    for row in rows:
        batch.look_at(row, mapping, forming)
    return batch


def shown(name: str, value: object) -> str:
    """What stood in a field, if it is nothing personal even where columns were mixed up."""
    if value is None:
        return ""
    text = str(value)
    if name in NUMBERS and _NUMBER.fullmatch(text):
        return _DECIMALS.sub("…", text)
    if name == TIME:
        # How it is written tells what is wrong; when it was may be when somebody was born.
        return _DIGIT.sub("0", text) if _DATE.fullmatch(text) and len(text) <= _LETTERS else HIDDEN
    harmless = name in {"id", "category"} and may_be_shown(text.casefold().replace("-", "_"))
    return text if harmless and len(text) <= _LETTERS else HIDDEN


def _spoilt(row: Row) -> WrongRow | None:
    for name, value in (row.fields or {}).items():
        if reason := spoilt(name, value):
            return WrongRow(row.line, name, "spreadsheet", reason, "")
    return None


def _refused(record: Outgoing, rejection: Rejection) -> WrongRow:
    return WrongRow(
        line=record.line,
        field=rejection.field,
        code=rejection.code,
        reason=rejection.reason,
        was=_was(record.value, rejection.field),
    )


def _was(value: bytes, name: str) -> str:
    if "." in name:
        return HIDDEN
    return shown(name, json.loads(value).get(name)) if name else ""
