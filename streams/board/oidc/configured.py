"""Which provider is asked, and as whom: checked before the board starts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from schemas.toml_source import Mistake, Mistakes
from streams.board.access.cookies import LOOPBACK
from streams.settings.board import BoardOidcSettings

ISSUER = "SINERGI_BOARD_OIDC_ISSUER"
_CLIENT_ID = "SINERGI_BOARD_OIDC_CLIENT_ID"


@dataclass(frozen=True, slots=True)
class Configured:
    """A provider. `claim` gives the roles (see `roles.py`), `name` is what our users call it."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    claim: str
    name: str


def configured_by(settings: BoardOidcSettings) -> Configured | None:
    """None where there is none. Raises `Mistakes`, naming the setting."""
    if mistakes := [Mistake(Path(setting), 1, said) for setting, said in _mistakes(settings)]:
        raise Mistakes(mistakes)
    if settings.issuer is None or settings.client_id is None:
        return None
    return Configured(
        settings.issuer, settings.client_id, settings.client_secret, settings.claim, settings.name
    )


def _mistakes(settings: BoardOidcSettings) -> Iterator[tuple[str, str]]:
    if settings.issuer is None:
        if settings.client_id or settings.client_secret:
            yield ISSUER, f"is needed where {_CLIENT_ID} or its secret is set: the provider's address"
        return
    if settings.client_id is None:
        yield _CLIENT_ID, f"is needed where {ISSUER} is set: what the provider calls the board"
    place = urlsplit(settings.issuer)
    if place.scheme != "https" and place.hostname not in LOOPBACK:
        yield ISSUER, "must begin with https://, unless it is on this machine"
