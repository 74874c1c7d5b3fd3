"""Answers in XML say what those in JSON say."""

import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from streams.http.language import language_of
from streams.intake.http.answers import to_xml


def test_lists_and_fields() -> None:
    content = [{"code": 400, "description": "a < b & c"}, {"code": 403, "description": None}]
    assert xmltodict.parse(to_xml(content, root="errors", item="error")) == {
        "errors": {
            "error": [{"code": "400", "description": "a < b & c"}, {"code": "403", "description": None}]
        }
    }


@given(st.text())
def test_any_text_is_well_formed(text: str) -> None:
    xmltodict.parse(to_xml({"description": text}, root="request"))


def test_the_callers_language() -> None:
    assert language_of("") == "id"
    assert language_of("en-GB,en;q=0.9,id;q=0.5") == "en"
    assert language_of("fr, id;q=0.3, en;q=0.2") == "id"
    assert language_of("en;q=0, *") == "id"
    assert language_of(";;q=x,,") == "id"
