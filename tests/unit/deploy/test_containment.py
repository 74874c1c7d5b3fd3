"""What a container may do, and who reaches it."""

import re
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from streams.photos.album import DECODERS
from streams.photos.look import BYTES_MAX
from streams.photos.upload import AROUND_BYTES_MAX, UPLOADS_MAX
from tests.unit.deploy.files import COMPOSE, PROCESSES, compose, ours, units

SERVICES = list(compose()["services"].items())
WRITES_INTO_ITS_IMAGE = {"kafka"}
WORST_PHOTO_MB, TMP_MB, PROCESS_MB = 570, 200, 190


@pytest.mark.parametrize(("name", "service"), SERVICES, ids=[name for name, _ in SERVICES])
def test_a_container_may_do_little(name: str, service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("read_only", False) is (name not in WRITES_INTO_ITS_IMAGE)
    assert "mem_limit" in service
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize(("name", "service"), SERVICES, ids=[name for name, _ in SERVICES])
def test_an_image_is_pinned_by_an_exact_version(name: str, service: dict[str, Any]) -> None:
    assert re.search(r":(\$\{SINERGI_VERSION:-)?v?\d+\.\d+(\.\d+)?(-\w+)?}?$", service["image"])


def test_what_runs_on_is_started_again_and_what_ends_is_not() -> None:
    for name, service in SERVICES:
        assert service["restart"] == (
            "no" if name in {"migrate", "topics", "operator", "personal", "retain"} else "unless-stopped"
        )


def test_nothing_is_reached_from_elsewhere_until_somebody_opens_it() -> None:
    for name, service in SERVICES:
        for port in service.get("ports", []):
            bind = f"${{{name.upper()}_BIND:-127.0.0.1}}:" if name in {"intake", "board"} else "127.0.0.1:"
            assert port.startswith(bind)
    example = (COMPOSE / ".env.example").read_text(encoding="utf-8")
    assert "\nINTAKE_BIND=127.0.0.1\n" in example
    assert "\nBOARD_BIND=127.0.0.1\n" in example


def test_only_who_has_business_with_it_reaches_kafka_and_postgres() -> None:
    assert on("kafka") == {"kafka", "topics", "migrate", "operator", "personal", "retain", *PROCESSES}
    asks_postgres = {name for name, one in ours().items() if "postgres_url" in str(one)}
    assert on("postgres") == {"postgres", *asks_postgres}
    assert on("metrics") == {"prometheus", "grafana", *PROCESSES}
    assert on("edge") == {"board"}
    assert set(compose()["networks"]) == {"edge", "kafka", "postgres", "metrics"}


def test_the_board_believes_only_the_machine_itself_who_calls() -> None:
    """It comes from the gateway of the network that publishes the port: the first by name of its networks."""
    [addresses] = compose()["networks"]["edge"]["ipam"]["config"]
    proxies = compose()["services"]["board"]["environment"]["SINERGI_BOARD_PROXIES"]
    assert proxies == f"${{BOARD_PROXIES:-{addresses['gateway']}}}"
    assert ip_address(addresses["gateway"]) in ip_network(addresses["subnet"])
    assert min(compose()["services"]["board"]["networks"]) == "edge"
    example = (COMPOSE / ".env.example").read_text(encoding="utf-8")
    assert f"\nBOARD_PROXIES={addresses['gateway']}\n" in example


def test_who_decodes_photos_has_room_for_two_of_the_worst_and_for_what_comes_in() -> None:
    """As `streams/photos` bounds them; what lies in /tmp is memory of the container too."""
    room_mb = WORST_PHOTO_MB * DECODERS + TMP_MB + PROCESS_MB
    assert UPLOADS_MAX * (BYTES_MAX + AROUND_BYTES_MAX) <= TMP_MB << 20
    for name in ("intake", "board"):
        assert ours()[name]["mem_limit"] == "1536m"
        assert room_mb <= 1_536
        assert ours()[name]["tmpfs"] == [f"/tmp:size={TMP_MB}m"]
        assert "MemoryMax=1536M" in units()[f"sinergi-{name}"]


def on(network: str) -> set[str]:
    return {name for name, service in SERVICES if network in service["networks"]}


def test_no_secret_stands_in_an_environment() -> None:
    for _, service in SERVICES:
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|POSTGRES_URL", variable):
                assert variable.endswith("_FILE")
                assert value.startswith("/run/secrets/")
                given = [one["target"] if isinstance(one, dict) else one for one in service["secrets"]]
                assert value.removeprefix("/run/secrets/") in given


def test_workers_start_once_all_is_made() -> None:
    for name in set(ours()) - {"migrate", "topics", "operator", "personal"}:
        assert ours()[name]["depends_on"] == {
            one: {"condition": "service_completed_successfully"} for one in ("migrate", "topics")
        }


@pytest.mark.parametrize("name", sorted(units()))
def test_a_unit_may_do_little_and_is_started_again_without_end(name: str) -> None:
    lines = units()[name].splitlines()
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="} <= set(lines)
    assert any(line.startswith("MemoryMax=") for line in lines)
    assert any(line.startswith("StateDirectory=sinergi/") for line in lines)
    assert "StartLimitIntervalSec=0" in lines
    restarts = [line for line in lines if line.startswith("Restart=")]
    ends = {"sinergi-migrate": ["Restart=on-failure"], "sinergi-retain": []}
    assert restarts == ends.get(name, ["Restart=always"])
