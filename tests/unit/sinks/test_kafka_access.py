import ssl
import subprocess
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.toml_source import Mistakes
from sinks.kafka_access import KafkaAccess, client_options, tls_context
from streams.settings.source import load_settings

LOGIN = {"username": "triage", "password": "a secret"}
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key, in one file."""
    path = tmp_path_factory.mktemp("pem") / "both.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-subj", "/CN=triage", "-keyout", path, "-out", path.with_suffix(".crt")),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


def test_by_default_nothing_is_encrypted_and_nobody_asked_for() -> None:
    options = client_options(KafkaAccess(brokers=("a:1", "b:2")))
    assert options == {
        "bootstrap_servers": ["a:1", "b:2"],
        "security_protocol": "PLAINTEXT",
        "ssl_context": None,
    }


def test_with_a_password_and_tls_the_name_of_the_broker_is_checked() -> None:
    options = client_options(KafkaAccess(security="sasl_ssl", **LOGIN))
    context = options["ssl_context"]
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert options["security_protocol"] == "SASL_SSL"
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("triage", "a secret")


def test_only_the_authority_that_is_named_is_believed(pem: Path) -> None:
    context = tls_context(KafkaAccess(security="ssl", ca=pem))
    assert context
    assert len(context.get_ca_certs()) == 1


def test_a_client_may_show_a_certificate(pem: Path) -> None:
    assert tls_context(KafkaAccess(security="ssl", certificate=pem))
    assert tls_context(KafkaAccess(security="ssl", certificate=pem, key=pem))


@pytest.mark.parametrize(
    ("said", "blamed", "why"),
    [
        ({"SECURITY": "sasl_ssl"}, "SINERGI_KAFKA_USERNAME", "security sasl_ssl needs it"),
        ({"SECURITY": "sasl_ssl", "USERNAME": "a"}, "SINERGI_KAFKA_PASSWORD", "security sasl_ssl needs it"),
        ({"USERNAME": "a"}, "SINERGI_KAFKA_USERNAME", "security plaintext takes none"),
        ({"SECURITY": "ssl", "PASSWORD": "hidden"}, "SINERGI_KAFKA_PASSWORD", "security ssl takes none"),
        ({"CA": "/dev/null"}, "SINERGI_KAFKA_CA", "does not point to a file"),
        ({"CA": __file__}, "SINERGI_KAFKA_CA", "security plaintext encrypts nothing"),
        ({"SECURITY": "ssl", "CA": "missing.pem"}, "SINERGI_KAFKA_CA", "does not point to a file"),
        ({"SECURITY": "ssl", "CA": __file__}, "SINERGI_KAFKA_CA", "holds no certificates"),
        ({"SECURITY": "ssl", "KEY": __file__}, "SINERGI_KAFKA_KEY", "no use without `certificate`"),
        (
            {"SECURITY": "ssl", "CERTIFICATE": __file__, "KEY": __file__},
            "SINERGI_KAFKA_KEY",
            "no key .* that fits",
        ),
        ({"SECURITY": "tls"}, "SINERGI_KAFKA_SECURITY", "'plaintext'"),
        ({"MECHANISM": "SCRAM-MD5"}, "SINERGI_KAFKA_MECHANISM", "SCRAM-SHA-512"),
        ({"ACCOUNTS": "triage"}, "SINERGI_KAFKA_ACCOUNTS", "User:"),
    ],
)
def test_what_does_not_fit_together_is_told_where_it_stands(
    said: dict[str, str], blamed: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Mistakes, match=why) as caught:
        load_settings({f"SINERGI_KAFKA_{name}": value for name, value in said.items()})
    assert any(str(one.path) == blamed for one in caught.value.mistakes)
    assert "hidden" not in str(caught.value)


def test_a_mistake_in_the_file_has_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sinergi.toml").write_text('[kafka]\nsecurity = "ssl"\nusername = "triage"\n')
    with pytest.raises(Mistakes) as caught:
        load_settings({})
    assert str(caught.value) == "sinergi.toml:3: kafka.username: security ssl takes none; sasl_ssl does"


def test_a_password_is_shown_nowhere() -> None:
    assert "a secret" not in repr(KafkaAccess(security="sasl_ssl", **LOGIN))
    with pytest.raises(ValidationError) as caught:
        KafkaAccess(security="ssl", **LOGIN)
    assert "a secret" not in str(caught.value)


def test_no_client_is_made_by_another_way() -> None:
    """One that does not ask `client_options` would speak in plain text whatever is set."""
    made = [
        f"{path.relative_to(ROOT)}"
        for folder in ("sinks", "streams")
        for path in (ROOT / folder).rglob("*.py")
        if "bootstrap_servers" in path.read_text(encoding="utf-8")
    ]
    assert sorted(made) == ["sinks/kafka_access.py", "sinks/kafka_clients.py"]
