"""Batches as bytes, for what no client library would send, and a produce request that carries them."""

import gzip
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cramjam
from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.util import calc_crc32c, encode_varint

CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
AT_MS = 1_790_000_000_000
Header = tuple[bytes | None, bytes | None]


def packed(codec: str, content: bytes) -> bytes:
    match codec:
        case "gzip":
            return gzip.compress(content)
        case "snappy":
            return bytes(cramjam.snappy.compress_raw(content))
        case "lz4":
            compressor = cramjam.lz4.Compressor(level=9, content_checksum=False, block_linked=False)
            compressor.compress(content)
            return bytes(compressor.finish())
        case "zstd":
            return bytes(cramjam.zstd.compress(content))
    return content


def varint(number: int) -> bytes:
    written = bytearray()
    encode_varint(number, written.append)
    return bytes(written)


def sized(content: bytes | None) -> bytes:
    return varint(-1) if content is None else varint(len(content)) + content


def record(
    delta: int,
    value: bytes | None,
    headers: Sequence[Header] = (),
    *,
    header_count: int | None = None,
    at_delta_ms: int = 0,
    tail: bytes = b"",
) -> bytes:
    count = len(headers) if header_count is None else header_count
    fields = sized(b"key") + sized(value) + varint(count)
    named = b"".join(sized(name) + sized(content) for name, content in headers)
    content = b"\0" + varint(at_delta_ms) + varint(delta) + fields + named + tail
    return varint(len(content)) + content


@dataclass(frozen=True, slots=True)
class Raw:
    """A batch of version 2."""

    records: bytes
    count: int
    codec: int = 0
    attributes: int = 0
    at_ms: int = AT_MS
    last_delta: int | None = None
    crc: int | None = None
    magic: int = 2
    base: int = 0

    def __bytes__(self) -> bytes:
        last_delta = self.count - 1 if self.last_delta is None else self.last_delta
        head = (self.attributes | self.codec, last_delta, self.at_ms, self.at_ms, -1, -1, -1, self.count)
        body = struct.pack(">hiqqqhii", *head) + self.records
        crc = calc_crc32c(body) if self.crc is None else self.crc
        return struct.pack(">qiibI", self.base, len(body) + 9, -1, self.magic, crc) + body


def raw(*records: bytes, codec: str = "none", **given: int) -> Raw:
    content = packed(codec, b"".join(records))
    return Raw(content, given.pop("count", len(records)), CODECS[codec], **given)


async def produce(brokers: Iterable[str], topic: str, batch: Raw | bytes) -> int:
    """The error code of the broker, 0 for none. Partition 0."""
    client = AIOKafkaClient(bootstrap_servers=list(brokers))
    await client.bootstrap()
    try:
        client.add_topic(topic)
        await client.force_metadata_update()
        node = client.cluster.leader_for_partition(TopicPartition(topic, 0))
        request = ProduceRequest(None, -1, 10_000, [(topic, [(0, bytes(batch))])])
        answer = await client.send(node, request)
        return int(answer.topics[0][1][0][1])
    finally:
        await client.close()
