"""Whose a refused record is, as far as that can be read in it. Pure."""

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterator

_REPORTER = re.compile(r'"reporter"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')
"""In what is no whole JSON: the reference in its quotation marks, however it is escaped; or a number."""

_REFUSED = re.compile(rb'"topic":"([^"]+)".*?"original":"([A-Za-z0-9+/=\\n]*)', re.DOTALL)
"""In a record of `reports.rejected`, which may be cut: the topic of what was refused, and it in base 64."""


def unwrapped(original: bytes) -> tuple[str, bytes] | None:
    """Of a record of `reports.rejected` that was refused itself: the topic and bytes of what it refuses."""
    found = _REFUSED.search(original)
    if not found:
        return None
    coded = found[2].replace(b"\\n", b"")
    try:
        return found[1].decode(), base64.b64decode(coded[: len(coded) // 4 * 4])
    except (UnicodeDecodeError, binascii.Error):
        return None


def is_report_of(original: bytes, reporter: str | None, ids: Collection[str]) -> bool:
    """Whether it names that reporter; or, where it names none, one of these ids of theirs.

    An id alone says nothing where somebody else is named: ids are used twice by mistake.
    """
    text = _text(original)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return reporter in set(_named_in(text))
    named = set(_values(content, "reporter"))
    return reporter in named if named else _id(content, "id") in ids


def is_reply_of(original: bytes, reporter: str | None, ids: Collection[str]) -> bool:
    """Whether it answers for one of these reports, or names that reporter."""
    text = _text(original)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return reporter in set(_named_in(text))
    return _id(content, "report_id") in ids or reporter in set(_values(content, "reporter"))


def is_text(original: bytes) -> bool:
    """Whether it can be searched at all."""
    try:
        original.decode(json.detect_encoding(original))
    except UnicodeDecodeError:
        return False
    return True


def _text(original: bytes) -> str:
    return original.decode(json.detect_encoding(original), errors="replace")


def _named_in(text: str) -> Iterator[str]:
    for quoted in _REPORTER.findall(text):
        try:
            yield str(json.loads(quoted, strict=False))
        except ValueError:
            continue


def _values(content: object, name: str) -> Iterator[str]:
    """What fields of that name hold, at any depth that JSON is read to."""
    left = [content]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += one.values()
            if isinstance(value := one.get(name), str | int) and not isinstance(value, bool):
                yield str(value)
        elif isinstance(one, list):
            left += one


def _id(content: object, name: str) -> str | None:
    value = content.get(name) if isinstance(content, dict) else None
    return str(value) if isinstance(value, str | int) else None
