"""`reports.classified`: a report whose words only those can read who have its reporter's key."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from pydantic import Base64Bytes, Field

from schemas.classified import ClassifiedReport, ReportKey
from schemas.contract import Contract

SEALED = "sinergi.report.sealed.v1"
"""Value of the header `ce_type`, by which it is told from a report in the open."""

NONCE_BYTES = 12


class Seal(Contract):
    """A classified report as JSON, under AES-256-GCM; its authenticated data are channel, a line feed, id."""

    key: Annotated[UUID, Field(description="of the key, which lies in Postgres until it is destroyed")]
    nonce: Base64Bytes
    ciphertext: Base64Bytes


class SealedReport(Contract):
    """A classified report on its way to `resolve`, keyed `city:family`.

    `bare` is what may stay for ever: all that counts, and nothing that was said or tells who said it. It
    is the report once the key was destroyed.
    """

    bare: ClassifiedReport
    seal: Seal

    @property
    def report_key(self) -> ReportKey:
        """What makes it the same report."""
        return self.bare.report_key


class Named(Struct, frozen=True):
    """The id of a report, whatever else it says."""

    id: str


class Attested(Struct, frozen=True):
    """What a seal vouches for."""

    channel: str
    report: Named


class Locked(Struct, frozen=True):
    """A `Seal`, decoded."""

    key: UUID
    nonce: bytes
    ciphertext: bytes


class Closed(Struct, frozen=True):
    """A `SealedReport` of which nothing is read but what it takes to open it: a tenth of the work."""

    bare: Attested
    seal: Locked

    @property
    def report_key(self) -> ReportKey:
        """What makes it the same report."""
        return self.bare.channel, self.bare.report.id


def sealed_as(key: ReportKey) -> bytes:
    """The authenticated data: a seal opens nothing but its own report."""
    return "\n".join(key).encode()
