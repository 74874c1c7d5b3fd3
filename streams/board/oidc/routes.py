"""`/sign-in/oidc`: to the provider, and back from it with a code."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from sinks.board_sign_in_flows import SignInFlows, UnderWay
from streams.board.access.origin import address_of
from streams.board.access.sign_in import limit_address, within
from streams.board.here import Board, Here
from streams.board.oidc.admitting import Vouch, admit_vouched
from streams.board.oidc.failures import AwayError, NotVouchedError
from streams.board.oidc.flow import Flow, to_provider
from streams.http.asking import asking
from streams.http.faults import Fault, later
from streams.logs import logger

if TYPE_CHECKING:
    from streams.board.oidc.provider import Provider

START = "/sign-in/oidc"
BACK = "/sign-in/oidc/done"
_FLOW_S = 600
_ASIDE = ("access_denied", "login_required", "interaction_required", "consent_required")

log = logger(__name__)


def router() -> APIRouter:
    """Both ways. Where no provider is configured, neither is there."""
    routes = APIRouter()

    @routes.get(START)
    async def start(request: Request, here: Here, next: str = "/") -> Response:
        provider = _provider(request, here)
        with speaking_to(here):
            metadata = await provider.metadata()
        flow = Flow(within(next))
        browser = here.flow_cookie.of(request) or secrets.token_urlsafe(32)
        with asking():
            going = UnderWay(flow.next, flow.nonce, flow.verifier)
            await SignInFlows(here.connected.pool).begin(flow.state, browser, going)
        back = address_of(request, here.settings.board) + BACK
        answer = RedirectResponse(to_provider(flow, provider.configured, metadata, back), 303)
        here.flow_cookie.give(answer, browser, max_age_s=_FLOW_S)
        return answer

    @routes.get(BACK)
    async def done(request: Request, here: Here, state: str = "", code: str = "") -> Response:
        provider = _provider(request, here)
        with asking():
            going = await SignInFlows(here.connected.pool).take(state, here.flow_cookie.of(request))
        if going is None:
            raise Fault(400, "sign_in_over")
        flow = Flow(going.next, state, going.nonce, going.verifier)
        with speaking_to(here):
            await _check_answer(request.query_params, provider)
            back = address_of(request, here.settings.board) + BACK
            token = await provider.id_token(code, flow, back)
            claims = await provider.claims(token, flow.nonce)
        return await admit_vouched(request, here, Vouch(provider, claims, token), flow.next)

    return routes


@contextmanager
def speaking_to(here: Board) -> Iterator[None]:
    """Raises a `Fault` where the provider is away, or does not vouch."""
    try:
        yield
    except AwayError as error:
        log.warning("the provider of sign-ins is of no help", why=str(error))
        here.metrics.sign_ins.labels("away").inc()
        raise later(503, "provider_away") from error
    except NotVouchedError as error:
        log.warning("the provider of sign-ins does not vouch", why=str(error))
        here.metrics.sign_ins.labels("refused").inc()
        raise Fault(403, "not_vouched") from error


def _provider(request: Request, here: Board) -> "Provider":
    if here.provider is None:
        raise Fault(404, "not_found", what=request.url.path)
    limit_address(here, here.tries.provider, request)
    return here.provider


async def _check_answer(answer: Mapping[str, str], provider: "Provider") -> None:
    """That it is this provider's (RFC 9207), and no refusal."""
    issuer = answer.get("iss")
    must = (await provider.metadata()).authorization_response_iss_parameter_supported
    if issuer != provider.configured.issuer and (must or issuer is not None):
        raise NotVouchedError("iss of the answer")
    if error := answer.get("error"):
        raise NotVouchedError(f"answer {error if error in _ASIDE else 'with an error'}")
