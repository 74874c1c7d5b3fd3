"""What `sinergi agency` and `sinergi reply` refuse before anything is sent, and what they would send."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

from schemas.progress import Said
from streams.cli import agency as command
from streams.cli import make_cli
from tests.unit.cli.nowhere import NOWHERE

SAY = ("agency", "say", "dishub", "bekasi:traffic:a")
SENT = ("--version", "3", "--by", "petugas-7", "--at", "2026-11-24T08:40", "--id", "k-1")


pytestmark = pytest.mark.usefixtures("elsewhere")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli(*arguments[:1]), arguments, env=NOWHERE)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have been sent, if there were a broker."""
    messages: list[dict[str, Any]] = []

    async def deliver(settings: object, message: Any, known: object, patience_s: float) -> object:
        messages.append(json.loads(message.value) | {"topic": message.topic, "key": message.key})
        raise ConnectionError

    monkeypatch.setattr(command, "deliver", deliver)
    return messages


def test_what_is_said_is_sent_on_the_agencys_topic_in_the_incidents_order(
    sent: list[dict[str, Any]],
) -> None:
    run(*SAY, "on-site", *SENT)
    [message] = sent
    assert (message["topic"], message["key"]) == ("progress.dishub", "bekasi:traffic")
    assert (message["id"], message["said"], message["version"]) == ("k-1", "on_site", 3)
    assert (message["by"], message["at"]) == ("petugas-7", "2026-11-24T08:40:00+07:00")


def test_everything_that_may_be_said_can_be() -> None:
    assert {Said(word.replace("-", "_")) for word in get_args(command.Word)} == set(Said)


def test_a_fix_is_sent_with_its_photo(sent: list[dict[str, Any]]) -> None:
    photo = ("--photo", "https://foto/1", "--phash", "00ff00ff00ff00ff", "--taken-at", "2026-11-24T08:35")
    run(*SAY, "resolved", *SENT, *photo, "--lat", "-6.2", "--lon", "107")
    assert sent[0]["photos"] == [
        {
            "url": "https://foto/1",
            "phash": "00ff00ff00ff00ff",
            "taken_at": "2026-11-24T08:35:00+07:00",
            "lat": -6.2,
            "lon": 107.0,
        }
    ]


def test_several_photos_come_from_a_file(sent: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "photos.json"
    file.write_text('[{"url": "https://foto/1"}, {"url": "https://foto/2"}]')
    run(*SAY, "resolved", *SENT, "--photo-json", str(file))
    assert [photo["url"] for photo in sent[0]["photos"]] == ["https://foto/1", "https://foto/2"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("agency", "follow", "dishb"), "unknown agency 'dishb'; did you mean 'dishub'?"),
        (("agency", "say", "dishb", "bekasi:traffic:a", "accepted", *SENT), "unknown agency 'dishb'"),
        ((*SAY, "onsite", *SENT), "'onsite' is not one of 'accepted', 'refused', 'on-site', 'resolved'"),
        ((*SAY, "refused", *SENT), "refused needs a reason"),
        ((*SAY, "accepted", *SENT, "--agency", "dlh"), "only a refusal names another agency"),
        ((*SAY, "accepted", *SENT, "--at", "kemarin"), "--at: "),
        ((*SAY, "resolved", *SENT, "--phash", "00", "--lat", "1"), "--phash, --lat: of which photo?"),
        ((*SAY, "resolved", *SENT, "--photo", "https://x", "--phash", "z"), "photos.0.phash"),
        ((*SAY, "resolved", *SENT, "--photo", "x", "--photo-json", "y"), "give one of them"),
        ((*SAY, "resolved", *SENT, "--photo", "none.jpg"), "none.jpg: No such file"),
        ((*SAY, "resolved", *SENT, "--photo-json", "none.json"), "--photo-json: none.json: "),
        (("agency", "say", "dishub", "nosuch", "accepted", *SENT), "incident_id: "),
        (("reply", "sorot:a", "mungkin"), "'mungkin' is not one of 'yes', 'no'"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(arguments: Sequence[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_photos_that_are_no_array_are_refused(tmp_path: Path) -> None:
    (tmp_path / "photos.json").write_text('{"url": "x"}')
    result = run(*SAY, "resolved", *SENT, "--photo-json", "photos.json")
    assert (result.exit_code, "holds no JSON array" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("agency", "follow", "dishub"),
        (*SAY, "accepted"),
        ("reply", "sorot:a", "yes"),
        ("status", "sorot:a"),
    ],
)
def test_what_cannot_be_reached_is_told_in_one_line(arguments: Sequence[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith(("sinergi: no Kafka at", "sinergi: no Postgres at"))
    assert "secret" not in result.output


@pytest.mark.parametrize("name", ["follow", "say"])
def test_help_shows_an_example(name: str) -> None:
    result = run("agency", name, "--help")
    assert result.exit_code == 0
    assert f"Example: sinergi agency {name} dishub" in result.output
