"""One batch, in place of aiokafka's `DefaultRecordBatch`: whatever is in it, it yields records."""

import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, islice

from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecord, DefaultRecordBatch

from streams.core.unreadable import Unreadable
from streams.wire.record import HEADERS_MAX, Found, Malformed, too_many_headers, within
from streams.wire.unpack import CODECS, NO_RECORD, TOO_LONG, NotUnpacked, unpacked

UNPACKED_BYTES = 16 << 20
"""A batch that unpacks to more is refused as a whole. A few KiB may become a GiB."""
QUICK_BYTES = 1 << 20
"""Above this aiokafka does not read: it makes 64 bytes and more of a header that takes two."""
RUN_RECORDS = 500
"""So many are read at a time, and made before the first is asked for."""
_HEAD = struct.Struct(">qiibIhiqqqhii")
_MAGIC = struct.calcsize(">qii")
_CODEC = struct.calcsize(">qiibIb")
_NUMBER, _LAST_DELTA, _FIRST_MS, _LAST_MS, _COUNT = 0, 6, 7, 8, 12


class Foreign:
    """What is no batch of version 2. Kafka 4 takes none."""

    is_control_batch = is_transactional = False
    producer_id = None

    def __init__(self, content: bytes) -> None:
        (self.base_offset,) = struct.unpack_from(">q", content)
        self.next_offset = self.base_offset + 1
        self._content = content

    def validate_crc(self) -> bool:
        """It is not known where it lies."""
        return True

    def __iter__(self) -> Iterator[Found]:
        reason = "this is no batch of version 2"
        yield Found(self.base_offset, -1, 0, None, Unreadable(self._content, NO_RECORD, reason), ())


class Batch:
    """Yields as many records as can be told apart, and one `Unreadable` for the rest.

    That stands at the last offset of what it stands for, so it is met from wherever it is read.
    """

    def __init__(self, content: bytes, unpacks: Callable[[int], None]) -> None:
        head = _HEAD.unpack_from(content)
        self._content = content
        self._unpacks = unpacks
        self._batch = DefaultRecordBatch(content)
        self._last_delta: int = max(0, head[_LAST_DELTA])
        self._count: int = head[_COUNT]
        self._dense = self._count == self._last_delta + 1
        self._first_ms, self._last_ms = head[_FIRST_MS], head[_LAST_MS]
        self.base_offset: int = head[_NUMBER]
        self.next_offset = self.base_offset + self._last_delta + 1
        self.is_control_batch: bool = self._batch.is_control_batch
        self.is_transactional: bool = self._batch.is_transactional
        self.producer_id: int = self._batch.producer_id
        self._timed_by_broker: int = self._batch.timestamp_type

    @staticmethod
    def can_be(content: bytes) -> bool:
        """Whether these bytes have the head of a batch."""
        return len(content) >= _HEAD.size and content[_MAGIC] == 2

    def validate_crc(self) -> bool:
        """False where bytes were damaged after the broker took them."""
        return bool(self._batch.validate_crc())

    def __next__(self) -> DefaultRecord:
        """The record of a control batch, which brokers write."""
        return next(self._batch)

    def __iter__(self) -> Iterator[Found | DefaultRecord]:
        codec, content = self._batch.compression_type, self._content[_HEAD.size :]
        if not codec:
            return self._records(content, self._batch)
        try:
            content = unpacked(CODECS.get(codec, str(codec)), content, UNPACKED_BYTES)
        except NotUnpacked as error:
            self._unpacks(UNPACKED_BYTES if error.code == TOO_LONG else 0)
            reason = f"{error}; it held the {self._count} records up to this offset"
            return iter([self._rest(Unreadable(self._content, error.code, reason))])
        self._unpacks(len(content))
        return self._records(content, DefaultRecordBatch(_uncompressed(self._content) + content))

    def _records(self, content: bytes, batch: DefaultRecordBatch) -> Iterator[Found | DefaultRecord]:
        return self._quickly(content, batch) if len(content) <= QUICK_BYTES else self._patiently(content, 0)

    def _quickly(self, content: bytes, batch: DefaultRecordBatch) -> Iterator[Found | DefaultRecord]:
        read, records = 0, chain(batch)  # A batch of aiokafka is an iterator that begins but once.
        try:
            while some := list(islice(records, RUN_RECORDS)):
                yield from some if self._sound(read, some) else map(self._bounded, count(read), some)
                read += len(some)
        except (CorruptRecordException, ValueError, IndexError, OverflowError, MemoryError):
            # It asks for all the memory that a length names, where that and its place overflow 64 bits.
            yield from self._patiently(content, read)

    def _sound(self, read: int, some: Sequence[DefaultRecord]) -> bool:
        """Nearly all records are as they should be, and looked at many at a time."""
        begin = self.base_offset + read
        where = range(begin, begin + len(some))
        return (
            self._dense
            and [record.offset for record in some] == list(where)
            and max([len(record.headers) for record in some]) <= HEADERS_MAX
        )

    def _patiently(self, content: bytes, skip: int) -> Iterator[Found]:
        """As aiokafka would, but for what it raises for."""
        at = 0
        for number in range(self._count):
            try:
                begin, end = within(content, at)
            except Malformed as error:
                reason = f"{error}; {self._count - number} records up to this offset cannot be told apart"
                yield self._rest(Unreadable(content[at:], NO_RECORD, reason))
                return
            if number >= skip:
                yield self._found(number, content[begin:end])
            at = end

    def _found(self, number: int, content: bytes) -> Found:
        try:
            found = Found.parse(content)
        except Malformed as error:
            return self._at(number, number, Unreadable(content, NO_RECORD, str(error)))
        at_ms = self._last_ms if self._timed_by_broker else self._first_ms + found.timestamp
        return found._replace(
            offset=self._offset(number, found.offset), timestamp=at_ms, timestamp_type=self._timed_by_broker
        )

    def _bounded(self, number: int, record: DefaultRecord) -> Found:
        delta = record.offset - self.base_offset
        if len(record.headers) > HEADERS_MAX:
            reason = too_many_headers(len(record.headers))
            return self._at(number, delta, Unreadable(record.value or b"", NO_RECORD, reason))
        offset = self._offset(number, delta)
        return Found(
            offset, record.timestamp, record.timestamp_type, record.key, record.value, record.headers
        )

    def _at(self, number: int, delta: int, value: Unreadable) -> Found:
        return Found(self._offset(number, delta), self._last_ms, self._timed_by_broker, None, value, ())

    def _rest(self, value: Unreadable) -> Found:
        return Found(self.next_offset - 1, self._last_ms, self._timed_by_broker, None, value, ())

    def _offset(self, number: int, delta: int) -> int:
        """Brokers count the records of a batch, but believe the places that these give themselves.

        Where as many lie there as it has offsets, that is, where none was compacted away, ours are right.
        """
        if self._dense:
            return self.base_offset + number
        return self.base_offset + min(max(number, delta), self._last_delta)


def _uncompressed(content: bytes) -> bytes:
    """The head of a batch, as it is before its records are compressed."""
    head = bytearray(content[: _HEAD.size])
    head[_CODEC] &= ~DefaultRecordBatch.CODEC_MASK
    return bytes(head)
