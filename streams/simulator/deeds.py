"""What agencies do about a scene and what its reporters answer: the second half of the story. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from streams.simulator.scene import Deed, Scene, Spot
from streams.simulator.story import Told

PHOTO_AGE = timedelta(minutes=4)
OLD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Done:
    """A deed at its moment. `report` is the one that it is about: `channel`, id."""

    at: datetime
    scene: Scene
    deed: Deed
    report: tuple[str, str]


def deeds(scenes: Iterable[Scene], told: Sequence[Told]) -> list[Done]:
    """In order of time. The reports of a scene are counted in the order in which they were told."""
    found = []
    for scene in scenes:
        reports = [(one.channel, one.key) for one in told if one.scene == scene.id]
        for deed in scene.afterwards:
            at = scene.starts + timedelta(minutes=deed.after_minutes)
            found.append(Done(at, scene, deed, reports[deed.report % len(reports)]))
    return sorted(found, key=lambda done: (done.at, done.scene.id))


def message(done: Done, incident_id: str, version: int) -> dict[str, object]:
    """What an agency's officer sends."""
    deed = done.deed
    content: dict[str, object] = {
        "id": id_of(done),
        "incident_id": incident_id,
        "version": version,
        "at": done.at.isoformat(),
        "by": "petugas-7",
        "said": deed.said,
        "why": deed.why,
    }
    return content | ({"photos": [_photo(done)]} if deed.photo else {})


def reply(done: Done, incident_id: str) -> dict[str, object]:
    """What a channel sends when a reporter answers."""
    return {
        "id": id_of(done),
        "report_id": done.report[1],
        "incident_id": incident_id,
        "at": done.at.isoformat(),
        "answer": done.deed.answer,
    }


def id_of(done: Done) -> str:
    """By scene and minute."""
    return f"{done.scene.id}-{done.deed.after_minutes:g}"


def _photo(done: Done) -> dict[str, object]:
    """Of the fix, where it was; an old one is of another day."""
    spot: Spot = done.scene.spots[0]
    age = PHOTO_AGE if done.deed.photo == "fresh" else OLD
    place = {} if spot.lat is None else {"lat": spot.lat, "lon": spot.lon}
    return {
        "url": f"https://foto.example/{id_of(done)}.jpg",
        "phash": hashlib.sha256(id_of(done).encode()).hexdigest()[:16],
        "taken_at": (done.at - age).isoformat(),
        **place,
    }
