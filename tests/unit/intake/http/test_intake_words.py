"""Every refusal has words in both languages."""

import re
from pathlib import Path
from string import Formatter

import streams.http
import streams.intake
from streams.core import normalize
from streams.intake.http.words import WORDS

FOLDERS = [Path(package.__file__).parent for package in (streams.intake, streams.http)]


def test_every_code_that_is_used_has_words() -> None:
    source = "\n".join(path.read_text() for folder in FOLDERS for path in folder.rglob("*.py"))
    used = set(re.findall(r'(?:Fault|later)\(\s*\d+, "(\w+)"', source))
    assert {"no_key", "unavailable", "missing"} <= used
    assert used - WORDS.keys() == set()


def test_every_code_of_the_contract_has_words() -> None:
    codes = {*normalize._CODES.values(), "wrong_type", "invalid", "nul", "unknown_category"}
    # What we write ourselves is JSON of a few levels.
    assert {f"contract_{code}" for code in codes - {"not_json"}} <= WORDS.keys()


def test_both_languages_say_the_same_of_the_same() -> None:
    for code, words in WORDS.items():
        assert set(words) == {"id", "en"}
        if not code.startswith(("contract_", "http")):
            names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in words.values()]
            assert names[0] == names[1], code
