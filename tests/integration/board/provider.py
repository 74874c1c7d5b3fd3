"""A small OpenID Connect provider on this machine, which tests can make lie, forget and fall silent."""

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from streams.ports import free_port

CLIENT_ID, SECRET = "papan", "rahasia panjang: 100%"


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})


@dataclass(slots=True)
class Vouching:
    """`said` is what its tokens say besides; of `keys` the last one signs."""

    issuer: str
    keys: list[RSAKey] = field(default_factory=lambda: [new_key()])
    said: dict[str, object] = field(default_factory=dict)
    signs_with: RSAKey | None = None
    silent: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def vouch(self, led: str, subject: str = "f3", **said: object) -> str:
        """Where the browser comes back to, once somebody has signed in where it was led."""
        where = urlsplit(led)
        assert f"{where.scheme}://{where.netloc}{where.path}" == f"{self.issuer}/auth"
        asked = {name: value for name, [value] in parse_qs(where.query, strict_parsing=True).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        self.said = {"sub": subject, **said}
        brought = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return f"{asked['redirect_uri']}?{brought}"

    async def answer(self, request: web.Request) -> web.Response:
        """Everything that it is asked for."""
        self.asked.append(request.path)
        if self.silent.is_set():
            await asyncio.Event().wait()
        match request.path:
            case "/.well-known/openid-configuration":
                return web.json_response(self._metadata())
            case "/certs":
                keys = KeySet([*self.keys]).as_dict(private=False)
                return web.json_response(keys)
            case "/token":
                return self._token({**(await request.post())}, request.headers.get("Authorization", ""))
        raise web.HTTPNotFound

    def _metadata(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/certs",
            "end_session_endpoint": f"{self.issuer}/logout",
            "authorization_response_iss_parameter_supported": True,
        }

    def _token(self, form: dict[str, object], authorization: str) -> web.Response:
        # As RFC 6749 has it, both parts are encoded as a form would be.
        pair = urlencode({CLIENT_ID: SECRET}).replace("=", ":").replace("+", "%20")
        if authorization != f"Basic {base64.b64encode(pair.encode()).decode()}":
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self._codes.pop(str(form["code"]), None)
        hashed = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        sent = {"code_challenge": challenge, "redirect_uri": form["redirect_uri"]}
        if asked is None or not sent.items() <= asked.items():
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"id_token": self._signed(asked["nonce"]), "token_type": "Bearer"})

    def _signed(self, nonce: str) -> str:
        now_s = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "azp": CLIENT_ID,
            "nonce": nonce,
            "iat": now_s,
            "exp": now_s + 60,
            **self.said,
        }
        key = self.signs_with or self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": self.keys[-1].kid}, claims, key)


@asynccontextmanager
async def vouching() -> AsyncIterator[Vouching]:
    """Until the end of the block."""
    port = free_port()
    provider = Vouching(f"http://127.0.0.1:{port}")
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", provider.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield provider
    finally:
        await runner.cleanup()
