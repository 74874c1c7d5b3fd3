"""How a process logs: to stderr, one line an event, itself and its libraries in one shape.

All of it goes through Python's logging; structlog gives it fields and makes the lines.
"""

import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TextIO, cast

import structlog
from structlog.stdlib import BoundLogger, filter_by_level, render_to_log_kwargs

from streams.logs.damping import RateLimit
from streams.logs.lines import json_lines, text_lines
from streams.settings import LogSettings

OURS = ("streams", "sinks", "schemas")
_SERVICES = ("consumer", "driver", "no_tables", "thread")
"""Modules of the transport by whose names Faust logs the lives of its services."""


def logger(name: str) -> BoundLogger:
    """A logger that takes fields: `log.info("records refused", topic=..., count=...)`.

    Its events are short English phrases that stay the same. Of what somebody sent fields may hold ids alone.
    """
    made = structlog.wrap_logger(
        logging.getLogger(name), [filter_by_level, render_to_log_kwargs], wrapper_class=BoundLogger
    )
    return cast("BoundLogger", made)


def is_text(settings: LogSettings) -> bool:
    """Whether a person reads it."""
    return settings.format == "text" or (settings.format == "auto" and sys.stderr.isatty())


@contextmanager
def configured(process: str, settings: LogSettings) -> Iterator[None]:
    """Log so until the end of the block. An inner block stands for the outer one."""
    handler = _Stderr()
    handler.setFormatter(
        text_lines(process, colors=sys.stderr.isatty()) if is_text(settings) else json_lines(process)
    )
    handler.addFilter(RateLimit("aiokafka"))
    levels = {
        "": logging.WARNING,
        **dict.fromkeys(OURS, logging.getLevelNamesMapping()[settings.level.upper()]),
        **{f"streams.transport.{module}": logging.WARNING for module in _SERVICES},
        # The command line keeps it silent; see `streams.cli.main`.
        "aiokafka": logging.WARNING,
        # It would warn of every form that a stranger spoilt; who sent it is told.
        "python_multipart": logging.ERROR,
    }
    with ExitStack() as stack:
        for name, level in levels.items():
            stack.enter_context(_level(name, level))
        stack.enter_context(_handling(handler))
        stack.enter_context(_all_told())
        yield


class _Stderr(logging.StreamHandler[TextIO]):
    """To what stderr is when something is logged."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


@contextmanager
def _level(name: str, level: int) -> Iterator[None]:
    found = logging.getLogger(name)
    before = found.level
    found.setLevel(level)
    try:
        yield
    finally:
        found.setLevel(before)


@contextmanager
def _handling(handler: logging.Handler) -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = [*(one for one in before if not isinstance(one, _Stderr)), handler]
    try:
        yield
    finally:
        root.handlers[:] = before


@contextmanager
def _all_told() -> Iterator[None]:
    """What Python would print by itself, with values in it, is logged: warnings, and what nobody catches."""
    log = logger(__name__)

    def warning(_message: object, category: type[Warning], filename: str, line: int, *_: object) -> None:
        # pydantic's hold what could not be serialized.
        log.warning("a library warns", category=category.__name__, where=f"{filename}:{line}")

    def in_thread(told: threading.ExceptHookArgs) -> None:
        log.error("a thread failed", exc_info=told.exc_value)

    def unraisable(told: "sys.UnraisableHookArgs") -> None:
        log.error("an error could not be raised", exc_info=told.exc_value)

    with (
        _put(warnings, "showwarning", warning),
        _put(threading, "excepthook", in_thread),
        _put(sys, "unraisablehook", unraisable),
    ):
        yield


@contextmanager
def _put(module: object, name: str, hook: Callable[..., None]) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, hook)
    try:
        yield
    finally:
        setattr(module, name, before)
