"""A report, an incident or a rejection in words that operators read, in Indonesian. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from schemas.catalog.models import Catalog
from schemas.classified import Place
from schemas.incident import Decision, Incident, Link, State
from sinks.reading import KnownRejection, KnownReport
from streams.cli.look_up import Explained
from streams.cli.sections import Fact, Section
from streams.cli.telling_corrections import correction_section
from streams.cli.telling_event import event_sections
from streams.cli.telling_life import LifeTeller
from streams.core.moments import day_words
from streams.core.names import URGENCY, name_of
from streams.telling.evidence import DECISION, SHORTLY, term_lines
from streams.telling.words import moment_words

EXCERPT = 120
"""Letters of a text in a list."""

_STATE = {State.OPEN: "terbuka", State.CLOSED: "ditutup"}


class Teller:
    """Puts what is known into words, with the names of the catalog and the city's own time."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._zone = catalog.city.zone
        self._lives = LifeTeller(catalog)

    def tell(self, explained: Explained) -> Iterator[Section]:
        """All of it, from the report outwards."""
        if explained.report:
            yield self._report(explained.report, explained.trace_id)
        if explained.incident:
            yield self._incident(explained.incident, explained.asking)
            yield self._agencies(explained.incident)
            yield from self._lives.life(explained.incident, explained.progress, explained.replies)
            yield self._members(explained.incident, explained.members, explained.report)
        else:
            yield from self._lives.said(explained.progress, explained.replies)
        if explained.corrections:
            yield correction_section(explained.corrections, self._moment)
        if explained.event:
            yield from event_sections(explained.event, self._catalog, briefly=explained.incident is not None)
        for rejection in explained.rejections:
            yield self._rejection(rejection)

    def _report(self, report: KnownReport, trace_id: str | None) -> Section:
        found, link, place = report.classification, report.link, report.place
        words = ", ".join(f"“{weight.word}” ({weight.weight:g})" for weight in found.evidence)
        return Section(
            f"Laporan {report.channel}:{report.id}",
            (
                ("Dilaporkan", self._moment(report.reported_at)),
                ("Lewat", name_of(self._catalog.channels, report.channel)),
                ("Isi", report.text or "(tanpa teks)"),
                ("Tempat menurut pelapor", report.place_words),
                ("Kategori", f"{self._category(found.category)}, keyakinan {found.confidence:.0%}"),
                ("Kata penentu (bobot)", words or "tidak ada kata yang dikenal"),
                ("Kategori kedua", self._category(found.second) if found.second else ""),
                ("Dipilih pelapor", self._category(report.picked) if report.picked else ""),
                ("Lokasi", self._place(place)),
                ("Dasar lokasi", place.evidence if place else ""),
                ("Urgensi", f"{URGENCY[report.grade.urgency]}, karena {report.grade.rule}"),
                ("Perlu dilihat operator", "\n".join(review.reason for review in report.review)),
                ("Keputusan", DECISION[link.decision]),
                ("Alasan", link.evidence),
                ("Bukti (log-odds)", "\n".join(term_lines(link.terms, link.score))),
                ("Calon lain", _rival(link)),
                ("Ditempatkan oleh koreksi", link.correction or ""),
                ("Kalau keliru", _way_out(report)),
                ("Insiden", link.incident_id),
                ("Jejak, bila dimulai di sini", trace_id or ""),
            ),
        )

    def _incident(self, incident: Incident, asking: Sequence[str]) -> Section:
        return Section(
            f"Insiden {incident.id}",
            (
                ("Kategori", self._category(incident.category)),
                ("Urgensi", URGENCY[incident.urgency]),
                ("Status", _STATE[incident.state]),
                ("Laporannya kini di", incident.moved_to or ""),
                ("Mungkin sama dengan", _question(incident)),
                ("Mungkin sama dengan ini", "\n".join(asking)),
                ("Terulang", _recurrence(incident)),
                ("Bagian dari kejadian", incident.event or ""),
                ("Tempat", incident.place_words),
                ("Lokasi", self._place(incident.place)),
                ("Laporan pertama", self._moment(incident.opened_at)),
                ("Laporan terakhir", self._moment(incident.last_reported_at)),
                ("Jumlah", f"{incident.reports} laporan dari {incident.voices} warga"),
                ("Ringkasan", incident.summary or "(tanpa teks)"),
                ("Foto", "\n".join(incident.photos)),
                ("Versi", str(incident.version)),
            ),
        )

    def _agencies(self, incident: Incident) -> Section:
        return Section(
            "Diteruskan kepada",
            tuple(
                (
                    f"{number}.",
                    f"{self._agency(routed.agency)}\n{routed.reason}"
                    f" (aturan {routed.rule}, berlaku pada {day_words(date.fromisoformat(routed.day))})",
                )
                for number, routed in enumerate(incident.routed, 1)
            ),
        )

    def _members(
        self, incident: Incident, members: Sequence[KnownReport], asked: KnownReport | None
    ) -> Section:
        facts = [self._member(number, member, asked) for number, member in enumerate(members, 1)]
        rest = incident.reports - len(members)
        more: list[Fact] = [("…", f"dan {rest} laporan lagi (--limit)")] if rest > 0 else []
        return Section("Laporan dalam insiden ini", (*facts, *more))

    def _member(self, number: int, member: KnownReport, asked: KnownReport | None) -> Fact:
        here = " ← laporan ini" if member == asked else ""
        said_at = member.reported_at.astimezone(self._zone)
        return (
            f"{number}.",
            f"{said_at:%d-%m-%Y %H.%M}  {member.channel}:{member.id}{here}\n“{_excerpt(member.text)}”\n"
            f"{SHORTLY[member.link.decision]}: {member.link.evidence}",
        )

    def _rejection(self, rejection: KnownRejection) -> Section:
        return Section(
            f"Ditolak: catatan {rejection.origin}",
            (
                ("Alasan", rejection.reason),
                ("Bagian", rejection.field or "seluruh catatan"),
                ("Jenis", rejection.code),
                ("Dicatat", self._moment(rejection.recorded_at)),
                ("Panjang", f"{rejection.original_length} bita"),
            ),
        )

    def _category(self, id: str) -> str:
        category = self._catalog.categories.get(id)
        return f"{category.label} ({id})" if category else id

    def _agency(self, id: str) -> str:
        agency = self._catalog.agencies.get(id)
        return f"{agency.name} ({id})" if agency else id

    def _place(self, place: Place | None) -> str:
        if place is None:
            return "tidak diketahui"
        kelurahan = self._catalog.kelurahan.get(place.kelurahan or "")
        kecamatan = self._catalog.kecamatan.get(place.kecamatan or "")
        area = (
            f"Kelurahan {kelurahan.name}" if kelurahan else "",
            f"Kecamatan {kecamatan.name}" if kecamatan else "",
            f"di luar {self._catalog.city.name}" if place.outside else "",
        )
        point = f"{place.lat:.5f}, {place.lon:.5f} (bisa meleset {place.error_m:.0f} m)"
        return ", ".join(filter(None, (point, *area)))

    def _moment(self, moment: datetime) -> str:
        return moment_words(moment, self._zone)


def _rival(link: Link) -> str:
    if link.rival is None:
        return "tidak ada" if link.decision is Decision.JOINS and link.score is not None else ""
    return f"{link.rival.incident_id} ({link.rival.score:+.1f})"


def _way_out(report: KnownReport) -> str:
    """How to take back what nobody but the model decided."""
    link = report.link
    if link.correction or link.decision not in (Decision.JOINS, Decision.RESENDS):
        return ""
    return f"sinergi correct split {link.incident_id} {report.channel}:{report.id} --why ..."


def _question(incident: Incident) -> str:
    """The incident it asks about, and how to answer."""
    if incident.perhaps is None:
        return ""
    both = f"{incident.id} {incident.perhaps} --why ..."
    return f"{incident.perhaps}\nsama: sinergi correct merge {both}\nbukan: sinergi correct apart {both}"


def _recurrence(incident: Incident) -> str:
    return f"kali ke-{incident.recurred}, sebelumnya {incident.recurs}" if incident.recurs else ""


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"
