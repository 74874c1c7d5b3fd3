"""A pure function of records, whose failure is a value: it touched nothing, so nothing is half done."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from aiokafka import ConsumerRecord

from schemas.rejection import Rejection
from streams.agents.limited import limited
from streams.core.poison import poison_at
from streams.core.records.read import origin_of
from streams.logs import logger

log = logger(__name__)

_Result = TypeVar("_Result")

Work: TypeAlias = Callable[[Sequence[ConsumerRecord]], Sequence[_Result]]
"""What it makes of each record, whatever stands beside it."""


def guarded(
    work: Work[_Result], records: Sequence[ConsumerRecord], sound: Callable[[], object]
) -> Sequence[_Result | Rejection]:
    """What the work on each record comes to, or the record as poison where it fails or does not end.

    `sound` does the same work on what it is known to do it on. What it raises is the code's fault alone: that
    is raised, since else all that comes would be set aside.
    """
    try:
        with limited():
            return work(records)
    except MemoryError:
        raise
    except Exception:
        return [_alone(work, record, sound) for record in records]


def _alone(work: Work[_Result], record: ConsumerRecord, sound: Callable[[], object]) -> _Result | Rejection:
    try:
        with limited():
            [result] = work([record])
            return result
    except MemoryError:
        raise
    except Exception as error:
        with limited():
            sound()
        position = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
        log.error("a record is set aside", **position, exc_info=error)  # noqa: TRY400  Like all our lines.
        return poison_at(origin_of(record), record.value)
