"""The incident that a report supports, as far as it is known here."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.catalog.models import UNKNOWN
from schemas.classified import ClassifiedReport
from schemas.incident import Incident, State, key_of
from streams.core.dedupe import Kind
from streams.core.incidents import OpenIncidents


@dataclass(frozen=True, slots=True)
class Support:
    """Which incident the reporter named, and the one that has its reports by now, if it is held.

    `why_not` says in Indonesian why it does not take the report in; empty if it does.
    """

    named: str
    incident: Incident | None
    why_not: str

    def completed(self, report: ClassifiedReport) -> ClassifiedReport:
        """The report with what it leaves open to its incident: what it is about; if that is over, where."""
        incident, found = self.incident, report.classification
        if incident is None:
            return report
        if found.category == UNKNOWN:
            found = found.model_copy(update={"category": incident.category})
        place = report.place
        if place is None and incident.place and incident.state is State.CLOSED:
            place = incident.place.model_copy(update={"evidence": "lokasi insiden yang ditunjuk pelapor"})
        return report.model_copy(update={"classification": found, "place": place})


def support_of(
    report: ClassifiedReport, incidents: OpenIncidents, moved: Mapping[str, str], kinds: Mapping[str, Kind]
) -> Support | None:
    """What a report supports; None if it names nothing. `moved` is followed within the report's key.

    Where reports went to another key that key alone knows what became of them.
    """
    named = report.report.supports
    if named is None:
        return None
    now = _followed(named, moved)
    if key_of(now) != report.key:
        return Support(named, None, f"laporan insiden {named}, yang ditunjuk pelapor, kini di {now}")
    incident = incidents.get(now)
    if incident is None or incident.category not in kinds:
        return Support(named, None, f"insiden {named}, yang ditunjuk pelapor, tidak dikenal di sini")
    if alone := kinds[incident.category].alone:
        return Support(named, None, f"pelapor menunjuk {named}: {alone}")
    if incident.state is State.CLOSED:
        return Support(named, incident, f"insiden {named}, yang ditunjuk pelapor, sudah ditutup")
    return Support(named, incident, "")


def _followed(named: str, moved: Mapping[str, str]) -> str:
    now, seen = named, {named}
    while key_of(now) == key_of(named) and (to := moved.get(now)) and to not in seen:
        now = to
        seen.add(to)
    return now
