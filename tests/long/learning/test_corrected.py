"""What operators of this city decided is learned from beside the files, and only what they decided."""

from datetime import timedelta
from pathlib import Path

import pytest

from sinks.placed import Placed
from streams.learning.corrected import corrected
from streams.learning.duplicates import Training, train_duplicates, untrained
from streams.learning.duplicates_card import duplicates_card
from streams.learning.linked import Linked, read_linked
from tests.unit.core.deciding import AREAS, KINDS
from tests.unit.core.reports import NOON, point
from tests.unit.learning.linked_reports import linked_reports


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[Linked]]:
    (tmp_path / "a.csv").write_text(linked_reports())
    return {"a": read_linked(tmp_path / "a.csv", {}, untrained())}


def placed(id: str, incident: str, *, hours: float, north_m: float, reviewed: bool = True) -> Placed:
    return Placed(
        channel="sorot",
        id=id,
        reported_at=NOON + timedelta(hours=hours),
        reporter="x",
        category="banjir",
        text="banjir",
        place_words="Jl. Melati 3",
        place=point(north_m),
        incident=incident,
        reviewed=reviewed,
    )


def pairs_far_apart(number: int, *, same: bool, reviewed: bool = True) -> list[Placed]:
    """Two reports 100 m apart, a week after the last two, that operators called one or two."""
    return [
        placed(
            f"{n}-{end}",
            f"i{n}" if same else f"i{n}-{end}",
            hours=170 * n + end,
            north_m=100 * end,
            reviewed=reviewed,
        )
        for n in range(number)
        for end in range(2)
    ]


def trained(files: dict[str, list[Linked]], decided: list[Placed]) -> Training:
    return train_duplicates(files, untrained(), corrected(decided, KINDS, AREAS))


def weight(training: Training, feature: str) -> float:
    [found] = [one.weights[0] for one in training.model.weights if one.feature == feature]
    return found


def test_reports_are_as_de_duplication_saw_them() -> None:
    [one, other] = corrected(
        [placed("a", "i", hours=0, north_m=0), placed("b", "i", hours=1, north_m=0, reviewed=False)],
        KINDS,
        AREAS,
    )
    assert (one.known, other.known, one.truth) == (True, False, "i")
    assert (one.sighting.kind, one.sighting.voice, one.sighting.address) == (
        KINDS["banjir"],
        "sorot:x",
        "jl melati 3",
    )
    assert corrected([placed("a", "i", hours=0, north_m=0)], {}, AREAS) == []


def test_what_operators_call_one_far_apart_makes_distance_count_for_less(
    files: dict[str, list[Linked]],
) -> None:
    one = trained(files, pairs_far_apart(60, same=True))
    two = trained(files, pairs_far_apart(60, same=False))
    assert weight(one, "apart_in_spreads") > weight(two, "apart_in_spreads")
    assert one.corrected >= 60
    assert f"decided {one.corrected} pairs more" in duplicates_card(files, one)


def test_what_nobody_looked_at_changes_nothing(files: dict[str, list[Linked]]) -> None:
    nothing, unseen = trained(files, []), trained(files, pairs_far_apart(30, same=False, reviewed=False))
    assert unseen == nothing
    assert "Operators of this city decided" not in duplicates_card(files, nothing)
