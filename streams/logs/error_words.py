"""What may be told of an error: nothing that somebody sent.

Errors quote what they choked on: Postgres the whole row, pydantic the input, a KeyError the key. So the
words of an error are shown only where they are known to hold none of it; of every other its type is told,
and where in the code it happened.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import TypedDict

import asyncpg
from aiokafka.errors import CorruptRecordException, KafkaError
from pydantic import BaseModel, ValidationError

from schemas.plain_error import PlainError

FRAMES_MAX = 25
CHAIN_MAX = 6
FAULTS_MAX = 5
HIDDEN = "?"

_OF_THE_SERVER = frozenset({"08", "25", "28", "3D", "40", "42", "53", "55", "57"})
"""Classes of SQLSTATE whose messages speak of connections, roles, locks and our own SQL, and of no value."""

_POSTGRES = (("constraint", "constraint_name"), ("table", "table_name"), ("column", "column_name"))


def words(error: BaseException, most: int = CHAIN_MAX) -> str:
    """Its type and what else may be shown, in one line; of what led to it so many. It may lead to itself."""
    name, said = type(error).__name__, " ".join(_said(error).split())
    if said:
        return f"{name}: {said}"
    if most == 1:
        return name
    if isinstance(error, BaseExceptionGroup):
        return f"{name} of {words(error.exceptions[0], most - 1)}"
    return f"{name} because of {words(error.__cause__, most - 1)}" if error.__cause__ else name


class Account(TypedDict):
    """One error: its words, and the calls that led to it, each as `module:line function`."""

    error: str
    stack: list[str]


def accounts(error: BaseException) -> list[Account]:
    """The error first, then what led to it."""
    return [Account(error=words(one), stack=_stack(one.__traceback__)) for one in _chain(error, CHAIN_MAX)]


def _said(error: BaseException) -> str:
    match error:
        case asyncpg.PostgresError():
            return _of_postgres(error)
        case ValidationError():
            return _of_pydantic(error)
        case asyncpg.InterfaceError() if not isinstance(error, ValueError):
            return str(error.args[0])
        # Of all errors of aiokafka these alone quote others.
        case KafkaError() if type(error) is not KafkaError and not isinstance(error, CorruptRecordException):
            return str(error)
        case OSError():
            return _of_the_system(error)
    return str(error) if isinstance(error, PlainError) else ""


def _of_postgres(error: asyncpg.PostgresError) -> str:
    """DETAIL, HINT and CONTEXT hold rows, and so do the messages of most classes."""
    state = error.sqlstate or HIDDEN
    names = [f"{what} {value}" for what, field in _POSTGRES if (value := getattr(error, field, None))]
    shown = [str(error.args[0])] if state[:2] in _OF_THE_SERVER and error.args else []
    return ", ".join([f"SQLSTATE {state}", *names, *shown])


def _of_pydantic(error: ValidationError) -> str:
    points = error.errors(include_url=False, include_context=False, include_input=False)
    known = _names_of_fields()
    faults = [f"{_place(point['loc'], known)} {point['type']}" for point in points[:FAULTS_MAX]]
    more = [f"{len(points) - FAULTS_MAX} more"] if len(points) > FAULTS_MAX else []
    return f"{error.title}: {', '.join(faults + more)}"


def _place(location: tuple[int | str, ...], known: frozenset[str]) -> str:
    """A sender's own name of a field may be anything."""
    parts = (str(part) if isinstance(part, int) or part in known else HIDDEN for part in location)
    return ".".join(parts) or "whole"


def _names_of_fields(model: type[BaseModel] = BaseModel) -> frozenset[str]:
    below = (_names_of_fields(one) for one in model.__subclasses__())
    return frozenset(getattr(model, "model_fields", ())).union(*below)


def _of_the_system(error: OSError) -> str:
    """Its own words, without names of files."""
    if error.strerror:
        return str(error.strerror)
    # So asyncio tells of a host with several addresses of which none answers.
    return str(error) if str(error).startswith("Multiple exceptions: [Errno ") else ""


def _chain(error: BaseException, most: int) -> Iterator[BaseException]:
    """It, and what led to it: of a group its members, else its cause, or what it came out of."""
    if most <= 0:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions[: most - 1]:
            yield from _chain(member, most // 2)
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before, most - 1)


def _stack(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        code, names = trace.tb_frame.f_code, trace.tb_frame.f_globals
        frames.append(f"{names.get('__name__', HIDDEN)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-FRAMES_MAX:]
