from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from schemas.toml_source import Mistakes
from streams.core.dedupe import Kind
from streams.learning.duplicates import TooFewLinksError, train_duplicates, untrained
from streams.learning.duplicates_card import duplicates_card
from streams.learning.linked import Linked, read_linked
from streams.learning.logistic import chances, logistic
from streams.learning.pairs import pairs
from streams.learning.streaming import stream
from streams.weights import load_duplicates
from streams.weights.duplicates_file import read, write
from tests.unit.core.model import MODEL
from tests.unit.learning.linked_reports import HEADER, linked_reports


@pytest.fixture
def reports(tmp_path: Path) -> list[Linked]:
    file = tmp_path / "a.csv"
    file.write_text(linked_reports())
    return read_linked(file, {}, untrained())


def test_it_learns_to_join_who_speaks_of_one_lamp_and_nobody_else(reports: list[Linked]) -> None:
    training = train_duplicates({"a": reports}, untrained())
    [found] = training.tested.values()
    assert (found.recall, found.b3_f1, found.hidden_incident_rate) == (1, 1, 0)
    assert found.absorbed_unlabelled == 0
    by_name = {named.kind.name: named.kind for named in training.model.kinds}
    assert by_name["light"].prior > 0 == by_name["pothole"].prior


def test_the_same_reports_give_the_same_bytes_and_what_is_written_is_read(
    reports: list[Linked], tmp_path: Path
) -> None:
    made = []
    for name in ("one", "two"):
        training = train_duplicates({"a": reports}, untrained())
        write(training.model, tmp_path / name, "Made.")
        made.append(((tmp_path / name).read_bytes(), duplicates_card({"a": reports}, training)))
    assert made[0] == made[1]
    again = read(tmp_path / "one")
    write(again, tmp_path / "three", "Made.")
    assert (tmp_path / "three").read_bytes() == made[0][0]
    assert again.bounds == training.model.bounds


def test_links_are_needed_in_each_part_of_the_time(reports: list[Linked]) -> None:
    lonely = [replace(one, quality="none") for one in reports]
    with pytest.raises(TooFewLinksError, match="a: no links between 0% and 25%"):
        train_duplicates({"a": lonely}, untrained())


def test_pairs_are_of_what_people_say_belongs_together(reports: list[Linked]) -> None:
    found = list(pairs(reports, MODEL))
    assert sum(pair.same for pair in found) == 40
    assert {pair.kind for pair in found} == {"light"}
    assert all(pair.sure for pair in found if pair.same)


def test_what_all_who_reported_had_mended_takes_nothing_in(reports: list[Linked]) -> None:
    """The second reporter's ticket is closed, the first's is not: the lamp is not mended."""
    first, second, third = (replace(reports[at], truth="i0") for at in (0, 1, 1))
    late = replace(third, sighting=replace(third.sighting, id="late", at=second.sighting.at + 90_000))
    both = [first, second, late]
    assert stream(both, MODEL)[-1].incident == "late"
    opened = [replace(first, closed_at=None), second, late]
    assert stream(opened, MODEL)[-1].incident == first.sighting.id


def test_logistic_finds_the_odds() -> None:
    """Three of four with the mark are one, one of four without."""
    figures = np.array([[1, 1]] * 4 + [[1, 0]] * 4, float)
    same = np.array([1, 1, 1, 0, 1, 0, 0, 0], float)
    found = logistic(figures, same, np.ones(8), np.zeros(2))
    assert chances(figures @ found)[[0, 4]] == pytest.approx([0.75, 0.25])


ROW = "r1,2026-01-01T00:00:00+07:00,-6.2,107,lampu,,Mobile,i1,linked,,\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER, "1: holds no report"),
        (HEADER.replace("category", "kategori") + ROW, "1: no column 'category'"),
        (HEADER + ROW.replace("-6.2", "-96.2"), "2: lat: -96.2 is not between -90 and 90"),
        (HEADER + ROW.replace("107", "timur"), "2: lon: 'timur' is no number"),
        (HEADER + ROW.replace("+07:00", ""), "2: reported_at: '2026-01-01T00:00:00' has no offset"),
        (
            HEADER + ROW.replace("2026-01-01T", "1 Januari "),
            "2: reported_at: '1 Januari 00:00:00+07:00' is no",
        ),
        (HEADER + ROW + ROW, "3: report_id: 'r1' stands already at line 2"),
        (HEADER + ROW.replace("i1", ""), "2: incident_id: is empty"),
        (HEADER + ROW.replace(",,\n", ",,besok\n"), "2: closed_at: 'besok' is no time"),
    ],
)
def test_mistakes_name_line_and_column(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(Mistakes, match=r"a\.csv") as caught:
        read_linked(tmp_path / "a.csv", {}, MODEL)
    assert message in str(caught.value)


def test_categories_of_the_catalog_are_of_its_kinds_and_others_of_those_their_names_tell(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.csv"
    names = ("lampu", "Pothole repair", "Zzz")
    file.write_text(
        HEADER + "".join(ROW.replace("r1", name).replace(",lampu,", f",{name},") for name in names)
    )
    own = Kind(name="lampu", spread_m=29)
    found = {
        one.sighting.category: one.sighting.kind.name
        for one in read_linked(file, {"lampu": own}, untrained())
    }
    assert found == {"lampu": "lampu", "Pothole repair": "pothole", "Zzz": "usual"}


def test_the_weights_in_place_tell_more_of_what_is_nearer_sooner_and_more_alike() -> None:
    by_feature = {weight.feature: weight.weights for weight in load_duplicates().weights}
    for feature in ("apart_in_spreads", "gap_in_lasts", "closer", "private"):
        assert by_feature[feature][0] < 0, feature
    for feature in ("same_category", "same_photo", "same_voice"):
        assert by_feature[feature][0] > 0, feature
