"""What of a provider is believed, and what somebody may do by it."""

import hmac
import json
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from schemas.toml_source import Mistakes
from streams.board.access.standing import Standing
from streams.board.oidc.admitting import name_of
from streams.board.oidc.configured import Configured, configured_by
from streams.board.oidc.failures import AwayError, NotVouchedError, UnknownKeyError
from streams.board.oidc.flow import Flow, out_of_provider, to_provider
from streams.board.oidc.held import FRESH_MIN_S, HOLDS_S, PAUSE_S, Held
from streams.board.oidc.id_token import ALGORITHMS, Expected, claims_of, keys_of
from streams.board.oidc.metadata import Metadata, metadata_of
from streams.board.oidc.opening import opening
from streams.board.oidc.roles import standing_by, words_at
from streams.http.faults import Fault
from streams.settings.board import BoardOidcSettings

ISSUER = "https://sso.bekasikota.go.id/realms/kota"
NOW_S = 1_800_000_000
EXPECTED = Expected(ISSUER, "papan", "the nonce", NOW_S)
KEY = RSAKey.generate_key(2048, {"kid": "one"})
KEYS = KeySet([KEY])
GOOD = {
    "iss": ISSUER, "aud": "papan", "azp": "papan", "sub": "f3", "nonce": "the nonce",
    "iat": NOW_S, "exp": NOW_S + 300,
}  # fmt: skip
CONFIGURED = Configured(ISSUER, "papan", "secret", "roles", "akun kota")
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth?kc=1",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/certs",
    "end_session_endpoint": f"{ISSUER}/logout",
}


def token(key: RSAKey | ECKey = KEY, algorithm: str = "RS256", kid: str = "one", **changed: object) -> str:
    claims = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": kid}, claims, key, algorithms=[algorithm])


def test_what_the_issuer_says_to_us_now_is_believed() -> None:
    for audience in ("papan", ["papan"], ["papan", "other"]):
        assert claims_of(token(aud=audience), KEYS, EXPECTED)["sub"] == "f3"
    assert claims_of(token(azp=None), KEYS, EXPECTED)
    elliptic = ECKey.generate_key("P-256", {"kid": "two"})
    keys = keys_of({"keys": [*KEYS.as_dict()["keys"], elliptic.as_dict(private=False)]})
    assert claims_of(token(elliptic, "ES256", "two"), keys, EXPECTED)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"iss": f"{ISSUER}/"},
        {"aud": "other"}, {"aud": ["other"]}, {"aud": None}, {"aud": []}, {"aud": 7},
        {"aud": ["papan", "other"], "azp": "other"}, {"aud": ["papan", "other"], "azp": None},
        {"azp": "other"}, {"nonce": "another"}, {"nonce": None}, {"nonce": ["another"]},
        {"sub": None}, {"sub": ""}, {"sub": 7},
        {"exp": NOW_S - 60}, {"exp": None}, {"exp": "never"}, {"nbf": NOW_S + 61},
        {"iat": NOW_S + 61}, {"iat": NOW_S - 661}, {"iat": None}, {"iat": True},
    ],
)  # fmt: skip
def test_what_says_something_else_is_not(changed: Mapping[str, object]) -> None:
    with pytest.raises(NotVouchedError):
        claims_of(token(**changed), KEYS, EXPECTED)


def test_clocks_may_differ_by_a_minute() -> None:
    assert claims_of(token(exp=NOW_S - 59, iat=NOW_S - 660), KEYS, EXPECTED)
    assert claims_of(token(iat=NOW_S + 60, nbf=NOW_S + 60), KEYS, EXPECTED)


def part(content: object) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_what_another_key_signed_is_not_believed() -> None:
    with pytest.raises(NotVouchedError, match="BadSignature"):
        claims_of(token(RSAKey.generate_key(2048, {"kid": "one"})), KEYS, EXPECTED)
    with pytest.raises(UnknownKeyError):
        claims_of(token(kid="two"), KEYS, EXPECTED)


def test_neither_no_signature_nor_one_by_what_all_know_is_taken() -> None:
    unsigned = f"{part({'alg': 'none', 'kid': 'one'})}.{part(GOOD)}."
    signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(GOOD)}"
    by_all = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    shared = f"{signed}.{urlsafe_b64encode(by_all).rstrip(b'=').decode()}"
    for bad in (unsigned, shared):
        with pytest.raises(NotVouchedError):
            claims_of(bad, KEYS, EXPECTED)
    assert not {"none", "HS256", "HS384", "HS512"} & {*ALGORITHMS}


@given(
    st.text(max_size=50) | st.binary(max_size=50).map(lambda raw: f"{urlsafe_b64encode(raw).decode()}.x.y")
)
def test_what_is_no_token_is_not_believed(nonsense: str) -> None:
    with pytest.raises(NotVouchedError):
        claims_of(nonsense, KEYS, EXPECTED)


def test_of_keys_only_those_that_sign_are_taken_and_a_strange_one_spoils_no_other() -> None:
    [good] = KEYS.as_dict()["keys"]
    strange: list[object] = [
        {**good, "kid": "enc", "use": "enc"}, {"kty": "oct", "kid": "s", "k": "c2VjcmV0"}, {"kty": "AKP"},
        {"kty": "EC", "crv": "P-999", "x": "", "y": ""}, {"kty": "RSA"}, "x", None,
    ]  # fmt: skip
    assert [key.kid for key in keys_of({"keys": [*strange, good]})] == ["one"]
    for nothing in ({"keys": strange}, {"keys": "x"}, {}, [], None):
        with pytest.raises(AwayError):
            keys_of(nothing)


