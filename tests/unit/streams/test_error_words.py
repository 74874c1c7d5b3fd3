"""Of an error nothing is told that somebody sent, and enough to find it."""

import json
from typing import Any

import asyncpg
import pytest
from aiokafka.errors import CorruptRecordException, KafkaConnectionError, KafkaError
from pydantic import BaseModel, ValidationError

from schemas.report import Report
from sinks.postgres import FencedError
from streams.logs.error_words import CHAIN_MAX, accounts, words

SECRET = "Sulastri"


class Chunk(BaseModel):
    """Has a field whose names senders choose."""

    counts: dict[str, int]


def postgres(kind: type[asyncpg.PostgresError], message: str, **fields: str) -> asyncpg.PostgresError:
    error = kind(message)
    vars(error).update({"detail": f"Failing row contains ({SECRET}).", "hint": SECRET, **fields})
    return error


def invalid(model: type[BaseModel], content: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(json.dumps(content))
    return caught.value


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            postgres(asyncpg.CheckViolationError, f"no {SECRET}", constraint_name="c", table_name="reports"),
            "CheckViolationError: SQLSTATE 23514, constraint c, table reports",
        ),
        (
            postgres(asyncpg.InvalidTextRepresentationError, f'invalid input syntax: "{SECRET}"'),
            "InvalidTextRepresentationError: SQLSTATE 22P02",
        ),
        (
            postgres(asyncpg.UndefinedTableError, 'relation "x" does not exist'),
            'UndefinedTableError: SQLSTATE 42P01, relation "x" does not exist',
        ),
        (asyncpg.DataError(f"invalid input for query argument $1: '{SECRET}'"), "DataError: SQLSTATE 22000"),
        (asyncpg.InterfaceError("connection is closed"), "InterfaceError: connection is closed"),
        (KeyError(SECRET), "KeyError"),
        (UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET), "UnicodeDecodeError"),
        (
            FileNotFoundError(2, "No such file or directory", SECRET),
            "FileNotFoundError: No such file or directory",
        ),
        (OSError(SECRET), "OSError"),
        (KafkaError(repr(KeyError(SECRET))), "KafkaError"),
        (CorruptRecordException(SECRET), "CorruptRecordException"),
        (KafkaConnectionError("no broker"), "KafkaConnectionError: KafkaConnectionError: no broker"),
        (FencedError("t/0: epoch 3\n is over"), "FencedError: t/0: epoch 3 is over"),
        (ExceptionGroup(SECRET, [KeyError(SECRET)]), "ExceptionGroup of KeyError"),
        (
            invalid(Report, {"id": 5, "reported_at": SECRET, "photos": [{"url": ""}]}),
            "ValidationError: Report, version 1: id string_type, "
            "reported_at value_error, photos.0.url string_too_short",
        ),
        (invalid(Chunk, {"counts": {SECRET: SECRET}}), "ValidationError: Chunk: counts.? int_parsing"),
        (invalid(Chunk, SECRET), "ValidationError: Chunk: whole model_type"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_is_told_without_what_was_sent(error: BaseException, told: str) -> None:
    assert words(error) == told
    assert SECRET not in json.dumps(accounts(error))


def test_what_led_to_it_is_told_with_the_calls() -> None:
    def reads() -> None:
        raise KeyError(SECRET)

    def fails() -> None:
        try:
            reads()
        except KeyError as error:
            raise FencedError("epoch 3 is over") from error

    with pytest.raises(FencedError) as caught:
        fails()
    first, second = accounts(caught.value)
    assert first["error"] == "FencedError: epoch 3 is over"
    assert [call.split()[1] for call in second["stack"]] == ["fails", "reads"]
    assert second["error"] == "KeyError"
    assert all(call.startswith(f"{__name__}:") for call in second["stack"])


def test_an_error_that_leads_to_itself_is_told_all_the_same() -> None:
    first = KeyError("Siti")
    group = ExceptionGroup("several", [first])
    first.__cause__ = group
    assert words(first).startswith("KeyError because of ExceptionGroup of KeyError")
    assert "Siti" not in words(first)


def test_a_chain_and_a_stack_have_an_end() -> None:
    error: Exception = KeyError(SECRET)
    for _ in range(50):
        error, error.__cause__ = ValueError(SECRET), error
    assert len(accounts(error)) == CHAIN_MAX
    group = ExceptionGroup(SECRET, [ExceptionGroup(SECRET, [KeyError(SECRET)] * 50)] * 50)
    assert len(accounts(group)) < 50
