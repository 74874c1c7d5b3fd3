"""Links that show a photo for a while, and the secret they are signed with."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.toml_source import Mistakes
from streams.photos.links import Secrets, left_s, sha256_of, sign, url_of
from streams.photos.signing import FILE, secrets_of
from streams.settings import PhotosSettings, Settings

HOME = "https://lapor.example/kota"
SHA = "5f" * 32
OURS = Secrets("a" * 32)


def parts(link: str | None) -> tuple[str, str]:
    query = parse_qs(urlsplit(link or "").query)
    return query["expires"][0], query["signature"][0]


@given(now_s=st.integers(0, 4 * 10**9), for_s=st.integers(1, 10**6), later_s=st.integers(0, 2 * 10**6))
def test_a_link_shows_its_photo_until_it_expires(now_s: int, for_s: int, later_s: int) -> None:
    expires, signature = parts(sign(HOME, SHA, now_s + for_s, OURS))
    assert left_s(SHA, expires, signature, now_s + later_s, OURS) == max(0, for_s - later_s)


@given(st.text(max_size=50), st.text(max_size=14))
def test_nobody_makes_links_but_us(signature: str, expires: str) -> None:
    assert left_s(SHA, "99999999999", signature, 0, OURS) == 0
    assert left_s(SHA, expires, parts(sign(HOME, SHA, 10**10, OURS))[1], 0, OURS) == 0


def test_a_link_shows_no_other_photo_and_is_not_longer_good_with_another_secret() -> None:
    expires, signature = parts(sign(HOME, SHA, 100, OURS))
    assert left_s(SHA, expires, signature, 0, OURS) == 100
    assert left_s("6f" * 32, expires, signature, 0, OURS) == 0
    assert left_s(SHA, "101", signature, 0, OURS) == 0
    assert left_s(SHA, expires, signature, 0, Secrets("b" * 32)) == 0
    assert left_s(SHA, expires, signature, 0, Secrets("b" * 32, old=OURS.present)) == 100
    assert OURS.present not in repr(OURS)


def test_an_address_names_its_photo_and_so_does_a_link_to_it() -> None:
    address = url_of(HOME + "/", SHA)
    assert address == f"{HOME}/photos/{SHA}.jpg"
    assert sha256_of(HOME, address) == SHA
    link = sign(HOME, address, 100, OURS)
    assert link is not None
    assert sha256_of(HOME, link) == SHA
    assert sign(HOME, link, 100, OURS) == link == sign(HOME, SHA.upper(), 100, OURS)


@pytest.mark.parametrize(
    "url",
    [
        f"https://elsewhere.example/kota/photos/{SHA}.jpg",
        f"{HOME}/photos/{SHA}.png",
        f"{HOME}/photos/{SHA[1:]}.jpg",
        f"{HOME}/photos/../photos/{SHA}.jpg",
        f"{HOME}/photos/{SHA}.jpg/",
        "",
        "5f",
    ],
)
def test_what_lies_elsewhere_is_none_of_ours(url: str) -> None:
    assert sha256_of(HOME, url) is None
    assert sign(HOME, url, 100, OURS) is None


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path / "new")
    with ThreadPoolExecutor(8) as threads:
        made = {secrets_of(settings).present for _ in threads.map(secrets_of, [settings] * 16)}
    assert len(made) == 1
    assert {len(secret) for secret in made} == {64}
    [file] = settings.folder.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == (FILE, 0o600)


def test_the_secret_of_the_settings_goes_first(tmp_path: Path) -> None:
    photos = PhotosSettings(secret="s" * 32, old_secret="o" * 32)
    assert secrets_of(Settings(folder=tmp_path, photos=photos)) == Secrets("s" * 32, "o" * 32)
    assert not list(tmp_path.iterdir())


def test_a_file_that_holds_no_secret_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("short\n")
    with pytest.raises(Mistakes, match="holds no secret of 32 characters"):
        secrets_of(Settings(folder=tmp_path))
