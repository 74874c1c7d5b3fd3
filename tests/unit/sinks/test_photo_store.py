"""Photos under their hash, whole or not there."""

import secrets
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sinks.photo_store import PROBE, PhotoStore
from sinks.photo_store_error import PhotoStoreError

SHA = "abcd" + "0" * 60


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PhotoStore]:
    if request.param == "file":
        yield PhotoStore(f"file://{tmp_path}/foto")
        return
    kept = PhotoStore(f"memory://{secrets.token_hex(6)}")
    yield kept
    kept._files.rm(kept._root, recursive=True)


def test_a_photo_is_found_again_with_what_is_known_of_it(store: PhotoStore) -> None:
    store.put(SHA, b"pixels", b"{}")
    assert (store.image(SHA), store.known(SHA)) == (b"pixels", b"{}")
    assert store._files.exists(f"{store._root}/ab/cd/{SHA}.jpg")


def test_a_photo_that_nobody_kept_is_not_there(store: PhotoStore) -> None:
    store.check()
    assert (store.image(SHA), store.known(SHA)) == (None, None)


def test_what_is_known_of_a_photo_stays_as_it_was_first(store: PhotoStore) -> None:
    store.put(SHA, b"pixels", b'{"lat": 1}')
    store.put(SHA, b"pixels", b'{"lat": 2}')
    assert store.known(SHA) == b'{"lat": 1}'


def test_a_photo_that_was_half_written_is_written_again(store: PhotoStore) -> None:
    store._write(store._place(SHA, "jpg"), b"pix")
    store.put(SHA, b"pixels", b"{}")
    assert store.image(SHA) == b"pixels"


def test_files_are_whole_and_for_their_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PhotoStore(f"file://{tmp_path}")
    store.put(SHA, b"pixels", b"{}")
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "ab" / "cd").iterdir()} == {0o600}

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PhotoStoreError, match="No space left"):
        store.put("1234" + SHA[4:], b"pixels", b"{}")
    assert not list((tmp_path / "12" / "34").iterdir())


def test_a_folder_that_two_share_is_shared_down_to_the_photo(tmp_path: Path) -> None:
    shared = tmp_path / "foto"
    shared.mkdir()
    shared.chmod(0o2770)
    PhotoStore(shared.as_uri()).put(SHA, b"pixels", b"{}")
    kept = shared / "ab" / "cd"
    assert kept.stat().st_mode & stat.S_ISGID
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept.iterdir()} == {0o660}


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "foto").write_text("a file")
    with pytest.raises(PhotoStoreError, match=r"FileExistsError|NotADirectoryError"):
        PhotoStore(f"file://{tmp_path}/foto").check()
    PhotoStore(f"file://{tmp_path}/other").check()
    assert (tmp_path / "other" / PROBE).exists()


def test_an_address_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="nosuch"):
        PhotoStore("nosuch://bucket")


def test_old_photos_are_told_by_when_they_were_put(store: PhotoStore) -> None:
    now = datetime.now(UTC)
    assert store.older_than(now) == []
    store.put(SHA, b"pixels", b"{}")
    assert store.older_than(now - timedelta(minutes=1)) == []
    assert store.older_than(now + timedelta(minutes=1)) == [SHA]


def test_what_cannot_be_looked_at_is_not_taken_for_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else who forgets a citizen would be told that all is done, and nothing names the photo any more."""
    store = PhotoStore(f"file://{tmp_path}")
    store.put(SHA, b"pixels", b"{}")
    assert not store.remove("1234" + SHA[4:])

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("os.stat", closed)
        with pytest.raises(PhotoStoreError, match="Permission denied"):
            store.remove(SHA)
    with monkeypatch.context() as patch:
        patch.setattr("os.scandir", closed)
        with pytest.raises(PhotoStoreError, match="Permission denied"):
            store.older_than(datetime.now(UTC))
    assert store.image(SHA) == b"pixels"


def test_what_was_written_by_who_was_killed_goes(tmp_path: Path) -> None:
    store = PhotoStore(f"file://{tmp_path}")
    store.put(SHA, b"pixels", b"{}")
    left = tmp_path / "ab" / "cd" / ".x1y2z3.new"
    left.write_bytes(b"pix")
    store.remove_unfinished(datetime.now(UTC) - timedelta(days=1))
    assert left.exists(), "somebody may be at it"
    store.remove_unfinished(datetime.now(UTC) + timedelta(seconds=1))
    assert not left.exists()
    assert store.image(SHA) == b"pixels"
