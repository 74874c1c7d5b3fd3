"""What is told of a batch: figures, rows that are wrong, and a file of them."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from pathlib import Path

from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_line, printable
from streams.cli.sections import Section
from streams.core.spreadsheet import harmless
from streams.replay.batch import Batch, WrongRow

_LINES = 20
_COLUMNS = [one.name for one in fields(WrongRow)]
_BEGINS = ",".join(_COLUMNS).encode("utf-8-sig")


def found(batch: Batch) -> dict[str, int]:
    """Counts of rows."""
    return {
        "rows": batch.rows,
        "right": len(batch.right),
        "wrong": len(batch.wrong),
        "repeated": batch.repeated,
        "without_place": len(batch.without_place),
    }


def wrong_by(batch: Batch) -> dict[str, int]:
    """How many rows are wrong, by kind of fault and field."""
    counted = Counter(f"{one.code} {one.field}".strip() for one in batch.wrong)
    return dict(counted.most_common())


def as_json(batch: Batch) -> dict[str, object]:
    """All of it."""
    return {
        **found(batch),
        "without_place_lines": batch.without_place,
        "wrong_by": wrong_by(batch),
        "faults": [asdict(one) for one in batch.wrong],
    }


def sections(batch: Batch) -> list[Section]:
    """For people."""
    counts = tuple((name, f"{number:,}") for name, number in found(batch).items())
    if batch.without_place:
        counts = (*counts, ("lines without place", _listed(batch.without_place)))
    by = tuple((reason, f"{number:,}") for reason, number in wrong_by(batch).items())
    return [Section("Batch", counts), *([Section("Wrong", by)] if by else [])]


def print_wrong(wrong: Sequence[WrongRow]) -> None:
    """The first of them, a line each."""
    for one in wrong[:_LINES]:
        was = f" (was {one.was})" if one.was else ""
        at = "" if not one.field or one.reason.startswith(one.field) else f"{one.field}: "
        print_line(printable(f"line {one.line}: {at}{one.reason}{was}"))
    if len(wrong) > _LINES:
        print_line(f"and {len(wrong) - _LINES:,} more; --report FILE.csv writes them all")


def check_report(path: Path, *read: Path | None) -> None:
    """Nothing is overwritten but an earlier report, and never what is read. Raises `CommandError`."""
    if not path.is_file():
        return
    if any(one and one.exists() and path.samefile(one) for one in read):
        raise CommandError(f"--report: {path} is what is read", CONFIGURATION)
    try:
        with path.open("rb") as file:
            begins = file.read(len(_BEGINS))
    except OSError as error:
        raise CommandError(f"--report: {path}: {error.strerror}", CONFIGURATION) from error
    if begins not in {_BEGINS, b""}:
        raise CommandError(f"--report: {path} is there, and no such report; name another", CONFIGURATION)


def write_report(path: Path, wrong: Sequence[WrongRow]) -> None:
    """All of them as CSV, so that spreadsheets show it rightly and run nothing in it."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows([harmless(str(cell)) for cell in astuple(one)] for one in wrong)
    except OSError as error:
        raise CommandError(f"--report: {path}: {error.strerror}") from error


def _listed(lines: Sequence[int]) -> str:
    first = ", ".join(map(str, lines[:_LINES]))
    return f"{first} and {len(lines) - _LINES:,} more" if len(lines) > _LINES else first
