from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from schemas.toml_source import Mistakes, TomlSource, nearest, read_toml

keys = st.sampled_from(["agency", "since", "words", "text", "a-b", '"quoted"'])
elements = st.sampled_from(['"jalan"', '"agency = 1"', '"[words]"', '"# text"', "[1, 2]", '["x"]'])
values = st.one_of(
    st.sampled_from(["1", '"satu"', '"text = [1]"', "2025-01-01"]),
    st.lists(elements, max_size=3).map(lambda items: "[\n" + "".join(f"    {i},\n" for i in items) + "]"),
)
entries = st.lists(st.tuples(keys, values), unique_by=lambda entry: entry[0])
tables = st.lists(st.tuples(st.sampled_from(["routes", "examples"]), entries), max_size=5)


@given(tables)
def test_every_key_is_found_at_its_line(content: list[tuple[str, list[tuple[str, str]]]]) -> None:
    lines: list[str] = ['name = "apa"']
    places: dict[tuple[int | str, ...], int] = {("name",): 1}
    counts = {"routes": 0, "examples": 0}
    for name, entries in content:
        lines += ["", f"[[{name}]]"]
        table = (name, counts[name])
        counts[name] += 1
        places[table] = len(lines)
        for key, value in entries:
            lines += f"{key} = {value}".splitlines()
            places[(*table, key.strip('"'))] = len(lines) - value.count("\n")
    source = TomlSource(Path("x.toml"), "\n".join(lines), {})

    assert {place: source.line_of(place) for place in places} == places
    assert all(source.line_of((*place, "missing")) == line for place, line in places.items())


def test_line_of_nothing_known_is_the_first() -> None:
    assert TomlSource(Path("x.toml"), "\n\na = 1", {}).line_of(("b", 0)) == 1


def test_comments_do_not_move_a_table() -> None:
    source = TomlSource(Path("x.toml"), '# [[routes]]\n[[routes]] # first\nagency = "x" # agency = 2\n', {})
    assert source.line_of(("routes", 0, "agency")) == 3


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a = 1\nb = \n", 2, "is not TOML"),
        (b'a = 1\nb = """\n', 3, "is not TOML"),
        (b"a = '\xff'\n", 1, "is not UTF-8"),
    ],
)
def test_unreadable_file_is_a_mistake(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(Mistakes, match=message) as caught:
        read_toml(path)
    assert [(found.path, found.line) for found in caught.value.mistakes] == [(path, line)]


def test_missing_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="No such file"):
        read_toml(tmp_path / "x.toml")


class Radius(BaseModel):
    radius_m: float
    name: str


def test_each_point_of_an_error_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('# jauh\nradius_m = "x"\n')
    source = read_toml(path)
    with pytest.raises(ValidationError) as caught:
        Radius.model_validate(source.content)
    first, second = source.explain(caught.value)
    assert str(first).startswith(f"{path}:2: radius_m: ")
    assert str(second) == f"{path}:1: name: Field required"


@pytest.mark.parametrize(
    ("word", "hint"),
    [("dishup", "did you mean 'dishub'?"), ("zzz", "valid: damkar, dishub"), ("", "valid: damkar, dishub")],
)
def test_hint_names_the_nearest_word(word: str, hint: str) -> None:
    assert nearest(word, {"dishub", "damkar"}) == hint
