"""What can be set of the board."""

from typing import Annotated

from pydantic import Field

from streams.settings.proxies import Proxies
from streams.settings.section import Section


class BoardSettings(Section):
    """Where the board listens, and how its users reach it: by https, or on this machine alone.

    `url` of this machine is for a container, which others reach only as far as its port is published.

    Where a port is named, `sinergi up` starts it too. Port 0 takes a free one.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8312
    url: Annotated[
        str | None,
        Field(
            pattern=r"^(https://[^/\s]+|http://(localhost|127\.0\.0\.1)(:\d+)?)/?$",
            description="how its users reach it",
        ),
    ] = None
    proxies: Proxies = "127.0.0.1,::1"
    tiles: Annotated[
        str | None,
        Field(pattern=r"^https://[^/\s]+/\S*$", description="of a map, like https://host/{z}/{x}/{y}.png"),
    ] = None
    tiles_credit: Annotated[str, Field(description="what the map's maker wants to be told")] = ""
    idle_h: Annotated[float, Field(gt=0, le=720, description="a session ends after so long unused")] = 8.0
    session_h: Annotated[float, Field(gt=0, le=720, description="it ends after so long in any case")] = 24.0
    browsers_max: Annotated[int, Field(ge=1, le=900, description="that follow at a time")] = 400
    call_channel: Annotated[str, Field(description="of which the call centre's reports are")] = "callcenter"

    contact: Annotated[str, Field(description="whom its users ask for access, in words")] = (
        "admin papan di Patriot Operation Center"
    )

    @property
    def public_url(self) -> str:
        """How its users reach it, without a slash at the end."""
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")


class BoardOidcSettings(Section):
    """Who vouches for the board's users by OpenID Connect; nobody where `issuer` is not given.

    Its keys may change at any time. `claim` names where an ID token holds their role: `operator`, `council`,
    `admin` or `agency:ID`, among words that mean nothing to us; with dots where it lies within another.
    """

    issuer: Annotated[
        str | None,
        Field(
            pattern=r"^https?://[^/\s?#@]+(/[^\s?#]*)?$", description="like https://sso.example/realms/kota"
        ),
    ] = None
    client_id: Annotated[
        str | None, Field(min_length=1, max_length=200, description="by which the provider knows us")
    ] = None
    client_secret: Annotated[
        str | None, Field(min_length=1, max_length=1_000, repr=False, description="none for a public client")
    ] = None
    claim: Annotated[
        str, Field(min_length=1, max_length=200, description="where an ID token holds the role")
    ] = "roles"
    name: Annotated[str, Field(min_length=1, max_length=40, description="what its users call it")] = (
        "akun kota"
    )
