"""What was fetched of a partition, taken many at a time, in place of aiokafka's two classes for it.

They hand on one record after the other, through two generators and two calls: more work than to read it.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from aiokafka import ConsumerRecord
from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException

from streams.wire.batch import Batch, Foreign
from streams.wire.run import Raw, Run


class PartitionRecords(fetcher.PartitionRecords):  # type: ignore[misc]
    """The records of one answer. At a batch that was damaged it ends, and is fetched again from there."""

    next_fetch_offset: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        read_as_they_lie = self._isolation_level == fetcher.READ_UNCOMMITTED
        if not read_as_they_lie or self._key_deserializer or self._value_deserializer:
            raise NotImplementedError("records are read as they lie in the log")
        self._batches = self._read()
        self._here: Iterator[Raw] = iter(())

    def __next__(self) -> ConsumerRecord:
        """The next one."""
        for record in Run(self._tp, self.take(1)):
            return record
        raise StopIteration

    def take(self, most: int) -> list[Raw]:
        """The next records, fewer than `most` only where no more came. Raises `CorruptRecordException`."""
        taken: list[Raw] = []
        while (room := most - len(taken)) > 0:
            if some := list(islice(self._here, room)):
                taken += self._onward(some)
            elif batch := next(self._batches, None):
                self._here = iter(batch)
            else:
                break
        return taken

    def _onward(self, some: list[Raw]) -> list[Raw]:
        """Those behind what was taken: a batch is fetched whole, wherever in it one begins to read."""
        offsets = [one.offset for one in some]
        if offsets[0] >= self.next_fetch_offset and offsets == sorted(offsets):
            self.next_fetch_offset = offsets[-1] + 1
            return some
        onward: list[Raw] = []
        for one in some:
            if one.offset >= self.next_fetch_offset:
                self.next_fetch_offset = one.offset + 1
                onward.append(one)
        return onward

    def _read(self) -> Iterator[Batch | Foreign]:
        while self._records.has_next():
            batch = self._records.next_batch()
            if self._check_crcs and not batch.validate_crc():
                raise CorruptRecordException(f"a batch of {self._tp} was damaged")
            if not batch.is_control_batch:
                yield batch
            # Where its last records were compacted away, it ends behind them.
            self.next_fetch_offset = max(self.next_fetch_offset, batch.next_offset)


class FetchResult(fetcher.FetchResult):  # type: ignore[misc]
    """Gives what was fetched, unless the partition was lost or is read from elsewhere since."""

    _partition_records: PartitionRecords | None

    def getall(self, max_records: int | None = None) -> Sequence[ConsumerRecord]:
        """The next records, at most so many. Raises `CorruptRecordException`."""
        if self._partition_records is None or not self.check_assignment(self._topic_partition):
            return []
        most = sys.maxsize if max_records is None else max_records
        taken = self._partition_records.take(most)
        self._update_position()
        if len(taken) < most:
            self._partition_records = None
        return Run(self._topic_partition, taken)
