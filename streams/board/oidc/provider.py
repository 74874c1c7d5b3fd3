"""The provider, as we ask it: what it says of itself, tokens for codes, and its keys."""

import base64
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import quote

from joserfc.jwk import KeySet

from streams.board.oidc.configured import Configured
from streams.board.oidc.failures import AwayError, NotVouchedError, UnknownKeyError
from streams.board.oidc.flow import Flow, out_of_provider
from streams.board.oidc.held import Held
from streams.board.oidc.id_token import Expected, claims_of, keys_of
from streams.board.oidc.metadata import WELL_KNOWN, Metadata, metadata_of
from streams.board.oidc.speaking import Speaking, speaking
from streams.logs import logger

_OURS = ("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_request")
"""Said where our own settings, or its, are wrong: nobody who comes can mend that."""

log = logger(__name__)


class Provider:
    """Raises `AwayError` for whatever cannot be asked now."""

    def __init__(self, configured: Configured, speaking: Speaking) -> None:
        self.configured = configured
        self._speaking = speaking
        self._metadata = Held(self._fetch_metadata)
        self._keys = Held(self._fetch_keys)

    async def metadata(self) -> Metadata:
        """What it says of itself."""
        return await self._metadata.get()

    async def id_token(self, code: str, flow: Flow, back: str) -> str:
        """What a code is worth, unread. Raises `NotVouchedError` where it is worth nothing."""
        metadata = await self.metadata()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        more, headers = _as_us(self.configured, metadata)
        status, answer = await self._speaking.post(metadata.token_endpoint, {**form, **more}, headers)
        said = answer if isinstance(answer, Mapping) else {}
        token = said.get("id_token")
        if status == 200 and isinstance(token, str):
            return token
        if said.get("error") in _OURS:
            raise AwayError(f"it does not take us for its client: {said['error']}")
        raise NotVouchedError("code")

    async def claims(self, token: str, nonce: str) -> Mapping[str, object]:
        """What a token says. Raises `NotVouchedError` for what is not to be believed."""
        who = self.configured
        expected = Expected(who.issuer, who.client_id, nonce, int(time.time()))
        try:
            return claims_of(token, await self._keys.get(), expected)
        except UnknownKeyError:
            return claims_of(token, await self._keys.get(anew=True), expected)

    async def leave(self, token: str, back: str) -> str | None:
        """Where one signs out there too, and comes back from; None where that cannot be told now."""
        try:
            return out_of_provider(self.configured, await self.metadata(), token, back)
        except AwayError as error:
            log.warning("the provider of sign-ins is of no help", why=str(error))
            return None

    async def _fetch_metadata(self) -> Metadata:
        document = await self._speaking.read(self.configured.issuer.rstrip("/") + WELL_KNOWN)
        return metadata_of(document, self.configured.issuer)

    async def _fetch_keys(self) -> KeySet:
        return keys_of(await self._speaking.read((await self.metadata()).jwks_uri))


@asynccontextmanager
async def provider_of(configured: Configured) -> AsyncIterator[Provider]:
    """Until the end of the block. It is not asked before somebody comes."""
    async with speaking() as client:
        yield Provider(configured, client)


def _as_us(configured: Configured, metadata: Metadata) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Fields and headers that show who asks."""
    if configured.client_secret is None:
        return {"client_id": configured.client_id}, {}
    if "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
        pair = f"{quote(configured.client_id, safe='')}:{quote(configured.client_secret, safe='')}"
        return {}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {"client_id": configured.client_id, "client_secret": configured.client_secret}, {}
