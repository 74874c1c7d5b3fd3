"""The agency `air`: takes on incidents it hears of, says that they are fixed, and may contradict itself."""

from collections.abc import Callable
from datetime import timedelta

from aiokafka import ConsumerRecord

from schemas.dispatch import Dispatch
from schemas.progress import Progress, Said
from tests.simulation.remembered import dispatch_in
from tests.simulation.town import Published
from tests.simulation.world import World

TOPIC = "progress.air"
HEARS = "dispatches.air"
ANSWERED = 1
"""Up to so many incidents it takes on."""
WORDS = ((Said.ACCEPTED, "petugas"), (Said.RESOLVED, "petugas"))
CONTRADICTION = (Said.ACCEPTED, "orang lain")
"""An id that was used before, with other content: refused."""
CONTRADICTS = 0.25


class Agency:
    """Of one schedule."""

    def __init__(self, world: World, publish_at: Callable[[float, Published], None]) -> None:
        self._world = world
        self._publish_at = publish_at
        self._answered: set[str] = set()
        self._answers = world.random.randint(0, ANSWERED)
        contradicts = world.random.random() < CONTRADICTS
        self._words = (*WORDS, CONTRADICTION) if contradicts else WORDS

    def hear(self, record: ConsumerRecord) -> None:
        """A record of any topic is there."""
        if record.topic != HEARS or len(self._answered) >= self._answers:
            return
        dispatch = dispatch_in(record.value)
        if dispatch.incident_id not in self._answered:
            self._answered.add(dispatch.incident_id)
            self._answer(dispatch)

    def _answer(self, dispatch: Dispatch) -> None:
        at_s = self._world.loop.now
        for minutes, (said, by) in enumerate(self._words, 1):
            at_s += self._world.random.random()
            progress = Progress(
                id=f"p{len(self._answered)}.{said.value}",
                incident_id=dispatch.incident_id,
                version=dispatch.version,
                at=dispatch.last_reported_at + timedelta(minutes=minutes),
                by=by,
                said=said,
            )
            said_ms = int(progress.at.timestamp() * 1000)
            key = dispatch.incident_id.encode()
            self._publish_at(at_s, Published(TOPIC, key, progress.to_json(), said_ms))
