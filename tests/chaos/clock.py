"""Clocks of workers, which can be made to jump by libfaketime (Debian's package of that name)."""

from pathlib import Path

_LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
_PRELOAD = Path(__file__).parent / "preload"
JUMPS = bool(_LIBRARIES)
"""Whether they can."""


def variables(folder: Path, name: str) -> dict[str, str]:
    """What a worker is started with. Monotonic time stays right, as where somebody sets a clock."""
    if not JUMPS:
        return {}
    jump(folder, name, 0)
    return {
        "LD_PRELOAD": str(_LIBRARIES[0]),
        "FAKETIME_TIMESTAMP_FILE": str(_file(folder, name)),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_CACHE_DURATION": "1",
        "NO_FAKE_STAT": "1",
        "PYTHONPATH": str(_PRELOAD),
    }


def jump(folder: Path, name: str, by_s: float) -> None:
    """From now on its clock is wrong by so much."""
    # Replaced at once: who read half of it would end.
    new = _file(folder, name).with_suffix(".new")
    new.write_text(f"{by_s:+.0f}\n")
    new.rename(_file(folder, name))


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.clock"
