"""`Replies`: what reporters answer when they are asked whether it is fixed."""

from datetime import datetime

from schemas import topics
from schemas.feedback import Feedback
from schemas.reply import Answer, Reply
from streams.client.brokers import Brokers
from streams.client.checking import checked, moment
from streams.client.errors import Refused
from streams.client.ids import id_of
from streams.client.outlet import WITHIN_S, Letter, Outlet, Sent


class Replies(Outlet):
    """Publishes answers of one channel's reporters; an async context manager, as `Reporter` is."""

    def __init__(
        self,
        channel: str,
        *,
        brokers: Brokers,
        within_s: float = WITHIN_S,
        idempotent: bool = True,
    ) -> None:
        super().__init__(topics.replies(channel), brokers=brokers, within_s=within_s, idempotent=idempotent)

    async def answer(
        self, asked: Feedback, answer: Answer, *, at: datetime | None = None, id: str | None = None
    ) -> Sent:
        """What the reporter answered to a feedback that `asks`: "yes", it is fixed, or "no".

        `at` is when, now if not given. The id follows from the content, so the same answer of the same
        moment counts once. Raises `Refused`, `Unreachable`.
        """
        if not asked.asks:
            raise Refused("asks", f"feedback {asked.id} asks nothing")
        content = {
            "report_id": asked.report_id,
            "incident_id": asked.incident_id,
            "at": moment("at", at),
            "answer": answer,
        }
        found = checked(Reply, {"id": id or id_of(answer, content), **content})
        [sent] = await self.send([Letter(asked.report_id, found.value)])
        return sent
