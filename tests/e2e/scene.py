"""Writes what is said about one problem, a minute apart, as agencies, reporters and citizens publish it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from schemas.topics import progress, replies, reports
from tests.e2e.reports import Record

QUORUM = 3
"""Of all categories that the stream speaks of: so many answers decide."""

_MINUTE = timedelta(minutes=1)
_REASONED = ("refused", "cannot", "reopened")


@dataclass(frozen=True, slots=True)
class Matter:
    """A problem as it stands before a round.

    `voices` are the reports (channel, id) through which each voice hears, in the order of the voices; `said`
    is the first report, and `seen` what a citizen's photo looks like.
    """

    problem: str
    incident: str
    version: int
    category: str
    agencies: tuple[str, ...]
    voices: tuple[tuple[str, str], ...]
    said: Record
    seen: str | None


class Scene:
    """One matter in one round. What must be refused has no id."""

    def __init__(self, matter: Matter, begins: datetime) -> None:
        self.matter = matter
        self.agency = matter.agencies[0]
        self._begins = begins
        self._number = 0

    def says(self, agency: str, said: str, /, *, refused: bool = False, **more: object) -> Record:
        """An agency's word."""
        id, at = self._next()
        content = {
            "id": id,
            "incident_id": self.matter.incident,
            "version": self.matter.version,
            "at": at.isoformat(),
            "by": "petugas-1",
            "said": said,
        }
        why = {"why": "di luar wewenang kami"} if said in _REASONED else {}
        return self._record(progress(agency), self.matter.incident, content | why | more, refused=refused)

    def resolves(self, agency: str, **more: object) -> Record:
        """Resolved, and shown."""
        return self.says(agency, "resolved", photos=[self.photo()], **more)

    def photo(self, **other: object) -> dict[str, object]:
        """Taken a minute ago on the spot, and never seen before."""
        said = json.loads(self.matter.said.value or b"")
        name = f"{self.matter.problem} {self._begins} {self._number}"
        here = {name: said[name] for name in ("lat", "lon") if name in said}
        return {
            "url": "https://example.org/fixed.jpg",
            "phash": blake2b(name.encode(), digest_size=8).hexdigest(),
            "taken_at": (self._begins + self._number * _MINUTE).isoformat(),
            **here,
            **other,
        }

    def answers(self, voice: int, answer: str, *, refused: bool = False, **more: object) -> Record:
        """A reporter's answer. Those of a round have one time: which of them decides must not matter."""
        id, _ = self._next()
        channel, report_id = self.matter.voices[voice]
        content = {
            "id": id,
            "report_id": report_id,
            "incident_id": self.matter.incident,
            "at": self._begins.isoformat(),
            "answer": answer,
        }
        return self._record(replies(channel), report_id, content | more, refused=refused)

    def reports(self, reporter: str | None = None) -> Record:
        """The same is reported again: by somebody else, or else by the first who did."""
        id, at = self._next()
        first = self.matter.said
        content = json.loads(first.value or b"") | {"id": id, "reported_at": at.isoformat(), "photos": []}
        content |= {"reporter": reporter} if reporter else {}
        return Record(reports(first.channel), id.encode(), _json(content), id, self.matter.problem)

    def malformed(self, topic: str, value: bytes | None) -> Record:
        """What nobody can read."""
        return Record(topic, self.matter.incident.encode(), value)

    def _next(self) -> tuple[str, datetime]:
        self._number += 1
        id = f"{self.matter.problem}-{self._begins:%H}-{self._number}"
        return id, self._begins + self._number * _MINUTE

    def _record(self, topic: str, key: str, content: dict[str, object], *, refused: bool) -> Record:
        return Record(topic, key.encode(), _json(content), None if refused else str(content["id"]))


def _json(content: object) -> bytes:
    return json.dumps(content).encode()
