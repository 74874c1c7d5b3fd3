"""The client `georeport` from PyPI, and the workers behind the intake: from a form to what became of it."""

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import xmltodict
from georeport import GeoReport
from typer.testing import CliRunner, Result

from streams.cli import make_cli
from tests.integration.running.terminal import ANSWER_S, READY_S, SINERGI, Terminal, environment
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def address(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `sinergi intake` listens; it ends in order at SIGTERM."""
    log = tmp_path_factory.mktemp("intake") / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*SINERGI, "intake"],
            cwd=terminal.folder,
            env=environment() | {"SINERGI_INTAKE_PORT": "0"},
            stderr=output,
        )
    try:
        wait_until(lambda: "listening" in log.read_text() or process.poll() is not None, "intake", READY_S)
        [found] = re.findall(r"listening .*url=(http://\S+)", log.read_text())
        yield found
        process.terminate()
        assert process.wait(ANSWER_S) == 0, log.read_text()
        assert "stopped" in log.read_text().splitlines()[-1]
    finally:
        process.kill()
        process.wait(ANSWER_S)


@pytest.fixture(scope="module")
def key(terminal: Terminal) -> str:
    return str(terminal.answer("key", "add", "sorot", "--name", "georeport")["key"])


@pytest.mark.parametrize("format", ["json", "xml"])
def test_services_are_listed_and_a_report_is_filed_and_read_back(
    address: str, key: str, terminal: Terminal, format: str
) -> None:
    client = GeoReport(f"{address}/open311/v2", jurisdiction="bekasi", output_format=format)
    services = client.get_service_list()
    assert "flood" in {service["service_code"] for service in services}
    definition = client.get_service_definition("flood")
    assert definition["service_code"] == "flood"

    form = {
        "service_code": "flood",
        "lat": "-6.2401" if format == "json" else "-6.3102",
        "long": "106.9801",
        "description": "banjir selutut di depan sekolah",
        "attribute[ketinggian_air]": "selutut",
        "device_id": f"hp-{format}",
    }
    # The client has no POST yet.
    answer = requests.post(
        f"{client.root_address}/requests.{format}", data=form, headers={"X-API-Key": key}, timeout=ANSWER_S
    )
    assert answer.status_code == 201, answer.text
    id = accepted(answer, format)["service_request_id"]

    def is_recorded() -> bool:
        return bool(requests.get(f"{client.root_address}/requests/{id}.json", timeout=ANSWER_S).ok)

    wait_until(is_recorded, f"{id} to be recorded", ANSWER_S)
    request = client.get_service_request(id)
    assert (request["service_request_id"], request["status"], request["service_code"]) == (
        id,
        "open",
        "flood",
    )
    assert request["agency_responsible"] == "Dinas Bina Marga dan Sumber Daya Air"
    assert "sekolah" not in str(request)
    assert id in {one["service_request_id"] for one in listed(client)}
    assert terminal.answer("explain", id)["report"]["id"] == id.partition(":")[2]


def test_a_port_that_is_taken_is_told(address: str, terminal: Terminal) -> None:
    port = address.rpartition(":")[2]
    result = subprocess.run(
        [*SINERGI, "intake"],
        cwd=terminal.folder,
        env=environment() | {"SINERGI_INTAKE_PORT": port},
        capture_output=True,
        text=True,
        timeout=ANSWER_S,
        check=False,
    )
    assert result.returncode == 1
    started, last = result.stderr.splitlines()
    assert "started" in started
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in last


def test_keys_are_listed_and_revoked(terminal: Terminal) -> None:
    def run(*arguments: str) -> Result:
        at = {"SINERGI_POSTGRES_URL": terminal.postgres()}
        return CliRunner().invoke(make_cli("key"), ["key", *arguments], env=at)

    made = json.loads(run("add", "poc", "--name", "lama", "--per-minute", "7", "--json").stdout)
    assert run("revoke", made["key"]).exit_code == 0
    listing = run("list", "--json").stdout
    [shown] = [key for key in json.loads(listing)["keys"] if key["id"] == made["id"]]
    assert (shown["channel"], shown["name"], shown["per_minute"]) == ("poc", "lama", 7)
    assert shown["revoked_at"]
    assert made["key"] not in listing
    assert "lama" in run("list").stdout
    assert "no key 'poc-nobody'" in run("revoke", "poc-nobody").stderr
    assert "did you mean 'poc'" in run("add", "pok", "--name", "x").stderr


def accepted(answer: requests.Response, format: str) -> dict[str, Any]:
    if format == "json":
        return dict(answer.json()[0])
    return dict(xmltodict.parse(answer.content)["service_requests"]["request"])


def listed(client: GeoReport) -> list[dict[str, Any]]:
    found = client.get_service_requests(service_code="flood", status="open")
    return [found] if isinstance(found, dict) else list(found)
