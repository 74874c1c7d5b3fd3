"""The measures, by hand on a few reports."""

import pytest

from streams.core.dedupe import Kind, Sighting
from streams.learning.duplicate_figures import duplicate_figures, hidden, missed
from streams.learning.linked import Linked
from streams.learning.streaming import Decided


def decided(
    number: int, truth: str, incident: str, quality: str = "linked", perhaps: str | None = None
) -> Decided:
    sighting = Sighting(f"r{number}", float(number), "lampu", Kind())
    return Decided(Linked(sighting, truth, quality, None), incident, perhaps, None)


STREAM = [
    decided(1, "A", "r1"),
    decided(2, "A", "r1"),
    decided(3, "B", "r1"),  # hidden: whoever goes there mends A
    decided(4, "B", "r4", perhaps="r1"),  # a question that does not help
    decided(5, "C", "r5", quality="linked_out"),
    decided(6, "", "r5", quality="none"),  # absorbed
    decided(7, "", "r7", quality="none"),
    decided(8, "D", "r1", quality="noisy"),  # in the stream, not scored
    decided(9, "A", "r9", perhaps="r1"),  # a question that does
]


def test_all_figures() -> None:
    found = duplicate_figures(STREAM)
    assert (found.n, found.labelled) == (9, 6)
    assert found.recall == pytest.approx(1 / 3, abs=1e-4)  # A: 3 in 2 pieces, B: 2 in 2
    assert found.hidden_incident_rate == pytest.approx(1 / 6, abs=1e-4)
    assert found.absorbed_unlabelled == 0.5
    assert found.ask_share == pytest.approx(2 / 9, abs=1e-4)
    assert found.recall_if_answered == pytest.approx(2 / 3, abs=1e-4)
    assert found.pair_f1 == pytest.approx(2 * 1 / (4 + 3), abs=1e-4)
    precision = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6
    recall = (2 / 3 + 2 / 3 + 1 / 2 + 1 / 2 + 1 + 1 / 3) / 6
    assert found.b3_f1 == pytest.approx(2 * precision * recall / (precision + recall), abs=1e-4)


def test_what_came_before_claims_but_is_not_scored() -> None:
    found = duplicate_figures(STREAM, since=3)
    assert (found.n, found.labelled) == (7, 4)
    assert found.hidden_incident_rate == 0.25
    assert duplicate_figures(STREAM, until=3).hidden_incident_rate == 0


def test_what_is_wrong_is_named() -> None:
    assert [one.linked.sighting.id for one in hidden(STREAM)] == ["r3"]
    assert [one.linked.sighting.id for one in missed(STREAM)] == ["r4", "r9"]


def test_nothing_has_figures_too() -> None:
    found = duplicate_figures([])
    assert (found.n, found.recall, found.b3_f1, found.pair_f1) == (0, 0.0, 0.0, 0.0)
