"""What an agency hears, in words for its own people, in Indonesian. Pure."""

from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.dispatch import Dispatch, Where
from schemas.event import EventDispatch
from streams.cli.sections import Section
from streams.core.names import URGENCY, label_of
from streams.telling.words import OPERATOR_STEP, OVERDUE, moment_words
from streams.telling.works import work_words

SHOWN = 5
"""So many incidents of an event are listed."""

_KIND = {
    "opened": "Insiden baru",
    "joined": "Laporan bertambah",
    "changed": "Berubah",
    "moved": "Dipindahkan",
    "closed": "Ditutup",
    "progress": "Kabar pekerjaan",
    "reopened": "Dibuka lagi",
    "overdue": "Lewat tenggat",
    "asked": "Perlu keputusan",
    "offered": "Ditawarkan kepada mitra",
    "withdrawn": "Tawaran ditarik",
}
_EVENT = {"started": "Kejadian dimulai", "grew": "Kejadian meluas", "ended": "Kejadian berakhir"}


def dispatch_section(dispatch: Dispatch, catalog: Catalog) -> Section:
    """One version of an incident."""
    zone = catalog.city.zone
    return Section(
        f"{_KIND[dispatch.kind]}: {dispatch.incident_id} versi {dispatch.version}",
        (
            ("Perihal", label_of(catalog.categories, dispatch.category)),
            ("Urgensi", URGENCY[dispatch.urgency]),
            ("Tempat", dispatch.place.words),
            ("Lokasi", _point(dispatch.place)),
            ("Ringkasan", dispatch.summary),
            ("Jumlah", f"{dispatch.reports} laporan dari {dispatch.voices} warga"),
            ("Laporan terakhir", moment_words(dispatch.last_reported_at, zone)),
            ("Foto", "\n".join(dispatch.photos)),
            ("Status", OPERATOR_STEP[dispatch.step]),
            ("Pekerjaan", _works(dispatch, catalog)),
            ("Tenggat", OVERDUE[dispatch.overdue] if dispatch.overdue else ""),
            ("Alasan", dispatch.why),
            ("Dibuka lagi", f"{dispatch.reopened} kali" if dispatch.reopened else ""),
            ("Terulang", f"kali ke-{dispatch.recurred}" if dispatch.recurs else ""),
            ("Mungkin sama dengan", dispatch.perhaps or ""),
            ("Laporannya kini di", dispatch.moved_to or ""),
            ("Laporannya dari", dispatch.moved_from or ""),
            ("Bagian dari kejadian", dispatch.event or ""),
            ("Kabar", dispatch.progress or ""),
            ("Koreksi", dispatch.correction or ""),
        ),
    )


def event_section(event: EventDispatch, catalog: Catalog) -> Section:
    """One message about an event."""
    zone = catalog.city.zone
    named = [f"{member.incident_id}  {member.place}" for member in event.members[:SHOWN]]
    rest = event.incidents - len(named)
    return Section(
        f"{_EVENT[event.kind]}: {event.event_id} versi {event.version}",
        (
            ("Pesan", event.message),
            ("Perihal", label_of(catalog.categories, event.category)),
            ("Urgensi", URGENCY[event.urgency]),
            ("Jumlah", f"{event.incidents} insiden dari {event.voices} warga"),
            ("Mulai", moment_words(event.since, zone)),
            ("Berakhir", moment_words(event.until, zone) if event.until else ""),
            ("Insiden", "\n".join([*named, *([f"dan {rest} lagi"] if rest > 0 else [])])),
        ),
    )


def _point(place: Where) -> str:
    if place.lat is None or place.lon is None:
        return ""
    error = f" (bisa meleset {place.error_m:.0f} m)" if place.error_m is not None else ""
    return f"{place.lat:.5f}, {place.lon:.5f}{error}"


def _works(dispatch: Dispatch, catalog: Catalog) -> str:
    def moment(at: datetime) -> str:
        return moment_words(at, catalog.city.zone)

    return "\n".join(work_words(standing, catalog, moment) for standing in dispatch.works)
