"""An incident's life in words that operators read, in Indonesian. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.heard import Check
from schemas.incident import Incident
from schemas.life import Life
from sinks.reading_lives import REPLIES_MAX, KnownProgress, KnownReply
from streams.cli.sections import Fact, Section
from streams.core.life.promises import standings
from streams.core.life.works import works_of
from streams.core.names import SAID, name_of
from streams.telling.words import OPERATOR_STEP, moment_words
from streams.telling.works import work_words

_ANSWER = {"yes": "ya, sudah beres", "no": "tidak, belum beres"}


class LifeTeller:
    """Puts lives into words, with the names of the catalog and the city's own time."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def life(
        self, incident: Incident, progress: Sequence[KnownProgress], replies: Sequence[KnownReply]
    ) -> Iterator[Section]:
        """Where it stands, what each agency does, what was said and what was answered."""
        life = incident.life
        yield Section(
            "Perjalanan",
            (
                (
                    "Sekarang",
                    f"{OPERATOR_STEP[life.step]} sejak {self._moment(life.at or incident.opened_at)}",
                ),
                *self._works(incident),
                ("Ditolak oleh", "\n".join(map(self._agency, life.refusals))),
                ("Dibuka lagi", f"{life.reopened} kali" if life.reopened else ""),
                ("Suara warga", _votes(life)),
                ("Jawaban yang diterima", _answers(replies)),
                ("Pelapor diberi tahu", _told(life)),
                ("Waktu mengubahnya pada", self._moment(incident.due_at) if incident.due_at else ""),
            ),
        )
        yield from self.said(progress)

    def said(
        self, progress: Sequence[KnownProgress], replies: Sequence[KnownReply] = ()
    ) -> Iterator[Section]:
        """What agencies said and reporters answered, and what became of each."""
        if progress:
            yield Section("Kabar dari dinas", _numbered(map(self._said, progress)))
        if replies:
            yield Section("Jawaban warga", _numbered(map(self._answered, replies)))

    def _works(self, incident: Incident) -> Iterator[Fact]:
        for work, standing in zip(works_of(incident), standings(incident, self._catalog), strict=True):
            yield (
                "Pekerjaan",
                work_words(standing, self._catalog, self._moment, overdue=work.overdue, offered=work.offered),
            )

    def _said(self, known: KnownProgress) -> str:
        instead = f", seharusnya {self._agency(known.instead)}" if known.instead else ""
        lines = (
            f"{self._agency(known.agency)} {SAID[known.said]}{instead} ({_result(known)})",
            f"{self._moment(known.at)} oleh {known.by}" + (f": “{known.why}”" if known.why else ""),
            *(f"foto {photo.url}" for photo in known.photos),
            *map(_check, known.checks),
            f"ditolak karena: {known.refusal.reason}" if known.refusal else "",
            f"{known.name} pada {known.incident_id}",
        )
        return "\n".join(filter(None, lines))

    def _answered(self, known: KnownReply) -> str:
        lines = (
            f"{known.channel}:{known.report_id} menjawab {_ANSWER[known.answer]} ({_result(known)})",
            self._moment(known.at),
            f"ditolak karena: {known.refusal.reason}" if known.refusal else "",
            f"{known.channel}:{known.id} pada {known.incident_id}",
        )
        return "\n".join(filter(None, lines))

    def _agency(self, id: str) -> str:
        name = name_of(self._catalog.agencies, id)
        return f"{name} ({id})" if name != id else id

    def _moment(self, moment: datetime) -> str:
        return moment_words(moment, self._catalog.city.zone)


def _numbered(facts: Iterable[str]) -> tuple[Fact, ...]:
    return tuple((f"{number}.", fact) for number, fact in enumerate(facts, 1))


def _result(known: KnownProgress | KnownReply) -> str:
    return "ditolak" if known.refusal else "diterapkan"


def _check(check: Check) -> str:
    return f"{'terbukti' if check.passed else 'tidak terbukti'}: {check.words}"


def _votes(life: Life) -> str:
    if life.resolved_at is None:
        return ""
    again = f" ({life.again} di antaranya melapor lagi)" if life.again else ""
    return f"{life.yes} sudah beres, {life.no} belum{again}"


def _answers(replies: Sequence[KnownReply]) -> str:
    """However often a reporter answered; only the last answer of each is a vote."""
    counts = Counter(reply.answer for reply in replies)
    last = f" (dari {REPLIES_MAX} yang terakhir)" if len(replies) == REPLIES_MAX else ""
    return f"{counts['yes']} ya, {counts['no']} tidak{last}" if replies else ""


def _told(life: Life) -> str:
    waits = ", kabar terakhir menunggu besok" if life.withheld else ""
    return f"{life.number} kali{waits}" if life.number else ""