def test_a_provider_says_who_it_is_and_stays_with_https() -> None:
    found = metadata_of(DOCUMENT, ISSUER)
    assert found.token_endpoint == f"{ISSUER}/token"
    for changed in (
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": "http://sso.bekasikota.go.id/token"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ):
        with pytest.raises(AwayError, match="discovery"):
            metadata_of({**DOCUMENT, **changed}, ISSUER)
    with pytest.raises(AwayError):
        metadata_of("<html>", ISSUER)


def test_the_browser_brings_what_the_answer_is_known_by() -> None:
    flow = Flow("/", "s", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert flow.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B.
    led = to_provider(flow, CONFIGURED, metadata_of(DOCUMENT, ISSUER), "https://papan/back")
    assert led.startswith(f"{ISSUER}/auth?kc=1&response_type=code&client_id=papan&")
    assert "code_challenge_method=S256" in led
    assert flow.verifier not in led
    assert "secret" not in repr(CONFIGURED) + repr(flow)
    one, other = Flow("/"), Flow("/")
    assert len({one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier}) == 6
    nowhere = Metadata.model_validate({**DOCUMENT, "end_session_endpoint": None})
    assert out_of_provider(CONFIGURED, nowhere, "token", "https://papan") is None


@pytest.mark.parametrize(
    ("claims", "path"),
    [
        ({"roles": ["offline_access", "agency:dishub"]}, "roles"),
        ({"roles": "agency:dishub"}, "roles"),
        ({"realm_access": {"roles": ["agency:dishub", 7]}}, "realm_access.roles"),
        ({"https://kota.example/roles": ["agency:dishub"]}, "https://kota.example/roles"),
    ],
)
def test_a_claim_gives_the_role_and_the_agency(claims: Mapping[str, object], path: str) -> None:
    assert standing_by(claims, path, ["dishub"]) == Standing("agency", "dishub")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "no_role"), (None, "no_role"), ({"admin": True}, "no_role"), (["Admin"], "no_role"),
        (["operator", "admin"], "several_roles"), (["agency:dishub", "agency:dlh"], "several_roles"),
        (["agency:nobody"], "unknown_agency"),
    ],
)  # fmt: skip
def test_what_names_no_role_or_several_is_told(words: object, code: str) -> None:
    with pytest.raises(Fault) as refused:
        standing_by({"roles": words}, "roles", ["dishub", "dlh"])
    assert (refused.value.status, refused.value.code) == (403, code)


def test_a_claim_that_is_not_there_has_no_words() -> None:
    assert words_at({"realm_access": "x"}, "realm_access.roles") == []


def test_people_are_called_by_what_can_be_read() -> None:
    assert name_of({"preferred_username": " Ani ", "sub": "f3"}) == "ani"
    assert (
        name_of({"preferred_username": "\x07", "email": "ani@kota.example", "sub": "f3"})
        == "ani@kota.example"
    )
    assert name_of({"preferred_username": None, "sub": "f3"}) == "f3"
    assert len(name_of({"sub": "x" * 500})) == 60


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"issuer": ISSUER}, "SINERGI_BOARD_OIDC_CLIENT_ID"),
        ({"client_id": "papan"}, "SINERGI_BOARD_OIDC_ISSUER"),
        ({"client_secret": "x"}, "SINERGI_BOARD_OIDC_ISSUER"),
        ({"issuer": "http://sso.example", "client_id": "papan"}, "SINERGI_BOARD_OIDC_ISSUER"),
    ],
)
def test_what_is_configured_by_half_names_the_setting(settings: Mapping[str, str], named: str) -> None:
    with pytest.raises(Mistakes, match=named):
        configured_by(BoardOidcSettings.model_validate(settings))


def test_no_provider_is_none_and_one_on_this_machine_may_speak_http() -> None:
    assert configured_by(BoardOidcSettings()) is None
    here = BoardOidcSettings(issuer="http://127.0.0.1:8080/realms/kota", client_id="papan")
    assert configured_by(here) == replace(CONFIGURED, issuer=str(here.issuer), client_secret=None)


def test_where_the_extra_is_missing_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "streams.board.oidc.provider", None)
    with pytest.raises(Mistakes, match=r"SINERGI_BOARD_OIDC_ISSUER.*sinergi\[oidc\]"):
        opening(CONFIGURED)
    assert opening(None)


class Source:
    """Something to fetch, which may be away; a clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.fetched = 0
        self.away = False
        self.held = Held(self.fetch, lambda: self.now_s)

    async def fetch(self) -> int:
        self.fetched += 1
        if self.away:
            raise AwayError("away")
        return self.fetched


async def test_what_was_fetched_holds_and_is_fetched_anew_seldom() -> None:
    source = Source()
    assert [await source.held.get(), await source.held.get(anew=True)] == [1, 1]
    source.now_s = FRESH_MIN_S
    assert [await source.held.get(), await source.held.get(anew=True)] == [1, 2]
    source.now_s += HOLDS_S
    assert await source.held.get() == 3


async def test_while_it_is_away_what_is_old_holds_and_nobody_waits_for_another_failure() -> None:
    source = Source()
    source.away = True
    for _ in range(3):
        with pytest.raises(AwayError):
            await source.held.get()
    assert source.fetched == 1
    source.away, source.now_s = False, PAUSE_S
    assert await source.held.get() == 2
    source.away, source.now_s = True, PAUSE_S + HOLDS_S
    assert await source.held.get() == 2
    assert source.fetched == 3


def test_the_clock_of_these_tests_is_not_the_machines() -> None:
    with pytest.raises(NotVouchedError):
        claims_of(token(), KEYS, replace(EXPECTED, now_s=int(time.time())))
