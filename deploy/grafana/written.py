"""The dashboards as files: as drawn now, and as they lie in a folder."""

from pathlib import Path

from deploy.grafana.boards import BOARDS
from deploy.grafana.draw import draw

DASHBOARDS = Path(__file__).parent / "dashboards"


def drawn() -> dict[str, str]:
    """Each file's text by its name."""
    return {f"{board.id}.json": draw(board) for board in BOARDS}


def write(folder: Path) -> None:
    """Make the folder hold these and no other dashboards."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in differing(folder):
        (folder / name).unlink(missing_ok=True)
    for name, text in drawn().items():
        (folder / name).write_text(text, encoding="utf-8")


def differing(folder: Path) -> list[str]:
    """Names of files that are missing, other than drawn, or drawn no more."""
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    wanted = drawn()
    return sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
