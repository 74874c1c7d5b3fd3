"""Clients of Kafka that are let in, or say why they are not."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Protocol

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.client import AIOKafkaClient
from aiokafka.conn import create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

from sinks.kafka_access import SASL, TLS, KafkaAccess, client_options

ANSWER_S = 5.0
"""So long one broker may take to say why it lets nobody in."""
_NO_LOGIN = (
    AuthenticationFailedError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
    IllegalSaslStateError,
)
NOT_ALLOWED = (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    TopicAuthorizationFailedError,
)
"""What one is told who was let in and may not do what was asked."""


class NotLetInError(KafkaError):  # type: ignore[misc]
    """Brokers answer and do not let us in, in words for a person. To try again changes nothing."""

    def __str__(self) -> str:
        return str(self.args[0])


class Client(Protocol):
    """A producer, consumer or admin of aiokafka."""

    def start(self) -> Awaitable[None]:
        """Connect."""


async def start(client: Client, access: KafkaAccess) -> None:
    """Start a client. Raises `NotLetInError`; for brokers that do not answer, `KafkaConnectionError`."""
    await _connected(client.start(), access)


async def bootstrap(client: AIOKafkaClient, access: KafkaAccess) -> None:
    """The same for a bare client."""
    await _connected(client.bootstrap(), access)


async def _connected(connecting: Awaitable[None], access: KafkaAccess) -> None:
    try:
        await connecting
    except KafkaConnectionError:
        # aiokafka takes every reason for the same, and tells it to the log alone.
        await let_in(access)
        raise


@asynccontextmanager
async def admin_of(access: KafkaAccess, **options: object) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client. Raises as `start` does."""
    admin = AIOKafkaAdminClient(**client_options(access), **options)
    try:
        await start(admin, access)
        yield admin
    finally:
        await admin.close()


async def let_in(access: KafkaAccess) -> None:
    """Knock at each broker that is named. Raises `NotLetInError` if one answers and none lets us in."""
    whys = [await _why_not(access, broker) for broker in access.brokers]
    if None not in whys and (told := [why for why in whys if why]):
        raise NotLetInError(told[0])


async def _why_not(access: KafkaAccess, broker: str) -> str | None:
    """Why a broker lets us not in; empty if it does not answer, None if it does."""
    options = dict(client_options(access))
    del options["bootstrap_servers"]
    host, _, port = broker.rpartition(":")
    try:
        async with asyncio.timeout(ANSWER_S):
            connection = await create_conn(
                host.strip("[]"), int(port), request_timeout_ms=round(ANSWER_S * 1000), **options
            )
            try:
                await connection.send(MetadataRequest([]))
            finally:
                connection.close()
    except ssl.SSLCertVerificationError as error:
        return f"its certificate is not believed: {error.verify_message.rstrip('.')}; see `ca` in [kafka]"
    except ssl.SSLError as error:
        return f"no TLS with it ({error.reason}); see `security` in [kafka]"
    except _NO_LOGIN as error:
        return _turned_away(access, error)
    except KafkaConnectionError:
        return _hung_up(access)
    except (OSError, KafkaError, ValueError):
        return ""
    return None


def _turned_away(access: KafkaAccess, error: KafkaError) -> str:
    if isinstance(error, UnsupportedSaslMechanismError):
        return f"it takes no password by {access.mechanism}; see `mechanism` in [kafka]"
    said = "; ".join(part for part in error.args if isinstance(part, str)) or type(error).__name__
    return f"it does not let {access.username or 'us'} in: {said}"


def _hung_up(access: KafkaAccess) -> str:
    """A broker that ends a connection says nothing: it was spoken to in another way than it expects."""
    spoken = "TLS" if access.security in TLS else "plain text"
    login = f"as {access.username}" if access.security in SASL else "without a password"
    return f"it hangs up on who speaks {spoken} {login}; see `security` in [kafka]"
