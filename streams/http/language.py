"""In which of our languages somebody is answered."""

from typing import Literal, TypeAlias

Language: TypeAlias = Literal["id", "en"]

DEFAULT: Language = "id"


def language_of(accepted: str) -> Language:
    """The first of our languages that an `Accept-Language` names, by its weights; Indonesian if none."""
    ranked = sorted(map(_weighed, accepted.split(",")), key=lambda found: -found[1])
    for name, weight in ranked:
        if weight > 0 and name in ("id", "in"):
            return "id"
        if weight > 0 and name == "en":
            return "en"
    return DEFAULT


def _weighed(part: str) -> tuple[str, float]:
    name, _, quality = part.strip().partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
    except ValueError:
        weight = 0.0
    return name.strip().lower().partition("-")[0], weight
