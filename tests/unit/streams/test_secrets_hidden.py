"""What holds a secret is in no repr, no mistake and no address that is shown."""

from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.connections import UNREADABLE, without_password
from streams.settings import Settings
from streams.settings.source import SECRET_VARIABLES, load_settings

MARK = "RahasiaSekali"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://localhost/sinergi", "postgresql://localhost/sinergi"),
        (f"postgresql://ani:{MARK}@db:5432/s", "postgresql://ani:***@db:5432/s"),
        (f"postgresql://ani:{MARK}@a:1,b:2/s", "postgresql://ani:***@a:1,b:2/s"),
        (f"postgresql://ani:{MARK}@[::1]:5432/s", "postgresql://ani:***@[::1]:5432/s"),
        (f"postgresql://ani:p@{MARK}@db/s", "postgresql://ani:***@db/s"),
        (f"postgresql://ani@db/s?password={MARK}", "postgresql://ani@db/s"),
        (f"postgresql:///s?host=/run/pg&sslpassword={MARK}", "postgresql:///s?host=/run/pg"),
        (f"postgresql://ani:1/{MARK}@db/s", UNREADABLE),
        (f"postgresql://ani:1?{MARK}@db/s", "postgresql://ani:1"),
        (f"postgresql://ani:1#{MARK}@db/s", UNREADABLE),
        (f"postgresql://ani:{MARK}/@db/s", UNREADABLE),
        (f"postgresql://[{MARK}/s", UNREADABLE),
        (f"host=db password={MARK}", UNREADABLE),
        (MARK, UNREADABLE),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown


def test_every_setting_whose_name_speaks_of_a_secret_is_one() -> None:
    named = {
        f"SINERGI_{name}_{key}".upper()
        for name in Settings.model_fields
        for key in getattr(type(getattr(Settings(), name)), "model_fields", ())
        if any(word in key for word in ("secret", "password", "token"))
    }
    assert named < SECRET_VARIABLES
    assert {"SINERGI_POSTGRES_URL", "SINERGI_PHOTOS_URL", "SINERGI_TRACING_ENDPOINT"} < SECRET_VARIABLES


def test_no_repr_shows_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {
        "SINERGI_POSTGRES_URL": f"postgresql://ani:{MARK}@db/s",
        "SINERGI_INTAKE_SECRET": MARK * 3,
        "SINERGI_PHOTOS_URL": f"s3://{MARK}@bucket",
        "SINERGI_PHOTOS_SECRET": MARK * 3,
        "SINERGI_PHOTOS_OLD_SECRET": MARK * 3,
        "SINERGI_TRACING_ENDPOINT": f"http://ani:{MARK}@collector:4318",
    }
    assert MARK not in f"{load_settings(given)!r} {load_settings(given)}"


def test_no_mistake_shows_a_secret_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("held").write_text(MARK)
    Path("sinergi.toml").write_text(f'[photos]\nold_secret = "{MARK}"\n[postgres]\npassword = "{MARK}"\n')
    given = {
        "SINERGI_INTAKE_SECRET": MARK,
        "SINERGI_PHOTOS_URL": MARK,
        "SINERGI_TRACING_ENDPOINT": MARK,
        "SINERGI_PHOTOS_SECRET_FILE": "held",
    }
    with pytest.raises(Mistakes) as caught:
        load_settings(given)
    assert len(caught.value.mistakes) == 6
    assert MARK not in str(caught.value)
