"""Those who tell: through which channel, from where, how sure of it, and what they hold up to the camera."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from streams.simulator.city.ground import Ground
from streams.simulator.city.incidents import Incident
from streams.simulator.city.kinds import Kind
from streams.simulator.city.wording import Tongue
from streams.simulator.photos import photo
from streams.simulator.story import PREFIX

ACCURACY_M = (8.0, 0.6)
"""Median and sigma of what Sorot's phones are sure of."""
ACCURACY_MAX_M = 60.0
WITHIN = 2.0
"""No phone is off by more than so many times its accuracy, unless it is at home."""
POC_M = 3.0
AT_HOME = 0.03
ASTRAY = 0.04
PICKED = 0.3
PLACED = 0.3
"""Share of Sorot's reports with the place written out."""
FORWARDED = 0.04
"""Share of photos that came from the one before, by way of a neighbours' group."""
KEPT = 0.6
"""Share of resends with the photo of the first time."""
FLIPPED = 3
"""So many bits of a perceptual hash differ at most when the same photo was pressed together anew."""
REGULAR = 0.06
REGULARS = 400
CREWS = 30


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a report says that it is. `wrong` says how that misleads: home, kelurahan, or nothing."""

    lat: float | None = None
    lon: float | None = None
    accuracy_m: int | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One report and what is true of it. `category` is what it is told as, the incident's or another."""

    id: str
    at_s: float
    channel: str
    category: str
    text: str
    place: str
    stand: Stand
    reporter: str
    picked: bool
    photo: Mapping[str, object] | None
    incident: Incident
    first: bool
    resent: bool = False


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Everybody who may tell. `begins` is the first moment of the simulation."""

    tongue: Tongue
    ground: Ground
    begins: datetime

    def tell(
        self, incident: Incident, at_s: float, serial: int, rng: Random, *, first: bool, held: str
    ) -> Said:
        """What the next of them says. `held` is the hash of the photo before, which may have gone round."""
        walker = incident.opening.walker if first else None
        channel = "sorot" if walker else _channel(incident.kind, rng)
        told_as = self._told_as(incident, rng)
        ward = incident.opening.road.ward
        lost = channel != "poc" and rng.random() < ASTRAY
        if lost:
            ward = rng.choice(self.ground.wards[ward].neighbours)
        slots = self.tongue.slots(incident, ward, self._clock(at_s, rng), rng)
        text = self.tongue.tell(told_as, incident, channel, slots, rng)
        placed = channel != "sorot" or rng.random() < PLACED
        place = self.tongue.place(channel, slots, rng) if placed else ""
        # Who is wrong misleads nobody as long as it is not said.
        misleads = lost and slots["ward"].lower() in f"{text} {place}".lower()
        return Said(
            id=id_of(channel, serial),
            at_s=at_s,
            channel=channel,
            category=told_as.id,
            text=text,
            place=place,
            stand=self._stand(incident, channel, "kelurahan" if misleads else "", rng),
            reporter=walker or reporter(channel, rng),
            picked=channel == "sorot" and rng.random() < PICKED,
            photo=self._photo(incident, channel, at_s, held, rng),
            incident=incident,
            first=first,
        )

    def again(self, said: Said, at_s: float, serial: int, rng: Random) -> Said:
        """The same person some minutes later: the text a little other, the same photo or none."""
        shown = None
        if said.photo and rng.random() < KEPT:
            pressed_anew = {"phash": pressed(hash_of(said), rng), "taken_at": said.photo["taken_at"]}
            shown = photo(self._at(at_s), rng) | pressed_anew
        return replace(
            said,
            id=id_of(said.channel, serial),
            at_s=at_s,
            text=self.tongue.again(said.text, rng),
            photo=shown,
            first=False,
            resent=True,
        )

    def _at(self, at_s: float) -> datetime:
        return self.begins + timedelta(seconds=int(at_s))

    def _clock(self, at_s: float, rng: Random) -> str:
        """A little before, as one says it."""
        at = self._at(at_s) - timedelta(minutes=rng.randint(5, 60))
        return f"{at.hour:02d}.{at.minute // 5 * 5:02d}"

    def _told_as(self, incident: Incident, rng: Random) -> Kind:
        draw = rng.random()
        for id, share in incident.kind.mistaken_for.items():
            if draw < share:
                return self.tongue.kinds[id]
            draw -= share
        return incident.kind

    def _stand(self, incident: Incident, channel: str, wrong: str, rng: Random) -> Stand:
        """The call centre knows words only, POC the spot, Sorot where the phone is."""
        if channel == "callcenter":
            return Stand(wrong=wrong)
        x, y = incident.opening.x, incident.opening.y
        if channel == "poc":
            return Stand(*self.ground.lat_lon(*_off(x, y, rng.uniform(0, POC_M), rng)))
        median_m, sigma = ACCURACY_M
        accuracy_m = min(ACCURACY_MAX_M, 2 + median_m * math.exp(rng.gauss(0, sigma)))
        if rng.random() < AT_HOME:
            x, y = self._home(rng)
            wrong = "home"
        else:
            reach_m = incident.kind.reach_m
            x, y = _off(x, y, min(reach_m, rng.expovariate(2.5 / reach_m)), rng)
            x, y = _off(x, y, min(WITHIN * accuracy_m, abs(rng.gauss(0, accuracy_m))), rng)
        return Stand(*self.ground.lat_lon(x, y), math.ceil(accuracy_m), wrong)

    def _home(self, rng: Random) -> tuple[float, float]:
        road = rng.choice(rng.choice(self.ground.wards).roads)
        return road.at(rng.uniform(-road.half_m, road.half_m))

    def _photo(
        self, incident: Incident, channel: str, at_s: float, held: str, rng: Random
    ) -> Mapping[str, object] | None:
        if channel != "sorot" or rng.random() >= incident.kind.photos:
            return None
        forwarded = bool(held) and rng.random() < FORWARDED
        phash = pressed(held, rng) if forwarded else f"{rng.getrandbits(64):016x}"
        return photo(self._at(at_s), rng) | {"phash": phash}


def id_of(channel: str, serial: int) -> str:
    """As the channel numbers its reports."""
    return f"{PREFIX[channel]}-{serial:07d}"


def hash_of(said: Said) -> str:
    """The perceptual hash of its photo, empty without one."""
    return str(said.photo["phash"]) if said.photo else ""


def reporter(channel: str, rng: Random) -> str:
    """Somebody; now and then one of those who report often, and at POC one of few crews."""
    if channel == "poc":
        return f"poc-regu-{rng.randint(1, CREWS):02d}"
    number = rng.randrange(REGULARS) if rng.random() < REGULAR else rng.getrandbits(48)
    return f"{channel}-{number:012x}"


def pressed(phash: str, rng: Random) -> str:
    """The hash of the same photo after it was sent on."""
    bits = int(phash, 16)
    for _ in range(rng.randint(0, FLIPPED)):
        bits ^= 1 << rng.randrange(64)
    return f"{bits:016x}"


def _channel(kind: Kind, rng: Random) -> str:
    return rng.choices(tuple(kind.channels), tuple(kind.channels.values()))[0]


def _off(x: float, y: float, off_m: float, rng: Random) -> tuple[float, float]:
    angle = rng.uniform(0, math.tau)
    return x + off_m * math.cos(angle), y + off_m * math.sin(angle)
