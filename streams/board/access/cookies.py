"""Cookies that hold the token of a session, and of a way to sign in: over https, or on this machine alone."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import Request, Response

from schemas.toml_source import Mistake, Mistakes
from streams.settings.board import BoardSettings

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Cookie:
    """By its prefix browsers take it over https alone, and send it to this host alone."""

    secure: bool
    of_what: str = "sinergi"

    @property
    def name(self) -> str:
        """As the browser calls it."""
        return f"__Host-{self.of_what}" if self.secure else self.of_what

    def of(self, request: Request) -> str:
        """The token that a request brings; empty if it brings none."""
        return request.cookies.get(self.name, "")

    def give(self, response: Response, token: str, max_age_s: int | None = None) -> None:
        """Gone when the browser is closed, or after so long; Postgres ends it sooner."""
        response.set_cookie(
            self.name, token, max_age_s, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        """The browser forgets it."""
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="lax")


def cookie_for(settings: BoardSettings) -> Cookie:
    """Raises `Mistakes` where others could reach it by plain http."""
    if settings.url is None and settings.host not in LOOPBACK:
        said = f"is needed where SINERGI_BOARD_HOST is {settings.host}: the https address of its users"
        raise Mistakes([Mistake(Path("SINERGI_BOARD_URL"), 1, said)])
    return Cookie(secure=by_https(settings))


def by_https(settings: BoardSettings) -> bool:
    """Whether its users reach it so; else they are on this machine."""
    return settings.url is not None and settings.url.startswith("https:")
