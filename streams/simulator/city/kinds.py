"""What happens in the city, and when: one TOML file a kind, named by its category; storms; speech."""

import string
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from streams.simulator.scene import Share

SLOTS = frozenset({"here", "thing", "clock"})
"""What a text may leave open: the place, which of its kind it is, and since when."""

Weight = Annotated[float, Field(gt=0)]
Lines = Annotated[tuple[str, ...], Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rhythm(_Entry):
    """How the hours of a day share what happens; Saturdays and Sundays have `weekend` times as much."""

    hours: Annotated[tuple[Weight, ...], Field(min_length=24, max_length=24)]
    weekend: Weight

    def week(self) -> list[float]:
        """Of 168 hours from Monday's midnight, shares that add up to 168."""
        raw = [hour * (self.weekend if day >= 5 else 1) for day in range(7) for hour in self.hours]
        return [hour * 168 / sum(raw) for hour in raw]


class Texts(_Entry):
    """How it is told: by citizens on their phones, and by those who write it down for others."""

    sorot: Lines
    office: Lines

    @model_validator(mode="after")
    def _leaves_only_slots_open(self) -> Self:
        for text in (*self.sorot, *self.office):
            if unknown := {name for _, name, _, _ in string.Formatter().parse(text) if name} - SLOTS:
                raise ValueError(f"{text!r}: nothing fills {sorted(unknown)}")
        return self


class Stormy(_Entry):
    """What is different about a kind in a storm."""

    life_h: Weight
    reach_m: Weight
    texts: Texts


class Kind(_Entry):
    """Something that happens again and again. `things` are what tells one from another of its kind."""

    id: str
    rate: Annotated[float, Field(gt=0, description="of all incidents, in proportion")]
    rhythm: str
    life_h: Annotated[float, Field(gt=0, description="median time until somebody mends it")]
    life_sigma: Annotated[float, Field(gt=0, description="of the logarithm of the life")]
    reach_m: Annotated[float, Field(gt=0, description="nobody who sees it stands farther off")]
    crowd: Annotated[
        float | None,
        Field(gt=1, description="m or more tell of it with probability m ** -crowd; none: one does"),
    ] = None
    returns: Annotated[Share, Field(description="comes back to its spot after it was mended")] = 0.0
    photos: Annotated[Share, Field(description="of Sorot's reports have a photo")]
    walkable: Annotated[bool, Field(description="one sees several on a walk")] = False
    channels: Annotated[Mapping[str, Weight], Field(min_length=1)]
    mistaken_for: Mapping[str, Share] = {}
    things: Lines
    texts: Texts
    storm: Annotated[Mapping[str, Stormy], Field(description="by the storm's id")] = {}

    def within(self, storm: str) -> "Kind":
        """What it is like in a storm."""
        other = self.storm.get(storm)
        return self.model_copy(update=dict(other)) if other else self


class StormKind(_Entry):
    """What strikes many kelurahan at once."""

    id: str
    per_100_days: Weight
    hours: Annotated[tuple[int, int], Field(description="from so few to so many")]
    reach_m: Weight
    force: Annotated[
        float, Field(gt=0, description="incidents an hour, in those of the whole city's mean hour")
    ]
    crowd: Annotated[float, Field(gt=1)]
    kinds: Annotated[Mapping[str, Weight], Field(min_length=1)]


class Manner(_Entry):
    """How a channel writes where something is: within the text, and in the field for it."""

    here: Lines
    place: Lines


class Speech(_Entry):
    """How places are named, and things said a second time."""

    corners: Lines
    streets: Lines
    again_before: Lines
    again_after: Lines
    manners: Annotated[Mapping[str, Manner], Field(description="by channel")]


def load_kinds() -> dict[str, Kind]:
    """Every kind, by id, in order of id. Raises ValueError."""
    names = sorted(entry.name for entry in _here("kinds").iterdir() if entry.name.endswith(".toml"))
    ids = [name.removesuffix(".toml") for name in names]
    kinds = {id: Kind.model_validate({**_toml(_here(f"kinds/{id}.toml")), "id": id}) for id in ids}
    if strange := {other for kind in kinds.values() for other in kind.mistaken_for} - kinds.keys():
        raise ValueError(f"mistaken for what is no kind: {sorted(strange)}")
    return kinds


def load_rhythms() -> dict[str, Rhythm]:
    """Every rhythm, by name. Raises `ValidationError`."""
    return {name: Rhythm.model_validate(entry) for name, entry in _toml(_here("rhythms.toml")).items()}


def load_storms() -> dict[str, StormKind]:
    """Every kind of storm, by id. Raises `ValidationError`."""
    found = _toml(_here("storms.toml"))
    return {id: StormKind.model_validate({**entry, "id": id}) for id, entry in found.items()}


def load_speech() -> Speech:
    """Raises `ValidationError`."""
    return Speech.model_validate(_toml(_here("speech.toml")))


def _here(name: str) -> Traversable:
    return files(__package__) / name


def _toml(entry: Traversable) -> dict[str, dict[str, object]]:
    return tomllib.loads(entry.read_text(encoding="utf-8"))
