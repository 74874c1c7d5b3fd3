"""References that tell citizens apart and name nobody."""

import threading
from pathlib import Path

import pytest

from streams.settings import IntakeSettings, Settings
from streams.speakers.numbers import LETTERS, new_id
from streams.speakers.secret import FILE, secret_of
from streams.speakers.speaker import Speaker

SECRET = b"x" * 32


def reporter(secret: bytes = SECRET, **fields: str) -> str | None:
    return Speaker(**fields).reference(secret)


def test_what_is_opaque_goes_on_as_it_is() -> None:
    assert reporter(account="u-17", device="d-1", email="a@b.id") == "u-17"
    assert reporter(device="d-1", phone="081234567890") == "d-1"
    assert reporter() is None


@pytest.mark.parametrize(
    "named",
    ["siti@example.org", "081234567890", "3275014509900001", "+62 812 3456 7890", "Siti Rahmawati", "Zoë"],
)
def test_an_account_that_names_a_person_is_hashed(named: str) -> None:
    found = reporter(account=named)
    assert found is not None
    assert found.startswith("h-")
    assert named not in found
    assert found == reporter(account=named) != reporter(b"y" * 32, account=named)


def test_one_phone_and_one_address_however_they_are_written() -> None:
    assert reporter(phone="0812-3456 7890") == reporter(phone="+62 (812) 34567890") != reporter(phone="0813")
    assert (
        reporter(phone="0062 812 34567890")
        == reporter(phone="812 34567890")
        == reporter(phone="081234567890")
    )
    assert reporter(phone="tidak ada") is None
    assert reporter(email=" Siti@Example.org ") == reporter(email="siti@example.org")
    assert reporter(email="1") != reporter(phone="1")


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path / "new")
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(secret_of(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found[0]) >= 32
    assert [path.name for path in settings.folder.iterdir()] == [FILE]
    assert (settings.folder / FILE).stat().st_mode & 0o777 == 0o600
    given = Settings(folder=tmp_path, intake=IntakeSettings(secret="s" * 32))
    assert secret_of(given) == b"s" * 32


def test_ids_can_be_read_aloud() -> None:
    ids = {new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(len(id) == 14 and set(id) <= {*LETTERS, "-"} for id in ids)
    assert not set("ilou") & set(LETTERS)
