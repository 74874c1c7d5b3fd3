"""An officer's word about an incident, on its way to Kafka."""

from dataclasses import dataclass

from streams.board.access.visitor import Visitor
from streams.board.agencies.acts import Act, Word, word_of
from streams.board.agencies.filled import PHOTO
from streams.board.agencies.sent import SentWords
from streams.board.here import Board
from streams.board.seen import seen
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.photos.stored import StoredPhoto


@dataclass(frozen=True, slots=True)
class Spokesperson:
    """Somebody who speaks for an agency about one incident."""

    here: Board
    visitor: Visitor
    incident_id: str

    @property
    def agency(self) -> str:
        """Who is spoken for; accounts of this role have one."""
        return self.visitor.agency or ""

    async def say(self, act: Act, photo: bytes | None, sent: SentWords) -> None:
        """Once, however often the form comes. Raises `Fault`: then nothing was said, or nobody can tell."""
        with asking():
            await seen(self.here, self.incident_id, self.visitor)
            known = await self.here.connected.lives.progress(self.agency, act.id)
        if known:
            return

        async def make() -> Word:
            kept = None if photo is None else await self._kept(photo)
            return word_of(
                act,
                self.incident_id,
                kept,
                agency=self.agency,
                by=self.visitor.account,
                catalog=self.here.catalog,
            )

        await sent.once(f"{self.agency}/{act.id}", make, self._publish)

    async def _kept(self, photo: bytes) -> StoredPhoto:
        photos = self.here.connected.photos
        if photos is None:
            raise Fault(400, "photos_not_here")
        return await photos.take(photo, field=PHOTO)

    async def _publish(self, word: Word) -> None:
        await self.here.connected.publisher.publish(word.topic, word.key, word.value)
