"""The page of the contracts: HTML that needs nothing else and shows all."""

from html.parser import HTMLParser

import pytest

from schemas.documents.channels import CHANNELS
from schemas.documents.contracts import CONTRACTS
from schemas.documents.examples import Example, Examples, all_examples
from schemas.documents.fields import rows
from schemas.documents.json_schema import file_name
from schemas.documents.page import page
from tests.unit.schemas.documents.today import schemas_today

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Read(HTMLParser):
    """Tags in order, links, ids, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert value is not None or name == "open"
            if name in {"href", "src", "srcset", "action"}:
                self.links.append(str(value))
            if name == "id":
                self.ids.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def html() -> str:
    return page(schemas_today(), all_examples())


@pytest.fixture(scope="module")
def read(html: str) -> Read:
    return Read(html)


def test_it_parses(read: Read) -> None:
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))


def test_it_needs_nothing_from_elsewhere(html: str, read: Read) -> None:
    files = {"asyncapi.json", *(file_name(name) for name in CONTRACTS)}
    assert all(link in files or link.removeprefix("#") in read.ids for link in read.links), read.links
    assert not read.tags & {"script", "link", "img", "iframe"}
    assert "url(" not in html
    assert "@import" not in html


def test_it_shows_every_topic_field_and_example(read: Read) -> None:
    for channel in CHANNELS:
        for words in (channel.address, channel.key, channel.writer, channel.reader):
            assert words.replace("`", "") in read.text
    for schema in schemas_today().values():
        assert all(row.path in read.text and row.type in read.text for row in rows(schema))
    for examples in all_examples().values():
        shown = (*examples.good, *examples.refused)
        assert all(example.says.replace("`", "") in read.text for example in shown)


def test_what_examples_hold_is_shown_and_not_run() -> None:
    spoilt = Examples(good=(Example(name="x", says="<b>`<i>`", message={"text": "</pre><script>"}),))
    read = Read(page(schemas_today(), all_examples() | {"report": spoilt}))
    assert not read.tags & {"script", "b", "i"}
    assert '"text": "</pre><script>"' in read.text
    assert "<b><i>" in read.text
