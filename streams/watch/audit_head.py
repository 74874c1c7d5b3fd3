"""The end of the audit log, remembered where who administers Postgres cannot write."""

import time
from dataclasses import dataclass, field

from sinks.audit_chain import EMPTY, Head
from sinks.audit_log import AuditLog, Newest
from streams.logs import logger

log = logger(__name__)

TELL_EVERY_S = 3_600.0


@dataclass(slots=True)
class AuditHead:
    """What was seen last. The process forgets it at its end, and its lines in the log stay."""

    _seen: Head = EMPTY
    _told_s: float = field(default=float("-inf"))

    async def look(self, audit: AuditLog) -> tuple[Newest, bool]:
        """The end as it is, and whether what was seen last is no longer there, or is another one."""
        newest = await audit.newest()
        cut = self._seen != EMPTY and await audit.at(self._seen.number) != self._seen
        if cut:
            log.error(
                "the audit log is not what it was", number=self._seen.number, hash=self._seen.hash.hex()
            )
        if cut or (newest.head != self._seen and time.monotonic() >= self._told_s + TELL_EVERY_S):
            log.info("audit head", head=str(newest.head))
            self._told_s = time.monotonic()
        self._seen = newest.head
        return newest, cut
