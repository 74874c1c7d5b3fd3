"""What a provider says of itself (OpenID Connect Discovery 1.0)."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from streams.board.oidc.failures import AwayError

WELL_KNOWN = "/.well-known/openid-configuration"


class Metadata(BaseModel):
    """The part of it that we need."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


def metadata_of(document: object, issuer: str) -> Metadata:
    """Raises `AwayError` for what is none, is another's, or leads from https to plain http."""
    try:
        found = Metadata.model_validate(document)
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        raise AwayError(f"discovery: {field} is missing or none") from error
    if found.issuer != issuer:
        raise AwayError("discovery: issuer is not SINERGI_BOARD_OIDC_ISSUER, to the letter")
    scheme = urlsplit(issuer).scheme
    endpoints = (
        found.authorization_endpoint,
        found.token_endpoint,
        found.jwks_uri,
        found.end_session_endpoint or issuer,
    )
    if any(urlsplit(endpoint).scheme not in ("https", scheme) for endpoint in endpoints):
        raise AwayError("discovery: an endpoint is not https")
    return found
