"""What training left, and the files it lies in."""

from pathlib import Path

from streams.core.classify.weights import Weights
from streams.core.dedupe import Model
from streams.weights import duplicates_file, terms_file

CLASSIFICATION = "classification.tsv"
DUPLICATES = "duplicates.toml"


def load(folder: Path | None = None) -> Weights:
    """The weights in `folder`, or those that come with Sinergi. Raises `Mistakes`, naming file and line."""
    return terms_file.read(path_of(CLASSIFICATION, folder))


def load_duplicates(folder: Path | None = None) -> Model:
    """As `load`, of de-duplication."""
    return duplicates_file.read(path_of(DUPLICATES, folder))


def path_of(name: str, folder: Path | None) -> Path:
    """Where weights lie. A folder that holds others need not hold all; one that holds none is a mistake."""
    ours = Path(__file__).parent / name
    if folder is None:
        return ours
    trained = any((folder / one).exists() for one in (CLASSIFICATION, DUPLICATES))
    return ours if trained and not (folder / name).exists() else folder / name
