"""No text costs more than its length: twice as long takes about twice the time, whatever it repeats."""

from collections.abc import Callable
from time import process_time

import pytest

from schemas.rejection import Origin
from streams.core.grade import grade
from streams.core.locate import said_in
from streams.core.mask import mask
from streams.core.no_report import no_report
from streams.core.normalize import normalize
from streams.http.conditional import is_known, takes_gzip
from streams.http.faults import Fault
from streams.http.language import language_of
from streams.http.rendering import rendering
from streams.intake.georeport.said import moment_of
from streams.intake.http.answers import of_xml
from tests.fuzz.entrances.records import CATALOG, knowledge

LETTERS = 10_000
"""The longest text of a report."""
SLOWEST_S = 0.25
"""For so many letters a linear function takes a few milliseconds, a square one seconds."""
TRIES = 3
"""Once or twice the collector of garbage may come in between."""
UNITS = (
    "a", "A", "1", "0", " ", "-", ".", ",", "_", "@", "a@", "a.", "a-", "1.", "1-", "1 ", "(at)",
    "[ at ]", "08", "62 8", "021 ", "b 1", "plat ", "polisi ", "nik:", "bca ", "rek ", "wk", "hx", "x",
    "aha", "pak ", "nama ", "A b ", "a'", "jl ", "rt ", "lahir ", "01/", "2026-", "se", "tidak ",
    "belum ", "setinggi ", "T", "T 0", ";q=1,", '"', '""', "W/", "<a", "<", "\u0660", "\u00e9", "\ufdfa",
    "\n", "\t", "\x00", "\ud800", "jatiasih ", "a b c d e f g ", "1,5 m ", "ny4 ", "gg. a ",
)  # fmt: skip
MADE = rendering(b"x", "text/plain")


def _moment(text: str) -> object:
    try:
        return moment_of("start_date", text)
    except Fault as fault:
        return fault


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "mask": mask,
    "grade": lambda text: grade(knowledge().grades, "flood", text),
    "said_in": lambda text: said_in(knowledge().map, text, ""),
    "no_report": lambda text: no_report(knowledge().chatter, text, has_photo=False, has_category=False),
    "moment_of": _moment,
    "is_known": lambda text: is_known(text, MADE),
    "takes_gzip": takes_gzip,
    "language_of": language_of,
    "of_xml": of_xml,
    "normalize": lambda text: normalize(text.encode("utf-8", "surrogatepass"), ORIGIN, CATALOG().categories),
}
ORIGIN = Origin(topic="reports.sorot", partition=0, offset=0)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_long_text_of_any_kind_is_read_in_no_time(name: str) -> None:
    function = FUNCTIONS[name]
    function("x")  # Made ready once.
    for unit in UNITS:
        text = (unit * LETTERS)[:LETTERS]
        assert any(_took_s(function, text) < SLOWEST_S for _ in range(TRIES)), repr(unit)


def _took_s(function: Callable[[str], object], text: str) -> float:
    began = process_time()
    function(text)
    return process_time() - began
