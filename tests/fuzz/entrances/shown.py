"""Texts of strangers where people see them: no text may become more than text."""

import csv
import json
import logging
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from random import Random
from xml.etree.ElementTree import fromstring

from streams.cli.output import printable
from streams.intake.feeds.atom import to_atom
from streams.intake.feeds.csv import to_csv
from streams.intake.feeds.entry import Entry, Feed
from streams.intake.feeds.geojson import to_geojson
from streams.intake.feeds.pages import Pages
from streams.intake.http.answers import to_xml
from streams.logs.lines import json_lines, text_lines
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.unit.intake.feeds.entries import LAMP

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TEXTS = tuple(
    one.name for one in fields(Entry) if isinstance(getattr(LAMP, one.name), str) and one.name != "link"
)


def entrances() -> Iterator[Entrance]:
    yield Entrance("shown: feeds", 1.5, _text, _feed, (b"=1+1", b"<script>"))
    yield Entrance("shown: terminals and logs", 1.0, _text, _line, (b"\x1b[2J", b"a\r\nb"))


def _text(rng: Random) -> bytes:
    found = mutate.text(rng).encode("utf-8", "replace")
    return mutate.raw(rng, found) if rng.random() < 0.2 else found


@cache
def _pages() -> Pages:
    return Pages()


def _feed(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    entry = replace(LAMP, **dict.fromkeys(_TEXTS, text), agencies=(text,), agency_names=(text,))
    feed = Feed(text, text, text, text, "http://intake/feeds/all", (entry,), complete=False)
    header, row = csv.reader(StringIO(to_csv(feed).decode(), newline=""))
    must(len(header) == len(row) and not any(_is_formula(cell) for cell in row), "no cell is a formula")
    must(len(fromstring(to_atom(feed)).findall("{*}entry")) == 1, "Atom holds one entry")
    must(len(json.loads(to_geojson(feed))["features"]) == 1, "GeoJSON holds one")
    must(fromstring(to_xml({"text": text}, root="r")).find("text") is not None, "XML holds one")
    must(_tags(_pages().entries(feed).decode()) == _usual(), "a page has no other tags than ever")
    return ACCEPTED


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA) and not cell.lstrip("-").replace(".", "").isdigit()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(name for name, _ in attrs)}")


def _tags(page: str) -> list[str]:
    parser = _Tags()
    parser.feed(page)
    parser.close()
    return parser.found


@cache
def _usual() -> list[str]:
    entry = replace(LAMP, **dict.fromkeys(_TEXTS, "x"), agencies=("x",), agency_names=("x",))
    return _tags(
        _pages()
        .entries(Feed("x", "x", "x", "x", "http://intake/feeds/all", (entry,), complete=False))
        .decode()
    )


_FORMATS = (json_lines("fuzz"), text_lines("fuzz", colors=False))


def _line(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    shown = printable(text)
    must(not any(_steers(letter) for letter in shown), "nothing steers a terminal")
    record = logging.LogRecord("streams.x", logging.INFO, "", 0, "an event", (), None)
    record.report_id = text
    for format in _FORMATS:
        line = format.format(record)
        must(
            not any(_steers(letter) or letter in "\n\u2028\u2029" for letter in line), "an event is one line"
        )
    return ACCEPTED


def _steers(letter: str) -> bool:
    return (letter < " " and letter not in "\t\n") or "\x7f" <= letter <= "\x9f"
