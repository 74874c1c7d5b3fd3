"""Citizens' words in `reports.classified`: sealed by triage, opened by resolve while their keys are there."""

import secrets
from collections.abc import Collection, Iterable, Sequence

from aiokafka import ConsumerRecord
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport, speaker_of
from schemas.message import type_of
from schemas.rejection import Rejection
from schemas.sealed import NONCE_BYTES, SEALED, Closed, Seal, SealedReport, sealed_as
from sinks.keyring import Key, Keyring
from streams.agents.keys import keys_of
from streams.agents.publish import Publish
from streams.core.bare import bare
from streams.core.records.commands import Event, read_event
from streams.core.records.read import checked, read_classified, read_closed, read_sealed, unreadable
from streams.core.storable import Fault

_SEALED = (Closed, SealedReport)
CANNOT_BE_OPENED = Fault("unreadable", "its seal was not made with the key that it names", ("seal",))


async def sealed(
    reports: Collection[ClassifiedReport], keyring: Keyring, publish: Publish
) -> list[SealedReport]:
    """The reports in their order, each under the key of its reporter."""
    voices = list(map(voice_of, reports))
    keys = await keys_of(set(voices), keyring, publish)
    return [seal(report, keys[voice]) for report, voice in zip(reports, voices, strict=True)]


def voice_of(report: ClassifiedReport) -> str:
    """By what its key is kept."""
    return speaker_of(*report.report_key, report.report.reporter)


def seal(report: ClassifiedReport, key: Key) -> SealedReport:
    """One report. Nonces are random: of one key there are never so many that two would be the same."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    ciphertext = AESGCM(key.secret).encrypt(nonce, report.to_json(), sealed_as(report.report_key))
    sealed = Seal.made({"key": key.id, "nonce": nonce, "ciphertext": ciphertext})
    return SealedReport.made({"bare": bare(report), "seal": sealed})


async def read_events(
    records: Iterable[ConsumerRecord], catalog: Catalog, keyring: Keyring
) -> Sequence[tuple[Event | Rejection, ConsumerRecord]]:
    """What changes incidents, in its order; the words of those who were forgotten are not among it.

    Raises `MissingKeysError`.
    """
    read = [(closed(record) or read_event(record, catalog), record) for record in records]
    keys = await keyring.by_id({event.seal.key for event, _ in read if isinstance(event, _SEALED)})
    return [
        (
            opened(event, record, keys[event.seal.key], catalog) if isinstance(event, _SEALED) else event,
            record,
        )
        for event, record in read
    ]


def closed(record: ConsumerRecord) -> Closed | None:
    """What it takes to open a sealed report; None of any other record."""
    return read_closed(record) if type_of(record.headers) == SEALED else None


def opened(
    report: Closed | SealedReport, record: ConsumerRecord, key: bytes | None, catalog: Catalog
) -> ClassifiedReport | Rejection:
    """The report in the open; bare where its key was destroyed."""
    if key is None:
        whole = read_sealed(record) if isinstance(report, Closed) else report
        return checked(whole.bare, record, catalog) if isinstance(whole, SealedReport) else whole
    try:
        value = AESGCM(key).decrypt(report.seal.nonce, report.seal.ciphertext, sealed_as(report.report_key))
    except (InvalidTag, ValueError):  # The second for a nonce of a length that no cipher takes.
        return unreadable(record, CANNOT_BE_OPENED)
    return read_classified(record, catalog, value)
