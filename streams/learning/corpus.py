"""The folder that classification is trained on: what is in it, and how much each part counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from streams.core.mask import mask
from streams.learning.labelled import Labelled, read_labelled
from streams.learning.labelled_file import labelled

CITY = "surabaya_train.csv"
"""Complaints to a city, labelled by its staff, with the time of each and the names of its areas."""

RELABELLED = "flagship_relabel_train.csv"
"""Some of them again, where a second reading found another category."""

SEEDS = "flagship_seeds_synthetic.csv"
"""Made up, for categories that the city's complaints hardly hold."""

FLOOD = "supplement_flood_petabencana_2017.csv"
"""Many reports of a single flood: they must not teach what a usual report is."""

IMPORTANCE: Mapping[str, float] = {CITY: 1.0, RELABELLED: 1.0, SEEDS: 1.0, FLOOD: 0.1}
"""How much a text of each part counts."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """`city` is in order of time; `supplements` says beside each text how much it counts."""

    city: Sequence[Labelled]
    rows: Sequence[Mapping[str, str]]
    supplements: Sequence[tuple[Labelled, float]]

    def until(self, month: str) -> "Corpus":
        """What was known at the end of a month, `yyyy-mm`."""
        kept = [at for at, one in enumerate(self.city) if one.month <= month]
        return Corpus(
            [self.city[at] for at in kept],
            [self.rows[at] for at in kept],
            [(one, counts) for one, counts in self.supplements if one.month <= month],
        )

    def months(self) -> list[str]:
        """Every month of the city's complaints, in order."""
        return sorted({one.month for one in self.city})


def read_corpus(folder: Path) -> Corpus:
    """Read all parts. Raises `Mistakes`, naming file and line."""
    found = labelled(folder / CITY, ("text", "category", "reported_at", "address", "kelurahan", "kecamatan"))
    rows = [
        {**row.cells, "text": mask(row.cells["text"]), "month": row.month("reported_at")} for row in found
    ]
    relabelled = read_labelled(folder / RELABELLED, category="reviewed_category")
    corrected = {one.text for one in relabelled}
    rows = sorted((row for row in rows if row["text"] not in corrected), key=lambda row: row["reported_at"])
    parts = {
        RELABELLED: relabelled,
        SEEDS: read_labelled(folder / SEEDS),
        FLOOD: read_labelled(folder / FLOOD),
    }
    return Corpus(
        [Labelled(row["text"], row["category"], row["month"]) for row in rows],
        rows,
        [(one, IMPORTANCE[name]) for name, part in parts.items() for one in part],
    )
