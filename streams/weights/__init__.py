"""What training left, and the files it lies in."""

from pathlib import Path

from streams.core.weights import Weights
from streams.weights.terms_file import read

CLASSIFICATION = "classification.tsv"


def load(folder: Path | None = None) -> Weights:
    """The weights in `folder`, or those that come with Sinergi. Raises `Mistakes`, naming file and line."""
    return read((folder or Path(__file__).parent) / CLASSIFICATION)
