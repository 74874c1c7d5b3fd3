"""What is said of an incident: the place by its names, the thing by a template, both as people write."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from streams.simulator.city.ground import Ground
from streams.simulator.city.incidents import Incident
from streams.simulator.city.kinds import Kind, Speech
from streams.simulator.scene import Voices
from streams.simulator.wording import say

SLIPS = 0.25
"""Share of Sorot's texts with a slip of the thumb."""
SMALL = 0.7
"""Share of Sorot's places without capitals."""

Slots = Mapping[str, str]
"""What a witness calls the place, by the slots of `speech.toml`, and since when it is so."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How the city speaks."""

    ground: Ground
    kinds: Mapping[str, Kind]
    speech: Speech
    voices: Voices

    def slots(self, incident: Incident, ward: int, clock: str, rng: Random) -> Slots:
        """Those of a witness who believes it to lie in that kelurahan."""
        road, heard = incident.opening.road, self.ground.wards[ward]
        name = rng.choice(road.names)
        return {
            "road": name if road.landmark else rng.choice(self.speech.streets).format(name=name),
            "ward": rng.choice(heard.names),
            "district": heard.district,
            "corner": incident.corner,
            "near": rng.choice(road.near or heard.names),
            "clock": clock,
            "rt": f"{rng.randint(1, 12):02d}",
        }

    def place(self, channel: str, slots: Slots, rng: Random) -> str:
        """As the field for it is filled in."""
        return rng.choice(self.speech.manners[channel].place).format_map(slots)

    def tell(self, kind: Kind, incident: Incident, channel: str, slots: Slots, rng: Random) -> str:
        """A witness' words, for a kind that the incident may not be."""
        body = rng.choice(kind.texts.sorot if channel == "sorot" else kind.texts.office)
        here = rng.choice(self.speech.manners[channel].here).format_map(slots)
        if channel == "sorot" and rng.random() < SMALL:
            here = here.lower()
        thing = incident.thing if kind is incident.kind else rng.choice(kind.things)
        text = say(body.format(here=here, thing=thing, clock=slots["clock"]), channel, self.voices, rng)
        return slip(text, rng) if channel == "sorot" and rng.random() < SLIPS else text

    def again(self, text: str, rng: Random) -> str:
        """The same once more by the same person."""
        said = f"{rng.choice(self.speech.again_before)}{text}{rng.choice(self.speech.again_after)}"
        return slip(said, rng) if rng.random() < SLIPS else said


def slip(text: str, rng: Random) -> str:
    """One letter doubled, lost or out of its turn; the text as it is if the thumb hits no word."""
    at = rng.randrange(1, max(2, len(text) - 1))
    around = text[at - 1 : at + 2]
    if len(around) < 3 or not around.isalpha():
        return text
    match rng.randrange(3):
        case 0:
            return text[:at] + text[at] + text[at:]
        case 1:
            return text[:at] + text[at + 1 :]
        case _:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
