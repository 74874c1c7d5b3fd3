"""What was fetched of a partition, taken many at a time, in place of aiokafka's two classes for it.

Those hand on one record after the other, through two generators and two calls, which costs as much as to read it.
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from aiokafka import ConsumerRecord
from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecord

from streams.wire.batch import Batch, Foreign
from streams.wire.record import Found


class PartitionRecords(fetcher.PartitionRecords):
    """The records of one answer. At a batch that was damaged it ends, and is fetched again from there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if self._isolation_level != fetcher.READ_UNCOMMITTED or self._key_deserializer or self._value_deserializer:
            raise NotImplementedError("records are read as they lie in the log")
        self._batches = self._read()
        self._here: Iterator[Found | DefaultRecord] = iter(())

    def __next__(self) -> ConsumerRecord:
        """The next one."""
        for record in self.take(1):
            return record
        raise StopIteration

    def take(self, most: int) -> list[ConsumerRecord]:
        """The next records, fewer than `most` only where no more came. Raises `CorruptRecordException`."""
        taken: list[ConsumerRecord] = []
        while (room := most - len(taken)) > 0:
            if some := list(islice(self._here, room)):
                taken += self._made(some)
                self.next_fetch_offset = max(self.next_fetch_offset, some[-1].offset + 1)
            elif batch := next(self._batches, None):
                self._here = iter(batch)
            else:
                break
        return taken

    def _read(self) -> Iterator[Batch | Foreign]:
        while self._records.has_next():
            batch = self._records.next_batch()
            if self._check_crcs and not batch.validate_crc():
                raise CorruptRecordException(f"a batch of {self._tp} was damaged")
            if not batch.is_control_batch:
                yield batch
            self.next_fetch_offset = max(self.next_fetch_offset, batch.next_offset)

    def _made(self, found: Iterable[Found | DefaultRecord]) -> list[ConsumerRecord]:
        (topic, partition), begin = self._tp, self.next_fetch_offset
        return [
            ConsumerRecord(
                topic,
                partition,
                one.offset,
                one.timestamp,
                one.timestamp_type,
                one.key,
                one.value,
                None,
                -1 if one.key is None else len(one.key),
                -1 if one.value is None else len(one.value),
                tuple(one.headers),
            )
            for one in found
            if one.offset >= begin  # A batch is fetched whole, wherever in it one begins to read.
        ]


class FetchResult(fetcher.FetchResult):
    """Gives what was fetched, unless the partition was lost or is read from elsewhere since."""

    def getall(self, max_records: int | None = None) -> list[ConsumerRecord]:
        """The next records, at most so many. Raises `CorruptRecordException`."""
        if not self.check_assignment(self._topic_partition) or not self.has_more():
            return []
        most = sys.maxsize if max_records is None else max_records
        taken: list[ConsumerRecord] = self._partition_records.take(most)
        self._update_position()
        if len(taken) < most:
            self._partition_records = None
        return taken
