"""ID tokens: what of them is believed (OpenID Connect Core 1.0, 3.1.3.7). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from streams.board.oidc.failures import AwayError, NotVouchedError, UnknownKeyError

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Those whose keys only the provider has: neither `none`, nor a secret that both sides know."""
SKEW_S = 60
"""By so much the provider's clock may differ from ours."""
AGE_MAX_S = 600
"""We fetch a token when it is made."""
_PUBLIC = ("RSA", "EC", "OKP")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say; `now_s` is seconds since 1970."""

    issuer: str
    client_id: str
    nonce: str
    now_s: int


def keys_of(document: object) -> KeySet:
    """The provider's keys that sign, of a JWK Set. Raises `AwayError` where there is none."""
    listed = document.get("keys") if isinstance(document, Mapping) else None
    found = [key for one in listed if (key := _key_of(one))] if isinstance(listed, list) else []
    if not found:
        raise AwayError("it shows no key that we know how to use")
    return KeySet(found)


def claims_of(token: str, keys: KeySet, expected: Expected) -> Mapping[str, object]:
    """What it says, signed by the issuer for us, now, in answer to our question. Raises `NotVouchedError`,
    `UnknownKeyError`.
    """
    try:
        claims: dict[str, Any] = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        _registry(expected).validate(claims)
    except InvalidKeyIdError as error:
        raise UnknownKeyError("key") from error
    except ClaimError as error:
        raise NotVouchedError(f"claim {error.claim}") from error
    except (JoseError, ValueError, TypeError) as error:
        raise NotVouchedError(type(error).__name__) from error
    _check_party(claims, expected.client_id)
    if claims["iat"] < expected.now_s - AGE_MAX_S - SKEW_S:
        raise NotVouchedError("claim iat")
    return claims


def _registry(expected: Expected) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=expected.now_s,
        leeway=SKEW_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        nonce={"essential": True, "value": expected.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )


def _check_party(claims: Mapping[str, object], client_id: str) -> None:
    """Of several who may use a token, the one it was made for must be us."""
    audience, party = claims["aud"], claims.get("azp")
    several = isinstance(audience, list) and len(audience) > 1
    if party != client_id and (several or party is not None):
        raise NotVouchedError("claim azp")


def _key_of(found: object) -> Key | None:
    if not isinstance(found, dict) or found.get("kty") not in _PUBLIC or found.get("use") == "enc":
        return None
    try:
        return JWKRegistry.import_key(found)
    except (JoseError, ValueError, TypeError, KeyError):
        return None  # One that we cannot use says nothing against the others.
