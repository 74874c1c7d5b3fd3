"""What waits for an agent is counted with all that takes memory."""

from aiokafka import ConsumerRecord

from streams.transport.taken import HEADER_BYTES, bytes_of


def test_keys_and_headers_count_as_values_do() -> None:
    headers = (("name", b"value"), ("null", None))
    record = ConsumerRecord("t", 0, 0, 0, 0, b"key", b"12345", None, 3, 5, headers)
    empty = ConsumerRecord("t", 0, 0, 0, 0, None, None, None, -1, -1, ())
    assert bytes_of([record, empty]) == 3 + 5 + 4 + 5 + 4 + 2 * HEADER_BYTES
