"""`sinergi photo`, and a fix that is shown by a file."""

import json
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli
from streams.cli.photos import photos_of
from streams.settings import Settings
from tests.unit.cli.nowhere import NOWHERE
from tests.unit.photos.pictures import encoded, exif_of, scene


@pytest.fixture(autouse=True)
def photo(elsewhere: None) -> None:
    exif = b"Exif\x00\x00" + exif_of(taken_at="2026:01:24 08:30:00", lat=-6.2383, lon=106.9756)
    Path("foto.jpg").write_bytes(encoded(scene(1), exif=exif))


def run(arguments: Sequence[str], **environment: str) -> Result:
    return CliRunner().invoke(make_cli("photo"), ["photo", *arguments], env=NOWHERE | environment)


def test_a_photo_is_kept_and_no_link_shows_it_without_postgres(tmp_path: Path) -> None:
    home = {"SINERGI_INTAKE_URL": "https://lapor.example/"}
    added = run(["add", "foto.jpg", "--json"], **home)
    assert added.exit_code == 0
    photo = json.loads(added.stdout)
    assert photo["url"] == f"https://lapor.example/photos/{photo['sha256']}.jpg"
    assert (photo["taken_at"], photo["lat"]) == ("2026-01-24T08:30:00+07:00", -6.2383)
    [kept] = (tmp_path / ".sinergi" / "photos").rglob("*.jpg")
    assert kept.stem == photo["sha256"]

    made = run(["link", photo["url"], "--for", "30m"], **home)
    assert (made.exit_code, made.stdout) == (1, ""), "nobody looks without a note of it"


def test_what_is_known_of_a_photo_is_shown_in_lines() -> None:
    lines = run(["add", "foto.jpg"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [
        *("url", "sha256", "phash", "taken_at", "lat", "lon", "width", "height")
    ]


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["add", "none.jpg"], {}, "none.jpg: No such file"),
        (["add", "sinergi.txt"], {}, "sinergi.txt: holds neither JPEG nor PNG nor WebP"),
        (["add", "foto.jpg"], {"SINERGI_PHOTOS_URL": "nosuch://x"}, "SINERGI_PHOTOS_URL:1: "),
        (["add", "foto.jpg"], {"SINERGI_PHOTOS_URL": "foto"}, "SINERGI_PHOTOS_URL:1: "),
        (
            ["add", "foto.jpg"],
            {"SINERGI_PHOTOS_URL": "file:///dev/null/x"},
            "photos cannot be kept in file:///",
        ),
        (
            ["link", "https://elsewhere.example/x.jpg"],
            {},
            "is neither an address below http://127.0.0.1:8311/",
        ),
        (["link", "5f" * 32, "--for", "1y"], {}, "--for: '1y' is not like 30m, 1h or 7d"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    arguments: list[str], environment: dict[str, str], told: str
) -> None:
    Path("sinergi.txt").write_text("x")
    result = run(arguments, **environment)
    assert (result.exit_code in (1, 2), result.stdout) == (True, "")
    [line] = result.stderr.splitlines()
    assert told in line


def test_a_secret_that_is_too_short_is_not_repeated() -> None:
    result = run(["link", "5f" * 32], SINERGI_PHOTOS_SECRET="kata-sandi")
    assert result.exit_code == 2
    assert "SINERGI_PHOTOS_SECRET" in result.stderr
    assert "kata-sandi" not in result.stderr


def test_a_fix_is_shown_by_a_file_and_what_is_said_of_it_goes_first(tmp_path: Path) -> None:
    [photo] = photos_of(
        "foto.jpg",
        None,
        Settings(folder=tmp_path),
        phash=None,
        taken_at="2026-01-25T09:00",
        lat=None,
        lon=None,
        zone=ZoneInfo("Asia/Jakarta"),
    )
    assert isinstance(photo, dict)
    assert photo["url"].startswith("http://127.0.0.1:8311/photos/")
    assert (photo["taken_at"], photo["lat"]) == ("2026-01-25T09:00:00+07:00", -6.2383)


@pytest.mark.parametrize("name", ["add", "link"])
def test_help_shows_an_example(name: str) -> None:
    assert f"Example: sinergi photo {name} " in run([name, "--help"]).output
