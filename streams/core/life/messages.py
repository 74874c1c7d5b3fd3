"""What reporters are told of an incident, in the words of the catalog."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from schemas.catalog.messages import Stands, Told
from schemas.catalog.models import Catalog
from schemas.incident import Incident
from schemas.life import Step, Work
from streams.core.life.works import is_proven, works_of
from streams.core.moments import time_words
from streams.core.names import label_of, name_of

WHY_LENGTH = 120
"""Letters of a reason: with more of them a message would be too long for an SMS."""

_STANDS: Mapping[Step, Stands] = {
    Step.DISPATCHED: "dispatched",
    Step.REOPENED: "reopened",
    Step.ACCEPTED: "accepted",
    Step.ON_SITE: "on_site",
    Step.RESOLVED: "resolved",
    Step.CONFIRMED: "confirmed",
    Step.CLOSED: "closed",
    Step.CANNOT: "cannot",
}
_DOING = {
    Step.ON_SITE: (Step.ON_SITE, Step.RESOLVED),
    Step.CONFIRMED: (Step.RESOLVED,),
    Step.CLOSED: (Step.RESOLVED,),
}
"""Where the works stand that brought an incident to its step, if not there themselves."""

_SAYS_WHERE = ("joined", "standing")
_STOPS = " .,;:!?…"
_OVER = (Step.RESOLVED, Step.CONFIRMED, Step.CLOSED, Step.CANNOT)


def stands_of(incident: Incident) -> Stands:
    """Where it stands, for its reporters: what is resolved may still lack a proof."""
    if incident.life.step is Step.RESOLVED and not is_proven(incident):
        return "unproven"
    return _STANDS[incident.life.step]


def stands_words(incident: Incident, catalog: Catalog, *, at: datetime) -> str:
    """Half a sentence of where it stands, read `at` that moment."""
    return _stands(incident, catalog, _Words(incident, catalog, at))


def told_words(
    told: Told,
    incident: Incident,
    catalog: Catalog,
    *,
    at: datetime,
    agency: str | None = None,
    why: str = "",
    usual: str = "",
) -> str:
    """What its reporters are told `at` that moment.

    `agency` is who acted, if one did, and `why` what it said, masked; `usual` is how long it takes, in words.
    """
    words = _Words(incident, catalog, at, agency, why)
    if told in _SAYS_WHERE:
        words["stands"] = _stands(incident, catalog, words)
    if usual and incident.life.step not in _OVER:
        words["usually"] = catalog.messages.usually.format(range=usual)
    return _filled(catalog.messages.told[told], words)


def _stands(incident: Incident, catalog: Catalog, words: Mapping[str, str]) -> str:
    return _filled(catalog.messages.stands[stands_of(incident)], words)


class _Words(dict[str, str]):
    """What a template may say, worked out when it does: most say one or two things."""

    def __init__(
        self, incident: Incident, catalog: Catalog, at: datetime, agency: str | None = None, why: str = ""
    ) -> None:
        super().__init__(stands="", usually="")
        self._incident, self._catalog, self._at, self._agency, self._why = incident, catalog, at, agency, why

    def __missing__(self, name: str) -> str:
        words = self[name] = self._of(name)
        return words

    def _of(self, name: str) -> str:
        incident, catalog = self._incident, self._catalog
        match name:
            case "agencies":
                words = _all(name_of(catalog.agencies, routed.agency) for routed in incident.routed)
            case "agency":
                words = _all(self._actors())
            case "time":
                since = (self._work() or incident.life).at or incident.opened_at
                words = time_words(since, catalog.city.zone, at=self._at)
            case "category":
                words = label_of(catalog.categories, incident.category)
            case "place":
                words = incident.place_words
            case "voices":
                words = str(incident.voices)
            case "others":
                words = str(max(0, incident.voices - 1))
            case "why":
                words = _reason(self._why)
            case _:
                raise KeyError(name)
        return words

    def _work(self) -> Work | None:
        return _work_of(self._incident, self._agency) if self._agency else None

    def _actors(self) -> Iterable[str]:
        if self._agency:
            return (_actor(self._agency, self._work(), self._catalog),)
        return _doing(self._incident, self._catalog)


def _work_of(incident: Incident, agency: str) -> Work | None:
    """What an agency or partner does about it; none if it has left it."""
    return next((work for work in works_of(incident) if agency in (work.agency, work.partner)), None)


def _doing(incident: Incident, catalog: Catalog) -> Iterable[str]:
    """Who brought it to where it stands; where nobody did in particular, who must act."""
    step, works = incident.life.step, works_of(incident)
    steps = _DOING.get(step, (step,))
    doing = [work for work in works if work.step in steps] or works
    return (_actor(work.partner or work.agency, work, catalog) for work in doing)


def _actor(agency: str, work: Work | None, catalog: Catalog) -> str:
    """An agency; a partner in the name of its agency."""
    name = name_of(catalog.agencies, agency)
    if work is None or agency != work.partner:
        return name
    return f"{name} atas nama {name_of(catalog.agencies, work.agency)}"


def _all(names: Iterable[str]) -> str:
    """One after the other; `serta`, since many a name has a `dan` of its own."""
    *others, last = dict.fromkeys(names) or ("instansi terkait",)
    return f"{', '.join(others)} serta {last}" if others else last


def _reason(why: str) -> str:
    """As a part of a sentence that goes on, no longer than an SMS bears, without what steers a screen."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in why).split())
    if len(words) > WHY_LENGTH:
        whole, _, cut = words[: WHY_LENGTH - len(" dst")].rpartition(" ")
        words = f"{(whole or cut).rstrip(_STOPS)} dst"
    return words.rstrip(_STOPS) or "tidak disebutkan"


def _filled(template: str, words: Mapping[str, str]) -> str:
    """In one line, one space between words."""
    return " ".join(template.format_map(words).split())
