"""The batches of one answer of a broker, in place of aiokafka's `MemoryRecords`."""

import struct

from streams.wire.batch import Batch, Foreign

READ_BYTES = 8 << 20
"""Once so much was unpacked, the rest of an answer is left, and fetched again when its turn comes."""
_BEFORE_LENGTH = struct.calcsize(">q")
_BEFORE_BATCH = struct.calcsize(">qi")


class Records:
    """Has what aiokafka's fetcher calls, and no more."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        self._unpacked = 0

    def size_in_bytes(self) -> int:
        """Of all that came."""
        return len(self._content)

    def has_next(self) -> bool:
        """False at a batch of which only the beginning came."""
        return self._unpacked < READ_BYTES and self._end() is not None

    def next_batch(self) -> Batch | Foreign | None:
        """None where `has_next` is False."""
        end = self._end()
        if end is None:
            return None
        content, self._at = self._content[self._at : end], end
        return Batch(content, self._unpack) if Batch.can_be(content) else Foreign(content)

    def _unpack(self, size: int) -> None:
        self._unpacked += size

    def _end(self) -> int | None:
        if len(self._content) - self._at < _BEFORE_BATCH:
            return None
        (length,) = struct.unpack_from(">i", self._content, self._at + _BEFORE_LENGTH)
        end = self._at + _BEFORE_BATCH + max(0, int(length))
        return end if end <= len(self._content) else None
