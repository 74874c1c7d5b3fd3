"""Every topic, with who writes it, who reads it, and by what key."""

from dataclasses import dataclass
from typing import Literal

from schemas import topics


@dataclass(frozen=True, slots=True)
class Channel:
    """A topic, or one for each channel or agency of the catalog, which `each` names.

    `contracts` are the names of what travels there. Only our workers may read what is not `open`.
    """

    name: str
    address: str
    summary: str
    contracts: tuple[str, ...]
    writer: str
    reader: str
    key: str
    each: Literal["channel", "agency"] | None = None
    open: bool = True


CHANNELS = (
    Channel(
        "reports",
        topics.reports("{channel}"),
        "What citizens say, as their channel gives it.",
        ("report",),
        writer="the channel's adapter; the intake and the board for it",
        reader="triage",
        key="any; the report's id is a good one",
        each="channel",
    ),
    Channel(
        "rejected",
        topics.REJECTED,
        "What could not be used, of every topic, with field and reason.",
        ("rejection",),
        writer="triage, check and resolve",
        reader="refuse, and adapters that want to hear; it holds the refused records, and so citizens' words",
        key="topic/partition/offset of the refused record",
    ),
    Channel(
        "dispatches",
        topics.dispatches("{agency}"),
        "Incidents and events that an agency must know of, each version once or again with the same id.",
        ("dispatch", "event"),
        writer="resolve",
        reader="the agency, or the partner",
        key="the incident's id, or the event's",
        each="agency",
    ),
    Channel(
        "progress",
        topics.progress("{agency}"),
        "What an agency, a partner or the operator did about an incident.",
        ("progress",),
        writer="the agency, the partner or the operator whose topic it is; the board for them",
        reader="check",
        key="any; the incident's id is a good one",
        each="agency",
    ),
    Channel(
        "feedback",
        topics.feedback("{channel}"),
        "What reporters are told, ready to be shown.",
        ("feedback",),
        writer="resolve and herald",
        reader="the channel's adapter",
        key="the reporter, else the report's id",
        each="channel",
    ),
    Channel(
        "replies",
        topics.replies("{channel}"),
        "What reporters answer when they are asked whether it is fixed.",
        ("reply",),
        writer="the channel's adapter",
        reader="check",
        key="any; the report's id is a good one",
        each="channel",
    ),
    Channel(
        "corrections",
        topics.CORRECTIONS,
        "What operators put right.",
        ("correction",),
        writer="operators' tools and the board",
        reader="check",
        key="any; the incident's id is a good one",
    ),
    Channel(
        "announcements",
        topics.ANNOUNCEMENTS,
        "One message for all reporters of an incident, however many they are.",
        ("announcement",),
        writer="resolve",
        reader="herald",
        key="the incident's id",
        open=False,
    ),
    Channel(
        "classified",
        topics.CLASSIFIED,
        "The log of all that changes incidents; what citizens said is sealed in it. Told apart by `ce_type`.",
        ("sealed", "classified", "ordered", "receive", "reported", "answered", "forget", "tick"),
        writer="triage, check, clock and resolve, `sinergi forget` and `retain`",
        reader="resolve",
        key="city:family",
        open=False,
    ),
    Channel(
        "reporter_keys",
        topics.REPORTER_KEYS,
        "The keys that words in the log are sealed with, until a record without a value says that one is "
        "destroyed. Read only to restore an older Postgres.",
        ("reporter_key",),
        writer="triage, and resolve and `sinergi retain` what they destroyed",
        reader="`sinergi rewind`",
        key="the key's id",
        open=False,
    ),
)
"""Those that outside parties need first."""
