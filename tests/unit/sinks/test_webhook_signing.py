"""What we sign is what a verifier that nobody here wrote accepts, and nothing else."""

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from sinks.webhooks.signing import is_message_id, new_secret, sign, signed_headers

SECRET = new_secret()
IDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="."), min_size=1, max_size=80
)
BODIES = st.text().map(str.encode)


@given(IDS, BODIES)
def test_the_verifier_accepts_our_headers(id: str, body: bytes) -> None:
    headers = signed_headers([SECRET], id, int(time.time()), body)
    Webhook(SECRET).verify(body, headers, json_parse=False)


@given(IDS, IDS, BODIES, BODIES)
def test_another_id_body_or_moment_has_another_signature(
    id: str, other_id: str, body: bytes, other_body: bytes
) -> None:
    variants = {(id, 1, body), (other_id, 1, body), (id, 1, other_body), (id, 11, body)}
    assert len({sign(SECRET, *variant) for variant in variants}) == len(variants)


def test_while_secrets_rotate_both_verify_and_no_third() -> None:
    old, new = new_secret(), new_secret()
    headers = signed_headers([new, old], "id", int(time.time()), b"{}")
    for secret in (old, new):
        assert Webhook(secret).verify(b"{}", headers) == {}
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Webhook(new_secret()).verify(b"{}", headers)


def test_the_example_of_the_specification() -> None:
    """Of the libraries' own tests: the same secret, id, moment and body sign alike everywhere."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    assert (
        sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@pytest.mark.parametrize("id", ["", "a.b", "a b", "a\n", "é", "a\x00", "x" * 513])
def test_an_id_that_could_be_read_otherwise_is_not_signed(id: str) -> None:
    assert not is_message_id(id)
    with pytest.raises(ValueError, match="cannot be the id"):
        sign(SECRET, id, 1, b"")


def test_ids_of_dispatches_can_be_signed() -> None:
    assert is_message_id("bekasi:traffic:0f3a/12/dishub")


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in made} == {32}
