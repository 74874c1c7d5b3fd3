"""Readers that nobody here wrote read each feed, and find in it what was put there."""

import csv
import json
from dataclasses import replace
from io import StringIO
from xml.etree.ElementTree import fromstring

import feedparser
from hypothesis import given

from streams.intake.feeds.atom import to_atom
from streams.intake.feeds.csv import to_csv
from streams.intake.feeds.entry import Feed
from streams.intake.feeds.fields import NAMES, plain_of
from streams.intake.feeds.geojson import to_geojson
from streams.intake.feeds.pages import Pages
from streams.intake.feeds.words import FIELDS
from tests.unit.intake.feeds.entries import FEED, LAMP, feeds

ATOM = {"a": "http://www.w3.org/2005/Atom", "g": "http://www.georss.org/georss"}


def test_every_field_is_explained() -> None:
    assert tuple(FIELDS) == NAMES


def test_feedparser_reads_atom_with_its_points() -> None:
    read = feedparser.parse(to_atom(FEED))
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert (read.feed.id, read.feed.title, read.feed.author) == (FEED.id, FEED.title, FEED.author)
    assert read.feed.updated == "2026-11-24T14:00:00+07:00"
    assert {(link.rel, link.href) for link in read.feed.links} == {
        ("self", f"{FEED.url}.atom"),
        ("alternate", f"{FEED.url}.html"),
    }
    [entry] = read.entries
    assert entry.id == "urn:sinergi:incident:bekasi:traffic:abc"
    assert (entry.title, entry.summary, entry.link) == (LAMP.title, LAMP.summary, LAMP.link)
    assert entry.published_parsed[:5] == (2026, 11, 24, 5, 0)
    assert entry.where == {"type": "Point", "coordinates": (106.993, -6.241)}
    assert {(tag.scheme, tag.term, tag.label) for tag in entry.tags} >= {
        ("urn:sinergi:category", "street_light", "Penerangan jalan umum (PJU)"),
        ("urn:sinergi:agency", "dlh", "Dinas Lingkungan Hidup"),
        ("urn:sinergi:kelurahan", "kayuringinjaya", "Kayuringinjaya"),
    }


def test_an_empty_feed_is_the_same_at_any_time() -> None:
    empty = replace(FEED, entries=())
    read = feedparser.parse(to_atom(empty))
    assert not read.bozo
    assert (read.entries, read.feed.updated) == ([], "1970-01-01T00:00:00+00:00")
    assert json.loads(to_geojson(empty))["features"] == []
    assert to_csv(empty).decode() == ",".join(NAMES) + "\r\n"


@given(feeds)
def test_any_text_is_well_formed_atom(feed: Feed) -> None:
    root = fromstring(to_atom(feed))
    assert root.findtext("a:title", namespaces=ATOM) == _line(feed.title)
    read = root.findall("a:entry", ATOM)
    for element, entry in zip(read, feed.entries, strict=True):
        assert element.findtext("a:title", namespaces=ATOM) == _line(entry.title)
        assert element.findtext("a:summary", namespaces=ATOM) == _line(entry.summary)
        assert element.findtext("a:updated", namespaces=ATOM) == entry.updated_at.isoformat()
        point = element.findtext("g:point", namespaces=ATOM)
        assert (tuple(map(float, point.split())) if point else (None, None)) == (entry.lat, entry.lon)


def _line(text: str) -> str:
    """What XML can hold of it, in one line."""
    kept = (x for x in text if x in "\t\n\r" or (x >= " " and x not in "\ufffe\uffff"))
    return " ".join("".join(kept).split())


@given(feeds)
def test_any_text_is_read_back_from_geojson(feed: Feed) -> None:
    read = json.loads(to_geojson(feed))
    assert (read["type"], read["title"], read["complete"]) == ("FeatureCollection", feed.title, feed.complete)
    for feature, entry in zip(read["features"], feed.entries, strict=True):
        fields = plain_of(entry)
        lat, lon = fields.pop("lat"), fields.pop("lon")
        assert feature["properties"] == fields
        assert feature["id"] == entry.id
        located = {"type": "Point", "coordinates": [lon, lat]}
        assert feature["geometry"] == (located if lat is not None else None)


@given(feeds)
def test_any_text_is_read_back_from_csv_and_is_no_formula(feed: Feed) -> None:
    names, *rows = csv.reader(StringIO(to_csv(feed).decode(), newline=""), strict=True)
    assert tuple(names) == NAMES
    for row, entry in zip(rows, feed.entries, strict=True):
        for cell, value in zip(row, plain_of(entry).values(), strict=True):
            if isinstance(value, int | float):
                assert float(cell) == value
                continue
            said = "; ".join(value) if isinstance(value, list) else value or ""
            assert cell.removeprefix("'") == said.removeprefix("'")
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_page_shows_text_as_text() -> None:
    evil = replace(LAMP, title="<script>alert(1)</script>", id='"><img src=x>')
    page = Pages().entries(replace(FEED, entries=(evil, LAMP))).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert '<li id="bekasi:traffic:abc">' in page
    assert "24 November 2026 pukul 14.00" in page
    assert "Tidak ada masalah yang terbuka." in Pages().entries(replace(FEED, entries=())).decode()
