"""One line an event: what Python's logging holds, as fields of which none can hold what somebody sent."""

import json
import logging
import re
from collections.abc import Callable, Mapping, Set
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level
from structlog.types import EventDict, Processor

from streams.logs.error_words import accounts, words

_FIRST = ("timestamp", "level", "event", "process", "logger")
_WORDS_OF_ASYNCIO = re.compile(r"[\w' ]*")
"""What follows is the repr of whatever a task or callback had in hand."""
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What would end a line, or steer the terminal that shows it."""


def json_lines(process: str) -> logging.Formatter:
    """One JSON object a line."""
    return _formatter(process, [_ordered, JSONRenderer(serializer=_dumped)])


def text_lines(process: str, *, colors: bool) -> logging.Formatter:
    """For a terminal; the calls that led to an error stand below its line."""
    return _formatter(process, [_below, ConsoleRenderer(colors=colors)])


def shown(value: object) -> Any:  # noqa: ANN401
    """A value as it may stand on a line: of things that are not words, numbers or errors only the type."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", value)
        case BaseException() | type():
            return words(value) if isinstance(value, BaseException) else value.__name__
        case Mapping():
            return {str(shown(key)): shown(inner) for key, inner in value.items()}
        case list() | tuple() | Set():
            return [shown(inner) for inner in value]
    return f"<{type(value).__name__}>"


def _formatter(process: str, render: list[Processor]) -> logging.Formatter:
    def named(_logger: object, _method: str, event: EventDict) -> EventDict:
        event["process"], event["logger"] = process, event["_record"].name
        return event

    return ProcessorFormatter(
        processors=[
            ExtraAdder(),
            # What is bound to the work at hand comes onto its lines: the trace, once there is one.
            merge_contextvars,
            add_log_level,
            TimeStamper(fmt="iso", utc=True),
            named,
            _phrase,
            _error,
            ProcessorFormatter.remove_processors_meta,
            _shown,
            *render,
        ],
        use_get_message=False,
        pass_foreign_args=True,
    )


def _phrase(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The message with its arguments; those of libraries may be anything."""
    record: logging.LogRecord = event["_record"]
    template = str(shown(record.msg))
    event["event"] = " ".join(_filled(template, event.pop("positional_args", ())).split())
    event.pop("message", None)  # So another handler's formatter leaves it on the record: whole.
    if record.name == "asyncio" and (found := _WORDS_OF_ASYNCIO.match(template)):
        event["event"] = found[0].strip()
    return event


def _filled(template: str, arguments: object) -> str:
    if not arguments:
        return template
    safe = shown(arguments)
    try:
        return template % (tuple(safe) if isinstance(safe, list) else safe)
    except (TypeError, ValueError, KeyError):
        return template


def _error(_logger: object, _method: str, event: EventDict) -> EventDict:
    """In place of a traceback."""
    _, error, _ = event.pop("exc_info", None) or (None, None, None)
    event.pop("stack_info", None)
    if error is not None:
        first, *because = accounts(error)
        event.update(first, **({"because": because} if because else {}))
    return event


def _shown(_logger: object, _method: str, event: EventDict) -> EventDict:
    return {name: shown(value) for name, value in event.items()}


def _ordered(_logger: object, _method: str, event: EventDict) -> EventDict:
    return {**{name: event[name] for name in _FIRST}, **event}


def _below(_logger: object, _method: str, event: EventDict) -> EventDict:
    if "stack" in event:
        links = [{"error": event["error"], "stack": event.pop("stack")}, *event.pop("because", ())]
        event["exception"] = "\n".join(
            "\n".join([link["error"], *(f"    {call}" for call in link["stack"])]) for link in links
        )
    return event


def _dumped(event: EventDict, default: Callable[[object], object]) -> str:
    del default  # It would show what it does not know; nothing such is left.
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
