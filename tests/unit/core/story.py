"""A life to tell in tests, word by word."""

from datetime import timedelta

from schemas.catalog.models import Urgency
from schemas.dispatch import Dispatch
from schemas.incident import Incident
from schemas.progress import Said
from schemas.report import Photo
from tests.unit.core.corrected_city import Books
from tests.unit.core.reports import classified, point
from tests.unit.core.words import proof, replied, said, tick

H = timedelta(hours=1)


class Story:
    """One incident of the small city, and what is done to it, an hour apart."""

    def __init__(self, *reporters: str, category: str = "banjir", urgency: Urgency = Urgency.NORMAL) -> None:
        self.books = Books()
        self.hours = 0
        for number, reporter in enumerate(reporters):
            self.report(f"a{number}", reporter, category=category, urgency=urgency)

    def report(self, id: str, reporter: str, **about: object) -> None:
        about = {"place": point(), "after": self.hours * H} | about
        self.books.take([classified(id, reporter=reporter, **about)])  # type: ignore[arg-type]

    def says(self, agency: str, word: Said, **about: object) -> None:
        self.hours += 1
        about = {"version": self.incident.version, "after": self.hours * H} | about
        id = f"p{self.hours}"
        self.books.take([said(agency, self.incident.id, word, **{"id": id} | about)])  # type: ignore[arg-type]

    def answers(self, report: str, answer: str, *, channel: str = "sorot") -> None:
        self.hours += 1
        name = f"{channel}:{report}"
        self.books.take([replied(name, self.incident.id, answer, id=f"j{self.hours}", after=self.hours * H)])

    def passes(self, hours: float) -> None:
        self.hours += int(hours)
        self.books.take([tick(self.hours * H)])

    @property
    def incident(self) -> Incident:
        return max(self.books.incidents.values(), key=lambda one: one.reports)

    @property
    def refused(self) -> list[str]:
        return [refusal.code for refusal in self.books.lives.refusals]

    def heard(self, report: str, channel: str = "sorot") -> list[str]:
        return [kind for kind, _ in self.books.lives.heard.get(f"{channel}:{report}", [])]

    def told(self, agency: str) -> list[str]:
        return [one.kind for one in self.dispatches(agency)]

    def dispatches(self, agency: str) -> list[Dispatch]:
        return [one for one in self.books.dispatches if one.agency == agency]

    def resolve(self, *photos: Photo) -> None:
        self.says("air", Said.RESOLVED, photos=photos)


def good(story: Story, phash: str = "0f1e2d3c4b5a6978") -> Photo:
    """A proof of the next word."""
    return proof(phash=phash, after=(story.hours + 0.5) * H)
