import re

from streams.core.ids import incident_id
from tests.unit.core.reports import classified, point


def test_an_incident_carries_its_key() -> None:
    assert re.fullmatch(r"rawa:air:[a-z2-7]{16}", incident_id(classified("a")))


def test_only_channel_and_id_of_the_founder_matter() -> None:
    assert incident_id(classified("a")) == incident_id(classified("a", text="lain", place=point()))
    assert incident_id(classified("a")) != incident_id(classified("b"))
    assert incident_id(classified("a")) != incident_id(classified("a", channel="callcenter"))


def test_an_id_is_the_same_for_ever() -> None:
    """Incidents in Postgres hang on it."""
    assert incident_id(classified("a")) == "rawa:air:bk3bozdovyc6q563"
