"""Weights as text: a line a term, so that a person can look up a word and compare two trainings.

    categories  accident  drainage ...
    bias        -21 -20 ...            in grains, in the order of the categories
    calibration 1.9 1.4 0.2             of score, of lead, constant
    ignored     wonokromo ...           words that must not decide
    terms       48012                   lines that follow, so that a file cut short is noticed
    word  macet     102 -1 18 ...      a word or pair: its rarity, then its weights, in grains
    gram  _mac      87 0 2 ...       part of a word, its edges as _

Fields are parted by tabs, numbers by spaces; `#` begins a comment; a grain is 1 / GRAIN.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np

from schemas.toml_source import Mistake, Mistakes
from streams.core.classify.weights import GRAIN, Calibration, Floats, Terms, Weights

Line = tuple[int, list[str]]


def read(path: Path) -> Weights:
    """Read a file. Raises `Mistakes`, naming the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Mistakes([Mistake(path, 1, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise Mistakes([Mistake(path, 1, f"is not UTF-8: {error.reason}")]) from error
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]
    try:
        return _weights(lines)
    except _WrongLineError as error:
        raise Mistakes([Mistake(path, error.line, error.reason)]) from error


def write(weights: Weights, path: Path, comment: str) -> None:
    """Write a file; the same weights give the same bytes."""
    path.write_text("\n".join(_lines(weights, comment)) + "\n", encoding="utf-8")


class _WrongLineError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason


def _weights(lines: list[Line]) -> Weights:
    head = {fields[0]: (number, fields[1:]) for number, fields in lines if fields[0] in _HEAD}
    if missing := [name for name in _HEAD if name not in head]:
        raise _WrongLineError(1, f"no line begins with {', '.join(missing)}")
    categories = tuple(head["categories"][1])
    bias = _numbers([head["bias"]], len(categories))[0]
    terms = int(_numbers([head["terms"]], 1)[0, 0])
    if len(lines) - len(head) != terms:
        raise _WrongLineError(lines[-1][0], f"{len(lines) - len(head)} terms end here, not {terms}")
    return Weights(
        categories,
        bias / GRAIN,
        _terms(lines, "word", len(categories)),
        _terms(lines, "gram", len(categories)),
        frozenset(word for fields in head["ignored"][1] for word in fields.split()),
        _calibration(*head["calibration"]),
    )


_HEAD = ("categories", "bias", "calibration", "ignored", "terms")


def _calibration(number: int, fields: list[str]) -> Calibration:
    try:
        score, lead, constant = map(float, " ".join(fields).split())
    except ValueError as error:
        raise _WrongLineError(number, "calibration needs three numbers") from error
    return Calibration(score, lead, constant)


def _terms(lines: list[Line], kind: str, width: int) -> Terms:
    found = [(number, fields[1:]) for number, fields in lines if fields[0] == kind]
    table = _numbers([(number, fields[1:]) for number, fields in found], width + 1) / GRAIN
    rows = {fields[0].replace("_", " "): row for row, (_, fields) in enumerate(found)}
    return Terms(rows, table[:, 1:], table[:, 0])


def _numbers(lines: list[Line], width: int) -> Floats:
    """One row of numbers a line; all at once, since a line at a time takes ten times as long."""
    for number, fields in lines:
        if len(fields) != 1 or fields[0].count(" ") != width - 1 or "," in fields[0]:
            raise _WrongLineError(number, f"needs {width} numbers")
    try:
        numbers = _read_numbers(" ".join(fields[0] for _, fields in lines))
    except msgspec.DecodeError:
        _name_the_line(lines)
        raise
    return np.array(numbers, np.float32).reshape(len(lines), width)


def _read_numbers(numbers: str) -> list[int]:
    # As a list in JSON, for which there is a parser four times as fast as numpy's.
    return msgspec.json.decode(f"[{numbers.replace(' ', ',')}]", type=list[int])


def _name_the_line(lines: list[Line]) -> None:
    for number, fields in lines:
        try:
            _read_numbers(fields[0])
        except msgspec.DecodeError as error:
            raise _WrongLineError(number, f"holds more than whole numbers: {fields[0][:40]}") from error


def _lines(weights: Weights, comment: str) -> Iterator[str]:
    yield from (f"# {line}" for line in comment.splitlines())
    yield "\t".join(("categories", *weights.categories))
    yield f"bias\t{_grains(weights.bias)}"
    found = weights.calibration
    yield f"calibration\t{found.score:.3f} {found.lead:.3f} {found.constant:.3f}"
    yield f"ignored\t{' '.join(sorted(weights.ignored))}"
    yield f"terms\t{len(weights.words.rows) + len(weights.grams.rows)}"
    for kind, terms in (("word", weights.words), ("gram", weights.grams)):
        for term, row in sorted(terms.rows.items()):
            numbers = _grains([terms.rarity[row], *terms.table[row]])
            yield f"{kind}\t{term.replace(' ', '_')}\t{numbers}"


def _grains(numbers: Iterable[float]) -> str:
    return " ".join(str(round(float(number) * GRAIN)) for number in numbers)
