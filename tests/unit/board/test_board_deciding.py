"""What a form of an operator means."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.correction import Merge, NoReport, Split
from streams.board.operators.deciding import SentCorrections, decided, seen_in, what_of
from streams.http.faults import Fault
from streams.http.forms import Form
from tests.unit.core.bekasi import CATALOG

AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
A = "bekasi:traffic:a"


def form(**fields: str | tuple[str, ...]) -> Form:
    return Form({name: value if isinstance(value, tuple) else (value,) for name, value in fields.items()})


def test_fields_of_other_kinds_are_not_looked_at() -> None:
    said = form(kind="split", incident=A, reports=("sorot:1", "sorot:2"), into="nonsense", csrf="x")
    assert what_of(said) == Split(incident=A, reports=("sorot:1", "sorot:2"))
    assert what_of(form(kind="no_report"), incident=A) == NoReport(incident=A)


def test_what_was_seen_is_an_id_and_a_revision() -> None:
    assert seen_in(form(seen=(f"{A} 3", "bekasi:traffic:b 0"))) == {A: 3, "bekasi:traffic:b": 0}
    for wrong in (A, f"{A} x", f"{A} -1", f"{A} ²", f"{A} 99999999999"):
        with pytest.raises(Fault):
            seen_in(form(seen=wrong))


def test_a_repetition_is_the_record_that_was_sent_first() -> None:
    def made(id: str, why: str, later_s: int) -> object:
        said = form(id=id, why=why)
        return sent.first(
            decided(said, NoReport(incident=A), "akun-1", AT + timedelta(seconds=later_s), CATALOG)
        )

    sent = SentCorrections(most=2)
    first = made("x", "uji coba", 0)
    assert made("x", "uji coba", 5) == first
    assert made("y", "uji coba", 5) != first
    assert made("z", "uji coba", 6) != first
    assert made("x", "uji coba", 7) != first, "of many only the last are remembered"


def test_a_reason_that_triage_would_mask_is_taken_and_what_it_would_refuse_is_not() -> None:
    other = Merge(incident=A, into="rawa:traffic:b")
    with pytest.raises(Fault) as refused:
        decided(form(id="x", why="sama"), other, "akun-1", AT, CATALOG)
    assert refused.value.filled["field"] == "what"
    assert decided(form(id="x", why="telepon 081234567890"), NoReport(incident=A), "akun-1", AT, CATALOG)
