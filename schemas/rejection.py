"""`reports.rejected`: input that could not be used, and why."""

import json
from typing import Annotated

from pydantic import Base64Bytes, Field

from schemas.contract import Contract, storable
from schemas.report import ID_LENGTH

ORIGINAL_BYTES = 4 << 20
"""More of a record than this is not kept; the position says where the whole of it lies."""

POISON = "poison"
"""The code of what Sinergi itself fails on."""

PartitionNumber = Annotated[int, Field(ge=0, le=2**31 - 1)]
Offset = Annotated[int, Field(ge=0, le=2**63 - 1)]


class Origin(Contract):
    """Where a record lies in Kafka."""

    topic: str
    partition: PartitionNumber
    offset: Offset

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


class Rejection(Contract):
    """A record that was refused. `field` is empty when no single field is to blame.

    Of a report whose id was used before (`id_reused`), and of one that `resolve` fails on (`poison`),
    `original` is what was understood of it, every field but not every byte; the position says where the
    true record lies.
    """

    id: Annotated[str, Field(description="topic/partition/offset of the refused record")]
    code: Annotated[str, Field(description="the kind of fault, one of a small set; for counting")]
    reason: Annotated[str, Field(description="what is wrong, for the one who wrote the adapter")]
    field: str = ""
    topic: str
    partition: PartitionNumber
    offset: Offset
    original: Annotated[Base64Bytes, Field(description="the record's value, base64 (RFC 4648)")]
    original_length: Annotated[int, Field(ge=0, le=2**63 - 1, description="bytes of the whole value")]

    @property
    def report_id(self) -> str | None:
        """The id that the refused record gives itself, if it can be read so far and could be one."""
        try:
            content = json.loads(self.original)
        except (ValueError, RecursionError):
            return None
        id = content.get("id") if isinstance(content, dict) else None
        return id if isinstance(id, str) and 0 < len(id) <= ID_LENGTH and storable(id) else None


def reject(origin: Origin, original: bytes, *, code: str, reason: str, field: str = "") -> Rejection:
    """A rejection that keeps the original bytes, as many as a record can carry."""
    return Rejection.model_construct(
        id=str(origin),
        code=code,
        reason=reason,
        field=field,
        topic=origin.topic,
        partition=origin.partition,
        offset=origin.offset,
        original=original[:ORIGINAL_BYTES],
        original_length=len(original),
    )
