"""One word of an agency, a partner or the operator -> the incident's next version, or why it is refused."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from schemas.catalog.models import Catalog
from schemas.command import Progressed
from schemas.dispatch import Kind
from schemas.heard import Check, ProgressScene
from schemas.incident import Incident, State
from schemas.life import Step, Work
from schemas.progress import Progress, Said
from schemas.result import Refusal
from streams.core.life.acts import acted
from streams.core.life.advance import Lived, Tidings, advanced, told_of
from streams.core.life.close import closed, confirmed
from streams.core.life.proof import Asked, checks_of
from streams.core.life.refuse import refusal_of, work_for
from streams.core.life.reopen import reopened
from streams.core.life.telling import News
from streams.core.life.works import works_of


def progressed(said: Progressed, scene: ProgressScene, catalog: Catalog, usual: str = "") -> Lived:
    """What the word comes to; `usual` is how long such a matter usually takes, in words."""
    if scene.known is not None:
        return _again(said, scene.known)
    refusal = refusal_of(said, scene, catalog)
    if refusal or scene.incident is None:
        return Lived(refusal=refusal)
    at = _moment(scene.incident, said.progress)
    word = _Word(said, scene.incident, scene, at, catalog)
    match said.progress.said:
        case Said.CONFIRMED:
            return word.confirmed()
        case Said.REOPENED:
            return word.reopened()
    return word.acted(usual)


def _again(said: Progressed, known: str) -> Lived:
    if known == said.digest:
        return Lived()
    return Lived(refusal=Refusal.reused(said.progress.id, "a message"))


def _moment(incident: Incident, progress: Progress) -> datetime:
    """When it was done; time does not run backwards in an incident's life."""
    at = progress.at.astimezone(UTC)
    return max(at, incident.opened_at, incident.life.at or at, *(work.at for work in works_of(incident)))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that nothing speaks against, and the incident before it."""

    said: Progressed
    before: Incident
    scene: ProgressScene
    at: datetime
    catalog: Catalog

    def confirmed(self) -> Lived:
        """The operator's word ends the vote."""
        done = confirmed(self.before, self._news("progress"), self.scene.reach, self.catalog)
        if done.incident is None:
            raise ValueError("what was confirmed has a next version")
        return done.then(closed(done.incident, self._news("closed"), self.scene.reach, self.catalog))

    def reopened(self) -> Lived:
        """The operator does not believe it."""
        after = reopened(self.before, self.at)
        return advanced(
            self.before, after, self._news("reopened"), Tidings("reopened", self.scene.reach), self.catalog
        )

    def acted(self, usual: str) -> Lived:
        """An agency or a partner has done something."""
        work = work_for(self.before, self.said.agency)
        if work is None:
            raise ValueError(f"{self.said.agency} speaks about {self.before.id}, which is not its own")
        checks = self._checks(work)
        doubts = "; ".join(check.words for check in checks if not check.passed)
        after = acted(self.before, work, self.said, self.at, proven=not doubts, catalog=self.catalog)
        news = self._news("closed" if after.state is State.CLOSED else "progress")
        if doubts or after.life.step is Step.CANNOT:
            news = replace(news, why=doubts or news.why, operator="asked")
        lived = advanced(self.before, after, news, self._tidings(after, usual), self.catalog)
        return replace(lived, checks=checks)

    def _checks(self, work: Work) -> tuple[Check, ...]:
        """Of what is resolved, where its category needs a proof."""
        category = self.catalog.categories.get(self.before.category)
        if self.said.progress.said is not Said.RESOLVED or (category and not category.proof):
            return ()
        asked = Asked(
            since=work.since if self.before.life.reopened else self.before.opened_at,
            until=self.at,
            place=self.before.place,
            near_m=self.catalog.city.proof.near_m,
            seen={one.photo: one for one in self.scene.alike},
        )
        return checks_of(self.said.progress.photos, asked)

    def _news(self, kind: Kind) -> News:
        progress = self.said.progress
        return News(kind, self.at, progress.why, f"{self.said.agency}/{progress.id}")

    def _tidings(self, after: Incident, usual: str) -> Tidings | None:
        """Reporters hear of each step of the whole, and of another agency."""
        agency, why, reach = self.said.agency, self.said.progress.why, self.scene.reach
        if after.routed != self.before.routed:
            return Tidings("forwarded", reach, agency, why)
        kind = told_of(after) if after.life.step is not self.before.life.step else None
        if after.life.step is Step.RESOLVED and self.said.progress.said is not Said.RESOLVED:
            # Who gave up last is not who did it.
            agency = ""
        return Tidings(kind, reach, agency or None, why, usual) if kind else None
