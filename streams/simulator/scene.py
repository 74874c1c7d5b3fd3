"""Scenes of the city, one TOML file a scene: what happens where, and how people tell of it."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from schemas.progress import Said
from schemas.reply import Answer

Share = Annotated[float, Field(ge=0, le=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spot(_Entry):
    """One place of a scene. Without coordinates its reports tell the place in words alone."""

    here: Annotated[tuple[str, ...], Field(min_length=1, description="how people call it in a text")]
    place: Annotated[str, Field(description="how a form or an operator writes it")]
    lat: float | None = None
    lon: float | None = None
    reports: Annotated[Mapping[str, int], Field(min_length=1, description="how many, by channel")]


class Deed(_Entry):
    """What is done about it afterwards: an agency says something, or a reporter answers.

    `report` counts the scene's reports: the one whose reporter answers, or whose incident it is.
    """

    after_minutes: Annotated[float, Field(gt=0, description="after the scene begins")]
    agency: str | None = None
    said: Said | None = None
    why: str = ""
    photo: Annotated[Literal["fresh", "old"] | None, Field(description="of the fix")] = None
    report: Annotated[int, Field(ge=0)] = 0
    answer: Answer | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.agency is None) != (self.said is None) or (self.said is None) == (self.answer is None):
            raise ValueError("either an agency says something, or a reporter answers")
        return self


class Scene(_Entry):
    """Something that happens. `category` and `incidents` are what the workers should make of it."""

    id: str
    title: str
    category: str
    incidents: Annotated[int, Field(ge=1)]
    starts: AwareDatetime
    minutes: Annotated[float, Field(gt=0)]
    texts: Mapping[str, tuple[str, ...]]
    spots: tuple[Spot, ...]
    photos: Annotated[Share, Field(description="share of Sorot's reports with a photo")] = 0.0
    plain: Annotated[bool, Field(description="told as it is, without the channel's own voice")] = False
    picked: Annotated[Share, Field(description="share of Sorot's reports with the category picked")] = 0.0
    afterwards: tuple[Deed, ...] = ()
    resent_after_minutes: Annotated[
        float | None, Field(description="the first reporter tells it again after this")
    ] = None


class Voices(_Entry):
    """How each channel talks, whatever it is about."""

    openers: Mapping[str, tuple[str, ...]]
    closers: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, str]


def load_scenes() -> list[Scene]:
    """Every scene, by id. Raises `ValidationError`."""
    found = (entry for entry in (files(__package__) / "scenes").iterdir() if entry.name.endswith(".toml"))
    scenes = [
        Scene.model_validate(
            {**tomllib.loads(entry.read_text(encoding="utf-8")), "id": entry.name.removesuffix(".toml")}
        )
        for entry in found
    ]
    return sorted(scenes, key=lambda scene: scene.id)


def load_voices() -> Voices:
    """The city's ways of talking. Raises `ValidationError`."""
    return Voices.model_validate(
        tomllib.loads((files(__package__) / "voices.toml").read_text(encoding="utf-8"))
    )
