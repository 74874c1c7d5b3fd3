"""From a draft to the report that it is."""

import hashlib
import hmac
from datetime import datetime

from schemas.report import Report
from streams.board.call.draft import Draft, Opened
from streams.http.faults import Fault
from streams.speakers.numbers import id_of
from streams.speakers.speaker import Speaker

_NO_WORDS = "…"
"""In the place of a text that nobody has typed yet: it says nothing of anything."""


def report_of(draft: Draft, opened: Opened, by: str, secret: bytes) -> Report:
    """The report, under an id that is a keyed digest of the form and of all that it says.

    So the same form sent twice is one report, no id ever comes with other content, and nobody guesses one.
    `by`, the account of who typed it, is a field of it. Raises `Fault` for a draft that says nothing,
    and for a telephone without digits.
    """
    if not (draft.text or draft.category or draft.supports):
        raise Fault(400, "missing", field="text")
    reporter = Speaker(phone=draft.phone).reference(secret)
    if draft.phone and reporter is None:
        raise Fault(400, "no_phone")
    report = _report(draft, opened.at, draft.text, reporter, by)
    keyed = hmac.digest(secret, f"{opened.key}:".encode() + report.to_json(), hashlib.sha256)
    return report.model_copy(update={"id": id_of(keyed)})


def so_far(draft: Draft, at: datetime) -> Report:
    """What is there of it, to be understood and never sent."""
    return _report(draft, at, draft.text or _NO_WORDS, None, "")


def _report(draft: Draft, at: datetime, text: str, reporter: str | None, by: str) -> Report:
    return Report(
        id="panggilan",
        reported_at=at.replace(microsecond=0),
        text=text,
        lat=draft.lat,
        lon=draft.lon,
        place=draft.place,
        reporter=reporter,
        category=draft.category,
        supports=draft.supports,
        taken_by=by,
    )
