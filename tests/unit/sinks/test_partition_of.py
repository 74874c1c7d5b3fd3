import pytest

from sinks.topics import partition_of


@pytest.mark.parametrize(
    ("key", "hashed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
@pytest.mark.parametrize("partitions", [1, 8, 12, 1000])
def test_a_key_lives_where_javas_clients_put_it(key: bytes, hashed: int, partitions: int) -> None:
    """The hashes are those that Apache Kafka's own test of `Utils.murmur2` expects."""
    assert partition_of(key, partitions) == (hashed & 0x7FFFFFFF) % partitions
