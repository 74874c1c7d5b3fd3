"""The model of de-duplication as TOML, so that a person can read it and compare two trainings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

from schemas.toml_source import Mistakes, nearest, read_toml
from streams.core.dedupe.model import FEATURES, Bounds, Model, NamedKind, Weight
from streams.core.dedupe.sighting import Kind

DIGITS = 3


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Weight(_Part):
    feature: str
    weights: Annotated[tuple[FiniteFloat, ...], Field(min_length=1)]
    cuts: tuple[FiniteFloat, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.feature not in FEATURES:
            raise ValueError(f"unknown feature '{self.feature}'; {nearest(self.feature, FEATURES)}")
        if len(self.weights) != len(self.cuts) + 1:
            raise ValueError(f"{len(self.cuts)} cuts part {len(self.cuts) + 1} bins, not {len(self.weights)}")
        if list(self.cuts) != sorted(set(self.cuts)):
            raise ValueError("cuts must grow")
        return self


class _Kind(_Part):
    name: Annotated[str, Field(min_length=1)]
    words: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
    family: str
    spread_m: Annotated[FiniteFloat, Field(gt=0)]
    lasts_h: Annotated[FiniteFloat, Field(gt=0)]
    private: bool = False
    unknown: bool = False
    prior: FiniteFloat = 0.0


class _Kinds(_Part):
    kinds: tuple[_Kind, ...]


class _File(_Part):
    bias: FiniteFloat
    join_from: FiniteFloat
    ask_from: FiniteFloat
    bounds: Mapping[str, Annotated[FiniteFloat, Field(gt=0)]]
    weights: tuple[_Weight, ...]
    kinds: tuple[_Kind, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.ask_from > self.join_from:
            raise ValueError("ask_from is above join_from")
        known = {field.name for field in fields(Bounds)}
        if unknown := self.bounds.keys() - known:
            raise ValueError(f"unknown bound '{min(unknown)}'; {nearest(min(unknown), known)}")
        return self


def read(path: Path) -> Model:
    """Read a file. Raises `Mistakes`, naming the line."""
    source = read_toml(path)
    try:
        file = _File.model_validate(source.content)
    except ValidationError as error:
        raise Mistakes(source.explain(error)) from error
    return Model(
        file.bias,
        file.join_from,
        file.ask_from,
        tuple(Weight(one.feature, one.weights, one.cuts) for one in file.weights),
        Bounds(**file.bounds),
        tuple(map(_named, file.kinds)),
    )


def read_kinds(path: Path) -> tuple[NamedKind, ...]:
    """The kinds of a file that holds nothing else. Raises `Mistakes`, naming the line."""
    source = read_toml(path)
    try:
        file = _Kinds.model_validate(source.content)
    except ValidationError as error:
        raise Mistakes(source.explain(error)) from error
    return tuple(map(_named, file.kinds))


def _named(kind: _Kind) -> NamedKind:
    return NamedKind(kind.words, Kind(**kind.model_dump(exclude={"words"})))


def write(model: Model, path: Path, comment: str) -> None:
    """Write a file; the same model gives the same bytes."""
    path.write_text("\n".join(_lines(model, comment)) + "\n", encoding="utf-8")


def _lines(model: Model, comment: str) -> Iterator[str]:
    yield from (f"# {line}" for line in comment.splitlines())
    yield from (f"{name} = {_number(getattr(model, name))}" for name in ("bias", "join_from", "ask_from"))
    yield "\n[bounds]"
    yield from (f"{name} = {_number(value)}" for name, value in asdict(model.bounds).items())
    for weight in model.weights:
        yield f'\n[[weights]]\nfeature = "{weight.feature}"'
        if weight.cuts:
            yield f"cuts = {_numbers(weight.cuts)}"
        yield f"weights = {_numbers(weight.weights)}"
    for named in model.kinds:
        yield from _kind(named)


def _kind(named: NamedKind) -> Iterator[str]:
    kind = named.kind
    words = ", ".join(f'"{word}"' for word in named.words)
    yield f'\n[[kinds]]\nname = "{kind.name}"\nwords = [{words}]\nfamily = "{kind.family}"'
    yield f"spread_m = {_number(kind.spread_m)}\nlasts_h = {_number(kind.lasts_h)}"
    yield from (f"{name} = true" for name in ("private", "unknown") if getattr(kind, name))
    if kind.prior:
        yield f"prior = {_number(kind.prior)}"


def _numbers(numbers: Iterable[float]) -> str:
    return f"[{', '.join(map(_number, numbers))}]"


def _number(value: float) -> str:
    rounded = round(value, DIGITS)
    return f"{rounded:.{DIGITS}f}".rstrip("0").rstrip(".") if rounded else "0"
