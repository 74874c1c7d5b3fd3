"""Every contract that travels, and who relies on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

from schemas import command, dispatch, event
from schemas.announcement import Announcement
from schemas.catalog.messages import Told
from schemas.classified import ClassifiedReport
from schemas.contract import Contract
from schemas.correction import Correction
from schemas.feedback import Feedback
from schemas.progress import Progress
from schemas.rejection import Rejection
from schemas.reply import Reply
from schemas.report import Report
from schemas.reporter_key import ReporterKey
from schemas.sealed import SEALED, SealedReport


class Side(StrEnum):
    """Who writes a contract and who reads it, which decides what may change of it."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Described:
    """A contract as documents tell of it.

    `about` is the field that ties a message to others. `types` are the values that the header `ce_type` has;
    there are none where we do not look at headers. `caused` says that a report may have caused it, whose
    passage then travels in its headers.
    """

    model: type[Contract]
    side: Side
    summary: str
    about: str
    types: tuple[str, ...] = ()
    caused: bool = False


def _types(of: str, kinds: object) -> tuple[str, ...]:
    return tuple(f"sinergi.{of}.{kind}.v1" for kind in get_args(kinds))


CONTRACTS: Mapping[str, Described] = {
    "report": Described(Report, Side.INCOMING, "What one citizen said", "id"),
    "correction": Described(Correction, Side.INCOMING, "What an operator puts right", "id"),
    "progress": Described(Progress, Side.INCOMING, "What an agency says it did", "incident_id"),
    "reply": Described(Reply, Side.INCOMING, "What a reporter answers", "report_id"),
    "dispatch": Described(
        dispatch.Dispatch,
        Side.OUTGOING,
        "One version of an incident, told to an agency",
        "incident_id",
        _types("dispatch", dispatch.Kind),
        caused=True,
    ),
    "event": Described(
        event.EventDispatch,
        Side.OUTGOING,
        "Unusually many incidents, told to an agency",
        "event_id",
        _types("event", event.Kind),
    ),
    "feedback": Described(
        Feedback,
        Side.OUTGOING,
        "What a channel tells its reporter",
        "report_id",
        _types("feedback", Told),
        caused=True,
    ),
    "rejection": Described(
        Rejection, Side.OUTGOING, "A record that was refused", "id", ("sinergi.report.rejected.v1",)
    ),
    "announcement": Described(
        Announcement,
        Side.INTERNAL,
        "What all reporters of an incident are told",
        "incident_id",
        ("sinergi.announcement.v1",),
    ),
    "classified": Described(
        ClassifiedReport,
        Side.INTERNAL,
        "A report and what triage found out about it",
        "report/id",
        ("sinergi.report.classified.v1",),
        caused=True,
    ),
    "ordered": Described(
        command.Ordered,
        Side.INTERNAL,
        "A correction found in order",
        "correction/id",
        (command.ORDERED,),
    ),
    "receive": Described(
        command.Receive,
        Side.INTERNAL,
        "The second step of a correction between two keys",
        "ordered/correction/id",
        (command.RECEIVE,),
    ),
    # As 0.1.0 called it: contracts are compared by their names.
    "reported": Described(
        command.Progressed,
        Side.INTERNAL,
        "Progress found in order",
        "progress/incident_id",
        (command.PROGRESS,),
    ),
    "answered": Described(
        command.Answered, Side.INTERNAL, "A reply found in order", "reply/report_id", (command.REPLY,)
    ),
    "sealed": Described(
        SealedReport,
        Side.INTERNAL,
        "The same, its words under its reporter's key",
        "bare/report/id",
        (SEALED,),
        caused=True,
    ),
    "reporter_key": Described(ReporterKey, Side.INTERNAL, "With what a citizen's words are sealed", "secret"),
    "forget": Described(
        command.Forget, Side.INTERNAL, "What a citizen said is to be gone", "key", (command.FORGET,)
    ),
    "tick": Described(command.Tick, Side.INTERNAL, "What time it is", "key", (command.TICK,)),
}
"""By the name that files and documents give them."""
