import pytest

from schemas.announcement import Announcement, Reporter
from schemas.feedback import Feedback
from streams.core.records.announce import announced_to, announcement_record
from streams.core.tell import feedback_record
from tests.unit.core.reports import NOON

FIXED = Announcement(
    incident_id="rawa:air:ab12",
    number=3,
    up_to=7,
    kind="resolved",
    message="Sudah ditangani. Apakah benar?",
    asks=True,
    at=NOON,
)


def test_all_hear_the_same_each_under_an_id_of_its_own() -> None:
    heard = announced_to(Reporter("sorot", "a", "x", 4), FIXED)
    assert heard == Feedback(
        id="sorot/a/rawa:air:ab12/3",
        report_id="a",
        reporter="x",
        incident_id="rawa:air:ab12",
        kind="resolved",
        message="Sudah ditangani. Apakah benar?",
        at=NOON,
        asks=True,
    )


@pytest.mark.parametrize(("reporter", "key"), [("x", b"x"), (None, b"a")])
def test_it_goes_where_the_first_word_to_the_reporter_went(reporter: str | None, key: bytes) -> None:
    message = feedback_record("sorot", announced_to(Reporter("sorot", "a", reporter, 4), FIXED))
    assert (message.topic, message.key) == ("feedback.sorot", key)
    assert message.type == "sinergi.feedback.resolved.v1"


def test_an_announcement_keeps_the_order_of_its_incident_and_can_be_told_from_another() -> None:
    message = announcement_record(FIXED)
    assert (message.topic, message.key) == ("announcements", b"rawa:air:ab12")
    assert dict(message.headers)["ce_id"] == b"rawa:air:ab12/3"
    assert message.type == "sinergi.announcement.v1"
    assert Announcement.model_validate_json(message.value) == FIXED
