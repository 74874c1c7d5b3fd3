"""Feeds for people: a list to look at or to frame, and the page that says which feeds there are."""

from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from schemas.catalog.models import Catalog
from streams.core.moments import day_words
from streams.intake.feeds.entry import Feed
from streams.intake.feeds.telling import ALL, CLOSED_DAYS, ENTRIES_MAX, agencies_of
from streams.intake.feeds.words import FIELDS

HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"


class Pages:
    """The templates beside this file."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("streams.intake.feeds", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["moment"] = _moment

    def entries(self, feed: Feed) -> bytes:
        """The list of a feed."""
        return self._templates.get_template("entries.html").render(feed=feed).encode()

    def index(self, catalog: Catalog, url: str) -> bytes:
        """All feeds by agency and kelurahan, and what to copy into a website."""
        wards: dict[str, list[tuple[str, str]]] = {}
        for ward in sorted(catalog.kelurahan.values(), key=lambda ward: ward.name):
            wards.setdefault(catalog.kecamatan[ward.kecamatan].name, []).append((ward.id, ward.name))
        page = self._templates.get_template("index.html").render(
            url=url,
            city=catalog.city.name,
            agencies=agencies_of(catalog),
            wards=sorted(wards.items()),
            all=ALL,
            fields=FIELDS,
            entries_max=ENTRIES_MAX,
            closed_days=CLOSED_DAYS,
        )
        return page.encode()


def script() -> bytes:
    """What a website loads to show a feed in its own look."""
    return (files("streams.intake.feeds") / "templates" / "embed.js").read_bytes()


def _moment(moment: datetime) -> str:
    return f"{day_words(moment.date())} pukul {moment:%H.%M}"
