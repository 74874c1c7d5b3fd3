"""Texts that people gave a category."""

from dataclasses import dataclass
from pathlib import Path

from streams.core.mask import mask
from streams.learning.labelled_file import labelled


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, masked as `triage` masks it, and its category.

    `month` is `yyyy-mm`, and empty where no time is known.
    """

    text: str
    category: str
    month: str = ""


def read_labelled(path: Path, *, category: str = "category", dated: bool = True) -> list[Labelled]:
    """The rows of a file whose column `category` holds the answers. Raises `Mistakes`.

    Their time is looked at only if they are `dated`.
    """
    return [
        Labelled(mask(row.cells["text"]), row.cells[category], row.month("reported_at") if dated else "")
        for row in labelled(path, ("text", category), ("reported_at",))
    ]
