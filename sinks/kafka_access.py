"""Where the brokers are, and how a client gets in: what every client of Kafka in this repository takes."""

import ssl
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FilePath,
    ValidationInfo,
    field_validator,
)

SASL, TLS = frozenset({"sasl_plaintext", "sasl_ssl"}), frozenset({"ssl", "sasl_ssl"})
"""Kinds of security with an account and a password, and those that encrypt."""


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class KafkaAccess(BaseModel):
    """Brokers, and the account that speaks to them.

    Files are PEM. Without `ca` the authorities of the system are believed; `certificate` and `key` are the
    client's own (mTLS), and one file may hold both. With TLS the broker's name is always compared with its
    certificate. Raises `ValidationError`, which shows no value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    brokers: Annotated[
        tuple[str, ...],
        BeforeValidator(_split),
        Field(min_length=1, description="some of the cluster, as host:port"),
    ] = ("localhost:9092",)
    security: Annotated[
        Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"],
        BeforeValidator(_lower),
        Field(description="whether it is encrypted, and whether they ask who comes"),
    ] = "plaintext"
    mechanism: Annotated[Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"], BeforeValidator(_upper)] = (
        "SCRAM-SHA-512"
    )
    username: Annotated[str | None, Field(validate_default=True, description="where they ask who comes")] = (
        None
    )
    password: Annotated[
        str | None, Field(validate_default=True, repr=False, description="of that account")
    ] = None
    ca: Annotated[
        FilePath | None,
        Field(description="PEM of who signed certificates of the brokers; else whom the system believes"),
    ] = None
    certificate: Annotated[
        FilePath | None, Field(description="PEM of our own (mTLS); may hold the key too")
    ] = None
    key: Annotated[FilePath | None, Field(validate_default=True, description="PEM of its key")] = None

    @field_validator("username", "password")
    @classmethod
    def _where_asked_for(cls, value: str | None, info: ValidationInfo) -> str | None:
        security = info.data.get("security")
        if security in SASL and not value:
            raise ValueError(f"security {security} needs it")
        if security is not None and security not in SASL and value is not None:
            raise ValueError(f"security {security} takes none; sasl_ssl does")
        return value

    @field_validator("ca", "certificate", "key")
    @classmethod
    def _where_encrypted(cls, value: FilePath | None, info: ValidationInfo) -> FilePath | None:
        security = info.data.get("security")
        if value is not None and security is not None and security not in TLS:
            raise ValueError(f"security {security} encrypts nothing; ssl and sasl_ssl do")
        return value

    @field_validator("ca")
    @classmethod
    def _holds_certificates(cls, value: FilePath | None) -> FilePath | None:
        if value is not None:
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(value)
            except OSError as error:
                raise ValueError("holds no certificates (PEM) that can be read") from error
        return value

    @field_validator("key")
    @classmethod
    def _fits(cls, value: FilePath | None, info: ValidationInfo) -> FilePath | None:
        certificate = info.data.get("certificate")
        if value is not None and certificate is None and "certificate" in info.data:
            raise ValueError("a key is of no use without `certificate`")
        if certificate is not None:
            try:
                _identify(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), certificate, value)
            except OSError as error:
                raise ValueError("no key (PEM, without a password) that fits `certificate`") from error
        return value


def client_options(access: KafkaAccess) -> Mapping[str, Any]:
    """What a producer, consumer or admin of aiokafka takes to reach the brokers and be let in."""
    options: dict[str, Any] = {
        "bootstrap_servers": list(access.brokers),
        "security_protocol": access.security.upper(),
        "ssl_context": tls_context(access),
    }
    if access.security in SASL:
        options |= {
            "sasl_mechanism": access.mechanism,
            "sasl_plain_username": access.username,
            "sasl_plain_password": access.password,
        }
    return options


def tls_context(access: KafkaAccess) -> ssl.SSLContext | None:
    """Whom we believe and who we are; None where nothing is encrypted."""
    if access.security not in TLS:
        return None
    context = ssl.create_default_context(cafile=access.ca)
    if access.certificate:
        _identify(context, access.certificate, access.key)
    return context


def _identify(context: ssl.SSLContext, certificate: FilePath, key: FilePath | None) -> None:
    # Without a password given, OpenSSL would ask for that of an encrypted key on the terminal.
    context.load_cert_chain(certificate, key, password="")
