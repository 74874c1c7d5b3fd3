"""HTML, from the templates of this folder."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from schemas.catalog.models import Catalog
from streams.board.assets import Assets
from streams.board.names import LETTER, STEP, names_in
from streams.core.moments import day_words
from streams.core.names import SAID, URGENCY, label_of, name_of
from streams.settings.board import BoardSettings
from streams.telling.corrections import what_words
from streams.telling.evidence import SHORTLY


class Pages:
    """Templates, and what all of them may say: `asset`, a map's tiles, and filters for names and moments."""

    def __init__(self, catalog: Catalog, assets: Assets, settings: BoardSettings) -> None:
        self._templates = Environment(
            loader=PackageLoader("streams.board", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            asset=assets.url,
            city=catalog.city.name,
            tiles=settings.tiles or "",
            tiles_credit=settings.tiles_credit,
            visitor=None,
            page="",
        )
        zone = catalog.city.zone
        self._templates.filters.update(
            moment=partial(moment_words, zone),
            category=partial(label_of, catalog.categories),
            agency=partial(name_of, catalog.agencies),
            channel=partial(name_of, catalog.channels),
            kelurahan=partial(name_of, catalog.kelurahan),
            kecamatan=partial(name_of, catalog.kecamatan),
            urgency=URGENCY.__getitem__,
            step=STEP.__getitem__,
            letter=LETTER.__getitem__,
            decision=SHORTLY.__getitem__,
            weight=weight_words,
            corrected=partial(what_words, names=names_in(catalog)),
            said=SAID.__getitem__,
        )

    def answer(self, template: str, *, status: int = 200, **said: object) -> HTMLResponse:
        """A page. `visitor` of what is said is who is signed in, `page` the one of the menu that is open."""
        return HTMLResponse(self.html(template, **said), status)

    def html(self, template: str, **said: object) -> str:
        """The same without an answer around it."""
        return self._templates.get_template(template).render(**said)


def moment_words(zone: ZoneInfo, at: datetime) -> str:
    """A date and time in the city's zone."""
    local = at.astimezone(zone)
    return f"{day_words(local.date())} pukul {local:%H.%M}"


def weight_words(weight: float) -> str:
    """How much something speaks for or against: with its sign, as Indonesians write numbers."""
    return f"{weight:+.1f}".replace(".", ",")
