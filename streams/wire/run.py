"""Records of one partition, of which a `ConsumerRecord` is made only when somebody asks for one."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, overload

from aiokafka import ConsumerRecord
from aiokafka.record.default_records import DefaultRecord

from streams.wire.record import Found

Raw: TypeAlias = Found | DefaultRecord | ConsumerRecord
"""A record as it was read: offset, time (ms), key, value, headers, and not whose partition it lies in."""


class Run(Sequence[ConsumerRecord]):
    """As a list of them. To make one costs twice what it does to read it, and most need but key and value."""

    __slots__ = ("_made", "raw", "tp")

    def __init__(self, tp: tuple[str, int], raw: Sequence[Raw]) -> None:
        self.tp = tp
        self.raw = raw
        self._made: list[ConsumerRecord] | None = None

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[ConsumerRecord]:
        return iter(self._records())

    @overload
    def __getitem__(self, at: int) -> ConsumerRecord: ...

    @overload
    def __getitem__(self, at: slice) -> list[ConsumerRecord]: ...

    def __getitem__(self, at: int | slice) -> ConsumerRecord | list[ConsumerRecord]:
        return self._records()[at]

    def _records(self) -> list[ConsumerRecord]:
        if self._made is None:
            topic, partition = self.tp
            self._made = [
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
                for one in self.raw
            ]
        return self._made
