"""Rules to try: read whole or refused, and reports are understood once where that is enough."""

import shutil
from pathlib import Path

import pytest

import schemas.catalog
import streams.weights
from schemas.toml_source import Mistakes
from streams.whatif.rule_set import RuleSet, Source, load_both

BUILT_IN = Source(None, None)


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """A copy of the catalog, to be changed."""
    return Path(shutil.copytree(Path(schemas.catalog.__file__).parent, tmp_path / "candidate"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def both(candidate: Path, weights: Path | None = None) -> tuple[RuleSet, RuleSet]:
    return load_both(BUILT_IN, Source(candidate, weights))


def test_what_only_resolve_reads_leaves_reports_understood_once(candidate: Path) -> None:
    tree = candidate / "categories" / "tree.toml"
    change(tree, 'agency = "dbmsda"', 'agency = "bpbd"')
    change(tree, "spread_m = 38", "spread_m = 80")
    before, after = both(candidate)
    assert after.knowledge is before.knowledge
    assert after.rules.kinds["tree"].spread_m == 80


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("categories/tree.toml", "words = [", 'words = ["sulur gantung",'),
        ("categories/tree.toml", 'family = "environment"', 'family = "order"'),
        ("city.toml", "unsure_below = 0.6", "unsure_below = 0.5"),
        ("channels/sorot.toml", "error_m = ", "error_m = 1"),
        ("areas/landmarks/unisma.toml", "error_m = ", "error_m = 1"),
    ],
)
def test_what_triage_reads_makes_it_understand_anew(candidate: Path, file: str, old: str, new: str) -> None:
    change(candidate / file, old, new)
    before, after = both(candidate)
    assert after.knowledge is not before.knowledge


def test_weights_are_the_same_by_their_content(candidate: Path, tmp_path: Path) -> None:
    folder = Path(streams.weights.__file__).parent
    copied = tmp_path / "weights"
    shutil.copytree(folder, copied)
    before, after = both(candidate, copied)
    assert after.knowledge is before.knowledge
    with (copied / streams.weights.CLASSIFICATION).open("a", encoding="utf-8") as file:
        file.write("# another\n")
    before, after = both(candidate, copied)
    assert after.knowledge is not before.knowledge


def test_a_candidate_with_mistakes_is_refused_with_file_and_line(candidate: Path) -> None:
    (candidate / "categories" / "tree.toml").write_text("famly = 1\n")
    with pytest.raises(Mistakes, match=r"tree\.toml:1: famly: unknown key"):
        both(candidate)


def test_weights_that_are_not_there_are_named(candidate: Path, tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"nowhere.*classification\.tsv"):
        both(candidate, tmp_path / "nowhere")


def test_a_folder_of_weights_may_hold_those_of_duplicates_alone(candidate: Path, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    built_in = Path(streams.weights.__file__).with_name(streams.weights.DUPLICATES)
    shutil.copy(built_in, folder)
    change(folder / streams.weights.DUPLICATES, "active_days = 30", "active_days = 84")
    before, after = both(candidate, folder)
    assert after.knowledge is before.knowledge
    assert (before.reach_days, after.reach_days) == (30, 84)
