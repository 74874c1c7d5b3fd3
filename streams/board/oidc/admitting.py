"""Whoever a provider vouches for becomes a session of ours, or hears why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request, Response

from sinks.board_accounts import login_of
from sinks.board_vouched import Vouched
from streams.board.access.origin import address_of
from streams.board.access.sign_in import admit
from streams.board.here import Board
from streams.board.oidc.roles import standing_by
from streams.board.words import words_of
from streams.http.asking import asking
from streams.http.faults import Fault

if TYPE_CHECKING:
    from streams.board.oidc.provider import Provider

_NAMES = ("preferred_username", "email", "sub")
_NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class Vouch:
    """What a provider says of somebody, and the token that says it."""

    provider: "Provider"
    claims: Mapping[str, object]
    id_token: str = field(repr=False)


async def admit_vouched(request: Request, here: Board, vouch: Vouch, next: str) -> Response:
    """A session for who the claims speak of; a page that says whom to ask where they name no role."""
    vouched = Vouched(here.connected.pool, vouch.provider.configured.issuer)
    subject = str(vouch.claims["sub"])
    try:
        standing = standing_by(vouch.claims, vouch.provider.configured.claim, here.catalog.agencies)
    except Fault as fault:
        await _without_role(here, vouched, subject)
        return await _refused(request, here, vouch, fault)
    with asking():
        account = await vouched.keep(subject, name_of(vouch.claims), standing.role, standing.agency)
        if account.disabled_at:
            await here.accounts.refuse(account.id, "disabled")
    if account.disabled_at:
        return await _refused(request, here, vouch, Fault(403, "account_locked"))
    return await admit(here, account.id, next, here.cookie.of(request), vouch.id_token)


def name_of(claims: Mapping[str, object]) -> str:
    """What people read; small letters."""
    for claim in _NAMES:
        try:
            return login_of(str(claims.get(claim) or "").strip()[:_NAME_MAX])
        except ValueError:
            continue
    return "tanpa nama"


async def _without_role(here: Board, vouched: Vouched, subject: str) -> None:
    """Who had one until now has none any more, in other windows either."""
    with asking():
        if account := await vouched.of(subject):
            await vouched.end_sessions(account.id)
            await here.accounts.refuse(account.id, "role")


async def _refused(request: Request, here: Board, vouch: Vouch, fault: Fault) -> Response:
    here.metrics.sign_ins.labels("refused").inc()
    back = f"{address_of(request, here.settings.board)}/sign-in"
    return here.pages.answer(
        "not_admitted.html",
        status=fault.status,
        name=name_of(vouch.claims),
        provider=vouch.provider.configured.name,
        why=words_of(fault.code, "id", **fault.filled),
        contact=here.settings.board.contact,
        leave=await vouch.provider.leave(vouch.id_token, back),
    )
