from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.weights import load_duplicates
from streams.weights.duplicates_file import read

GOOD = """\
bias = -1
join_from = 0
ask_from = -1

[bounds]
extent_m = 120

[[weights]]
feature = "closer"
weights = [-1]

[[weights]]
feature = "text"
cuts = [0.1, 0.5]
weights = [-1, 0, 1]
"""


def file(folder: Path, content: str) -> Path:
    path = folder / "duplicates.toml"
    path.write_text(content)
    return path


def test_it_is_read(tmp_path: Path) -> None:
    model = read(file(tmp_path, GOOD))
    assert [weight.of(value) for weight in model.weights for value in (0, 0.1, 2)] == [0, -0.1, -2, -1, 0, 1]
    assert (model.bounds.extent_m, model.bounds.reach_m) == (120, 300)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"closer"', '"closr"'), "unknown feature 'closr'; did you mean 'closer'"),
        (("[-1, 0, 1]", "[-1, 0]"), "2 cuts part 3 bins, not 2"),
        (("[0.1, 0.5]", "[0.5, 0.1]"), "cuts must grow"),
        (("extent_m", "extend_m"), "unknown bound 'extend_m'; did you mean 'extent_m'"),
        (("ask_from = -1", "ask_from = 1"), "ask_from is above join_from"),
        (("bias = -1", "bias = nan"), "bias: "),
        (("bias = -1\n", ""), "bias: Field required"),
    ],
)
def test_mistakes_are_told(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"duplicates\.toml") as caught:
        read(file(tmp_path, GOOD.replace(*change)))
    assert message in str(caught.value)


def test_a_folder_may_hold_one_of_the_weights_but_not_none(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="cannot be read"):
        load_duplicates(tmp_path)
    (tmp_path / "classification.tsv").write_text("")
    assert load_duplicates(tmp_path) == load_duplicates()
