"""What the demo shows of its outcome."""

from rich.console import Console, RenderableType

from schemas.rejection import Origin
from sinks.reading import Refusal
from streams.accounting import Account
from streams.cli import demo_tables
from streams.fate import Fate
from streams.simulator.story import story
from tests.unit.core.bekasi import CATALOG

ORIGIN = Origin(topic="reports.poc", partition=0, offset=0)
FATES = {("sorot", Fate.ACCEPTED): 3, ("sorot", Fate.REJECTED): 1, ("poc", Fate.REDELIVERED): 1}


def shown(what: RenderableType) -> str:
    screen = Console(width=100, color_system=None)
    with screen.capture() as capture:
        screen.print(what)
    return capture.get()


def account(**wrong: dict[str, int]) -> Account:
    return Account(
        published=5,
        fates=FATES,
        incidents=2,
        dispatches={"dishub": {"opened": 2, "joined": 1}},
        lost=wrong.get("lost", {}),
        doubled=wrong.get("doubled", {}),
    )


def test_the_verdict_counts_what_is_wrong_and_names_it():
    assert "hilang 0, ganda 0" in shown(demo_tables.verdict(account(), 12.3))
    text = shown(demo_tables.verdict(account(lost={"reports in no incident": 4}), 12.3))
    assert "hilang 4, ganda 0" in text
    assert "reports in no incident: 4" in text


def test_incoming_adds_up_by_channel_and_over_all():
    lines = {
        line.split()[0]: line.split()[-4:]
        for line in shown(demo_tables.incoming(account(), CATALOG)).splitlines()
        if line.strip()
    }
    assert lines["SOROT"] == ["4", "3", "1", "0"]
    assert lines["Semua"] == ["5", "3", "1", "1"]


def test_agencies_are_told_of_new_incidents_and_of_more():
    assert "Dinas Perhubungan         2                1" in shown(demo_tables.told(account(), CATALOG))


def test_every_fault_of_the_story_has_a_word_for_operators():
    codes = {told.expects for told in story() if told.expects}
    text = shown(demo_tables.refused([Refusal(ORIGIN, code, "", "x") for code in codes], CATALOG))
    assert not any(f" {code} " in text for code in codes)


def test_a_refusal_names_its_field_once():
    one, other = (
        Refusal(ORIGIN, "nul", "text", "holds NUL"),
        Refusal(ORIGIN, "invalid", "lat", "lat: missing"),
    )
    text = shown(demo_tables.refused([one, other], CATALOG))
    assert "text: holds NUL" in text
    assert text.count("lat:") == 1
