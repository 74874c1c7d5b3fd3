"""Lines of a spreadsheet, read by a process of its own that may take only so much memory and time.

A spreadsheet is a packed archive of a sparse table: a file of five kilobytes can ask for terabytes,
and the library that reads it then ends its process.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

from schemas.toml_source import Mistake, Mistakes
from streams.replay.sheet_process import CPU_S, MEMORY_BYTES
from streams.replay.tables import Cells

MODULE = "streams.replay.sheet_process"
FILE_BYTES = 64 << 20
UNPACKED_BYTES = 512 << 20
LINE_BYTES = 4 << 20


def sheet_lines(path: Path, sheet: str | None) -> Iterator[Cells]:
    """Every line with its number. Raises `Mistakes`, `OSError`."""
    _check(path)
    command = [sys.executable, "-m", MODULE, str(path), *([sheet] if sheet else [])]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process,  # noqa: S603  (no shell)
    ):
        try:
            ended = yield from _lines(path, cast("IO[bytes]", process.stdout))
            if not ended:
                raise _died(path, process.wait(), said)
        finally:
            process.kill()


def _lines(path: Path, output: IO[bytes]) -> Generator[Cells, None, bool]:
    """What the process wrote; whether it came to its end."""
    taken = 0
    for number, line in enumerate(iter(lambda: output.readline(LINE_BYTES), b""), 1):
        taken += len(line)
        if len(line) == LINE_BYTES or taken > UNPACKED_BYTES:
            raise _mistake(
                path, f"holds more than {UNPACKED_BYTES >> 20} MiB, or {LINE_BYTES >> 20} in a line"
            )
        if not line.endswith(b"\n"):
            return False
        content = json.loads(line)
        if isinstance(content, list):
            yield number, content
        elif reason := content["refused"]:
            raise _mistake(path, reason)
        else:
            return True
    return False


def _died(path: Path, code: int, said: IO[bytes]) -> Exception:
    """Ended by a signal it met its bounds; all else is a fault of ours."""
    if code < 0:
        return _mistake(path, f"takes more than {MEMORY_BYTES >> 20} MiB of memory or {CPU_S} s to read")
    said.seek(0)
    return RuntimeError(f"{MODULE} ended with {code}: {said.read().decode(errors='replace')}")


def _check(path: Path) -> None:
    if find_spec("python_calamine") is None:
        raise _mistake(path, "is a spreadsheet, and reading those needs `pip install sinergi[intake]`")
    if path.stat().st_size > FILE_BYTES:
        raise _mistake(path, f"has more than {FILE_BYTES >> 20} MiB, the bound of a spreadsheet")
    unpacked = _unpacked_bytes(path)
    if unpacked > UNPACKED_BYTES:
        raise _mistake(path, f"unpacks to {unpacked >> 20} MiB, the bound is {UNPACKED_BYTES >> 20} MiB")


def _unpacked_bytes(path: Path) -> int:
    """As the archive itself says; an .xls is none."""
    if not zipfile.is_zipfile(path):
        return 0
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _mistake(path, f"is a damaged archive: {error}") from error


def _mistake(path: Path, message: str) -> Mistakes:
    return Mistakes([Mistake(path, 1, message)])
