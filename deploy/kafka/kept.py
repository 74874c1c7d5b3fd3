"""What a cluster keeps between two starts, written whole or not at all."""

from pathlib import Path


def keep_text(path: Path, text: str) -> None:
    """In the place of what was there. Raises `OSError`."""
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
