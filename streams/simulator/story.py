"""One night and one morning in Kota Bekasi as records of the three channels. Pure: a seed gives one story."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from streams.simulator.faults import faults, reused
from streams.simulator.play import Draft, play
from streams.simulator.scene import load_scenes, load_voices

SEED = 2026
PREFIX = {"callcenter": "CC", "sorot": "S", "poc": "P"}
"""How each channel begins its numbers."""
BROKEN = "rusak"
"""The scene of records that no citizen sent as they are."""
AGAIN_AFTER = timedelta(seconds=40)
FAULT_EVERY = timedelta(minutes=80)


class Outcome(StrEnum):
    """What must become of a record."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REDELIVERED = "redelivered"


@dataclass(frozen=True, slots=True)
class Told:
    """A record on its way to a channel's topic. `expects` is the code of its refusal, if it has one."""

    at: datetime
    channel: str
    key: str
    value: bytes
    scene: str
    outcome: Outcome = Outcome.ACCEPTED
    expects: str = ""


def story(seed: int = SEED) -> list[Told]:
    """The whole story in order of time."""
    voices = load_voices()
    # Each scene draws from its own source, so that a change of one leaves the others as they are.
    drafts = [draft for scene in load_scenes() for draft in play(scene, voices, _source(seed, scene.id))]
    told = list(_numbered(sorted(drafts, key=lambda d: (d.at, d.channel, d.scene, str(d.content)))))
    return sorted([*told, *_mishaps(told)], key=lambda t: (t.at, t.channel, t.key))


def _source(seed: int, name: str) -> Random:
    return Random(f"{seed}/{name}")  # noqa: S311  (a story, not a secret)


def _numbered(drafts: Iterable[Draft]) -> Iterator[Told]:
    """Each with its channel's own number."""
    numbers: Counter[str] = Counter()
    for draft in drafts:
        numbers[draft.channel] += 1
        id = f"{PREFIX[draft.channel]}-{numbers[draft.channel]:04d}"
        value = json.dumps({"id": id, **draft.content}, ensure_ascii=False).encode()
        yield Told(draft.at, draft.channel, id, value, draft.scene)


def _mishaps(told: Sequence[Told]) -> Iterator[Told]:
    """What goes wrong between a citizen and us: sent twice, an id used twice, and broken records."""
    jam = [record for record in told if record.scene == "macet_ahmad_yani" and record.channel == "sorot"]
    yield replace(jam[4], at=jam[4].at + AGAIN_AFTER, outcome=Outcome.REDELIVERED)
    yield replace(
        jam[9],
        at=jam[9].at + AGAIN_AFTER,
        value=reused(jam[9].value, AGAIN_AFTER),
        outcome=Outcome.REJECTED,
        expects="id_reused",
    )
    for fault in faults(told[0].at, FAULT_EVERY):
        yield Told(fault.at, fault.channel, fault.key, fault.value, BROKEN, Outcome.REJECTED, fault.code)
