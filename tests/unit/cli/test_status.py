"""What a citizen would be told of a report."""

from dataclasses import replace

import pytest

from schemas.incident import State
from schemas.life import Life, Step
from streams.cli.status import status_of, status_section
from tests.unit.cli.test_telling import AT, CATALOG, CATEGORY, INCIDENT, REPORT


def facts(step: Step = Step.DISPATCHED, voices: int = 3, dismissed_by: str | None = None) -> dict[str, str]:
    over = dismissed_by or step in (Step.CANNOT, Step.CLOSED)
    incident = replace(
        INCIDENT,
        voices=voices,
        state=State.CLOSED if over else State.OPEN,
        life=Life(step=step, at=AT),
        dismissed_by=dismissed_by,
    )
    return dict(status_section(status_of(REPORT, incident, CATALOG, at=AT), CATALOG).facts)


def test_a_citizen_is_told_where_it_stands_and_that_others_said_so_too() -> None:
    found = facts()
    assert found["Dilaporkan"] == "24 November 2026 pukul 01.05 WIB"
    assert found["Perihal"] == CATEGORY.label
    assert found["Dilaporkan juga oleh"] == "2 warga lain"
    assert found["Sekarang"] == "di Dinas Air"


@pytest.mark.parametrize("step", Step)
def test_who_is_asked_is_told_how_to_answer(step: Step) -> None:
    question = facts(step)["Apakah sudah beres?"]
    assert question == ("sinergi reply sorot:a yes (sudah) atau no (belum)" if step is Step.RESOLVED else "")


def test_a_citizen_is_told_by_when_the_last_agency_promised_to_be_done() -> None:
    assert facts()["Dijanjikan selesai"] == "24 November 2026 pukul 07.05 WIB"
    assert facts(Step.CANNOT)["Dijanjikan selesai"] == ""


def test_of_what_was_found_to_be_no_report_nothing_is_promised() -> None:
    found = facts(dismissed_by="c1")
    assert found["Sekarang"].startswith("tidak kami teruskan")
    assert (found["Dijanjikan selesai"], found["Apakah sudah beres?"]) == ("", "")


def test_the_only_reporter_is_not_told_of_others() -> None:
    assert facts(voices=1)["Dilaporkan juga oleh"] == ""


def test_nobodys_words_are_told() -> None:
    told = " ".join(facts().values())
    assert not any(words in told for words in (INCIDENT.summary, INCIDENT.place_words, REPORT.text, "foto"))
