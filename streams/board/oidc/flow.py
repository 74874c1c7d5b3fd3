"""One way to the provider and back, and what we send along, so that no other answer is taken for its."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from streams.board.oidc.configured import Configured
from streams.board.oidc.metadata import Metadata

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Flow:
    """`state` comes back with the answer, `nonce` in its token; only who has `verifier` gets that (PKCE)."""

    next: str
    state: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(_BYTES))
    nonce: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(_BYTES))
    verifier: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(_BYTES))

    @property
    def challenge(self) -> str:
        """What the provider may know of the verifier before."""
        hashed = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def to_provider(flow: Flow, configured: Configured, metadata: Metadata, back: str) -> str:
    """Where the browser is led; `back` is where it comes back to."""
    return _with_query(
        metadata.authorization_endpoint,
        response_type="code",
        client_id=configured.client_id,
        redirect_uri=back,
        scope="openid profile",
        state=flow.state,
        nonce=flow.nonce,
        code_challenge=flow.challenge,
        code_challenge_method="S256",
    )


def out_of_provider(configured: Configured, metadata: Metadata, id_token: str, back: str) -> str | None:
    """Where one signs out there too, and comes back from; None where it has no such place."""
    if metadata.end_session_endpoint is None:
        return None
    return _with_query(
        metadata.end_session_endpoint,
        id_token_hint=id_token,
        client_id=configured.client_id,
        post_logout_redirect_uri=back,
    )


def _with_query(url: str, **fields: str) -> str:
    place = urlsplit(url)
    query = "&".join(filter(None, (place.query, urlencode(fields))))
    return place._replace(query=query).geturl()
