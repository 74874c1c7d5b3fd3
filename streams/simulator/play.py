"""A scene -> what people say of it: texts, times, places, photos."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from streams.simulator.photos import photo
from streams.simulator.scene import Scene, Spot, Voices
from streams.simulator.wording import rotation, say

DEGREE_M = 111_320.0
SPREAD_M = {"sorot": 5.0, "poc": 3.0, "callcenter": 5.0}
"""Standard deviation of a channel's positions around the spot, each way."""
STRAY_MAX_M = 15.0
"""Nobody stands farther from the spot, so that any two are within the 35 m that make one incident."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that its channel has not numbered yet."""

    at: datetime
    channel: str
    scene: str
    content: dict[str, object]


def play(scene: Scene, voices: Voices, rng: Random) -> Iterator[Draft]:
    """All reports of a scene, spot by spot."""
    bodies = {channel: rotation(texts, rng) for channel, texts in scene.texts.items()}
    drafts = []
    for spot in scene.spots:
        for channel, number in spot.reports.items():
            for _ in range(number):
                # Many at first, then fewer and fewer.
                at = scene.starts + timedelta(seconds=round(scene.minutes * 60 * rng.betavariate(1.4, 3)))
                text = _filled(next(bodies[channel]), spot, at, rng)
                said = text if scene.plain else say(text, channel, voices, rng)
                content = (
                    _content(at, said, channel, rng) | {"place": spot.place} | _stand(spot, channel, rng)
                )
                if channel == "sorot":
                    content |= _extras(scene, at, rng)
                drafts.append(Draft(at, channel, scene.id, content))
    yield from drafts
    if scene.resent_after_minutes is not None:
        first = min(drafts, key=lambda draft: draft.at)
        at = first.at + timedelta(minutes=scene.resent_after_minutes)
        text = _filled(next(bodies[first.channel]), scene.spots[0], at, rng)
        yield replace(first, at=at, content=first.content | {"text": text, "reported_at": at.isoformat()})


def _filled(body: str, spot: Spot, at: datetime, rng: Random) -> str:
    clock = at - timedelta(minutes=rng.randint(5, 30))
    return body.format(here=rng.choice(spot.here), clock=f"{clock:%H.%M}")


def _content(at: datetime, text: str, channel: str, rng: Random) -> dict[str, object]:
    reporter = f"{channel}-{rng.getrandbits(48):012x}"
    return {"reported_at": at.isoformat(), "text": text, "reporter": reporter}


def _stand(spot: Spot, channel: str, rng: Random) -> dict[str, object]:
    """Where somebody near the spot stands, and how sure the device is of it."""
    if spot.lat is None or spot.lon is None:
        return {}
    north, east = rng.gauss(0, SPREAD_M[channel]), rng.gauss(0, SPREAD_M[channel])
    kept = min(1.0, STRAY_MAX_M / math.hypot(north, east))
    point: dict[str, object] = {
        "lat": round(spot.lat + north * kept / DEGREE_M, 6),
        "lon": round(spot.lon + east * kept / (DEGREE_M * math.cos(math.radians(spot.lat))), 6),
    }
    if channel == "poc":
        return point
    return point | {"accuracy_m": rng.randint(4, 18) if channel == "sorot" else rng.randint(25, 60)}


def _extras(scene: Scene, at: datetime, rng: Random) -> dict[str, object]:
    """What the app of Sorot lets a citizen add."""
    extras: dict[str, object] = {}
    if rng.random() < scene.photos:
        extras["photos"] = [photo(at, rng)]
    if rng.random() < scene.picked:
        extras["category"] = scene.category
    return extras
