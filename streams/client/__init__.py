"""For those who plug in: adapters report and pass on what citizens are told, agencies hear and answer.

    async with Reporter("sorot", brokers="kafka:9092") as reporter:
        await reporter.publish({"id": "S-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "Banjir"})

    async with Dispatches("dishub", brokers="kafka:9092", memory="dishub.sqlite") as dispatches:
        async for news in dispatches:
            ...

What travels is in `schemas`; times carry their offset from UTC, coordinates are WGS 84 degrees, radii metres
(`_m`), spans seconds (`_s`). README.md beside this file is the guide.
"""

from schemas.dispatch import Dispatch
from schemas.event import EventDispatch
from schemas.feedback import Feedback
from schemas.progress import Said
from schemas.report import Photo, Report
from sinks.kafka_access import KafkaAccess
from streams.client.dispatches import Dispatches, News
from streams.client.errors import (
    ClientError,
    Gap,
    InUse,
    MemoryFailed,
    NotOpen,
    NoTopic,
    Refused,
    Unreachable,
)
from streams.client.feedbacks import Feedbacks
from streams.client.memory import Done, Memory, Place
from streams.client.outlet import Sent
from streams.client.progress import Progress
from streams.client.reader import Unread
from streams.client.replies import Replies
from streams.client.reporter import Reporter
from streams.client.sqlite_memory import SqliteMemory

__all__ = [
    "ClientError",
    "Dispatch",
    "Dispatches",
    "Done",
    "EventDispatch",
    "Feedback",
    "Feedbacks",
    "Gap",
    "InUse",
    "KafkaAccess",
    "Memory",
    "MemoryFailed",
    "News",
    "NoTopic",
    "NotOpen",
    "Photo",
    "Place",
    "Progress",
    "Refused",
    "Replies",
    "Report",
    "Reporter",
    "Said",
    "Sent",
    "SqliteMemory",
    "Unreachable",
    "Unread",
]
