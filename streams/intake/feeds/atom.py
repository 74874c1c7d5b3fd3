"""A feed as Atom (RFC 4287) with GeoRSS Simple."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from streams.intake.feeds.entry import Entry, Feed
from streams.intake.http.answers import of_xml

MEDIA_TYPE = "application/atom+xml"

_NAMES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:georss": "http://www.georss.org/georss",
    "xml:lang": "id",
}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a feed without entries: Atom wants a moment, and one of today would change the feed."""


def to_atom(feed: Feed) -> bytes:
    """The feed and its entries, in Indonesian."""
    root = Element("feed", _NAMES)
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", (feed.updated_at or _NEVER).isoformat())
    _text(SubElement(root, "author"), "name", feed.author)
    _link(root, "self", MEDIA_TYPE, f"{feed.url}.atom")
    _link(root, "alternate", "text/html", f"{feed.url}.html")
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(element: Element, entry: Entry) -> None:
    _text(element, "id", f"urn:sinergi:incident:{entry.id}")
    _text(element, "title", entry.title)
    _text(element, "summary", entry.summary)
    _text(element, "published", entry.opened_at.isoformat())
    _text(element, "updated", entry.updated_at.isoformat())
    _link(element, "alternate", "text/html", entry.link)
    _category(element, "category", entry.category, entry.category_label)
    _category(element, "urgency", entry.urgency, entry.urgency_label)
    _category(element, "step", entry.step, entry.step_label)
    for agency, name in zip(entry.agencies, entry.agency_names, strict=True):
        _category(element, "agency", agency, name)
    if entry.kelurahan is not None:
        _category(element, "kelurahan", entry.kelurahan, entry.kelurahan_name or "")
    if entry.kecamatan is not None:
        _category(element, "kecamatan", entry.kecamatan, entry.kecamatan_name or "")
    if entry.lat is not None and entry.lon is not None:
        _text(element, "georss:point", f"{entry.lat} {entry.lon}")
        _text(element, "georss:radius", str(entry.error_m))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _line(text)


def _link(parent: Element, rel: str, type: str, href: str) -> None:
    SubElement(parent, "link", rel=rel, type=type, href=_line(href))


def _category(parent: Element, scheme: str, term: str, label: str) -> None:
    SubElement(parent, "category", scheme=f"urn:sinergi:{scheme}", term=_line(term), label=_line(label))


def _line(text: str) -> str:
    """One line of what XML 1.0 can hold."""
    return " ".join(of_xml(text).split())
