"""The manifests say what the code does: settings, commands, ports. deploy/kubernetes/check does schemas."""

from pathlib import Path
from typing import Any

import pytest
import typer
from fastapi.openapi.utils import get_openapi

from schemas.catalog import load
from streams.cli import make_cli
from streams.cli.worker import Role
from streams.duties import duties
from streams.intake.app import make_app
from streams.settings import Settings, TracingSettings
from streams.settings.source import load_settings
from streams.stack.crew import with_port_of
from tests.unit.deploy.files import documents

ROOT = Path(__file__).resolve().parents[3]
KUBERNETES = ROOT / "deploy" / "kubernetes"
BASE, EXAMPLE = KUBERNETES / "base", KUBERNETES / "overlays" / "example"
PODS = ("Deployment", "StatefulSet", "Job", "CronJob")
HELD_ELSEWHERE = {
    "SINERGI_POSTGRES_URL": "postgresql://sinergi:secret@db/sinergi",
    "SINERGI_INTAKE_SECRET": "x" * 32,
    "SINERGI_PHOTOS_SECRET": "y" * 32,
    "SINERGI_BOARD_OIDC_CLIENT_SECRET": "z" * 32,
    "SINERGI_KAFKA_INSTANCE": "resolve-0",
}

Manifest = dict[str, Any]


def own(folder: Path) -> list[Path]:
    """Manifests that stand for themselves: no patches."""
    return [
        folder / name for name in documents(folder / "kustomization.yaml")[0]["resources"] if name[0] != "."
    ]


def container(manifest: Manifest) -> Manifest:
    job = manifest["spec"].get("jobTemplate", manifest)
    [found] = job["spec"]["template"]["spec"]["containers"]
    return found


def config(*files: Path) -> dict[str, str]:
    return dict(
        line.split("=", 1) for file in files for line in file.read_text(encoding="utf-8").splitlines()
    )


PROCESSES = {
    manifest["metadata"]["name"]: manifest for manifest in documents(*own(BASE)) if manifest["kind"] in PODS
}
CONFIG = config(BASE / "sinergi.env", EXAMPLE / "sinergi.env")


def settings_of(name: str) -> Settings:
    """As the process will read them; raises `Mistakes`."""
    contained = container(documents(BASE / "contained.yaml")[0])
    said = {}
    for variable in (*contained["env"], *container(PROCESSES[name]).get("env", ())):
        key = variable["name"]
        said[key] = variable.get("value") or HELD_ELSEWHERE.get(key) or CONFIG[key]
    return load_settings(CONFIG | said)


@pytest.mark.parametrize("name", PROCESSES)
def test_every_variable_is_a_setting(name: str) -> None:
    settings = settings_of(name)
    assert len(settings.kafka.brokers) == 3
    assert settings.folder == Path("/var/lib/sinergi")
    assert settings.web.host == settings.intake.host == settings.board.host == "0.0.0.0"


@pytest.mark.parametrize("name", PROCESSES)
def test_every_command_is_there(name: str) -> None:
    command, *_ = container(PROCESSES[name])["args"]
    assert command in typer.main.get_group(make_cli(command)).commands


def test_what_runs_by_the_clock_is_contained_as_all_else() -> None:
    laid_over = documents(BASE / "contained.yaml")[0]["spec"]["template"]["spec"]
    pod = PROCESSES["retain"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    kept = {"terminationGracePeriodSeconds", "containers", "volumes"}
    assert {name: pod[name] for name in laid_over if name not in kept} == {
        name: value for name, value in laid_over.items() if name not in kept
    }
    [ours], [theirs] = pod["containers"], laid_over["containers"]
    assert (ours["securityContext"], ours["volumeMounts"]) == (
        theirs["securityContext"],
        theirs["volumeMounts"],
    )
    assert pod["volumes"] == laid_over["volumes"]


def test_every_worker_has_its_manifest() -> None:
    commands = [container(manifest)["args"] for manifest in PROCESSES.values()]
    roles = {args[1] for args in commands if args[0] == "worker"}
    assert roles == set(Role)


@pytest.mark.parametrize("name", [*Role, "intake", "board"])
def test_ports_are_those_of_the_code(name: str) -> None:
    settings, template = settings_of(name), PROCESSES[name]["spec"]["template"]
    own = {"intake": settings.intake.port, "board": settings.board.port}
    port = own.get(name) or with_port_of(settings, name).web.port
    [serves] = container(PROCESSES[name])["ports"]
    assert serves == {"name": "web", "containerPort": port}
    assert template["metadata"]["annotations"]["prometheus.io/port"] == str(port)


@pytest.mark.parametrize("service", [m for m in documents(*own(BASE)) if m["kind"] == "Service"], ids=str)
def test_services_lead_to_their_process(service: Manifest) -> None:
    name = service["spec"]["selector"]["app.kubernetes.io/component"]
    [port], [serves] = service["spec"]["ports"], container(PROCESSES[name])["ports"]
    assert (port["port"], port["targetPort"]) == (serves["containerPort"], serves["name"])


@pytest.mark.parametrize("name", ["triage", "resolve"])
def test_no_two_workers_share_an_instance(name: str) -> None:
    assert PROCESSES[name]["kind"] == "StatefulSet", (
        "only its pods keep their names, and never two have the same"
    )
    instance = {"name": "SINERGI_KAFKA_INSTANCE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}
    assert instance in container(PROCESSES[name])["env"]


@pytest.mark.parametrize("name", ["triage", "resolve"])
def test_scaling_knows_group_and_partitions(name: str) -> None:
    scaled = documents(KUBERNETES / "components" / "keda" / f"{name}.yaml")[0]["spec"]
    [duty] = [duty for duty in duties(load()) if duty.process == name]
    assert scaled["triggers"][0]["metadata"]["consumerGroup"] == duty.group
    assert scaled["maxReplicaCount"] == int(CONFIG["SINERGI_KAFKA_PARTITIONS"])
    assert scaled["minReplicaCount"] == PROCESSES[name]["spec"]["replicas"]


def test_every_manifest_has_its_wave() -> None:
    folders = (BASE, EXAMPLE, *(KUBERNETES / "components").iterdir())
    waves = {
        f"{manifest['kind']} {manifest['metadata']['name']}": manifest["metadata"]
        .get("labels", {})
        .get("sinergi/wave")
        for folder in folders
        for manifest in documents(*own(folder))
    }
    assert {name: wave for name, wave in waves.items() if wave not in set("1234")} == {}


def test_who_has_the_password_gets_through_to_postgres_and_nobody_else() -> None:
    with_password = {name for name in PROCESSES if "SINERGI_POSTGRES_URL" in str(container(PROCESSES[name]))}
    assert let_through("to-postgres") == with_password
    assert let_through("to-kafka") == set(PROCESSES) - {"migrate"}


def test_who_traces_gets_through_to_the_collector_on_the_port_that_the_settings_name() -> None:
    tracing = KUBERNETES / "components" / "tracing" / "network.yaml"
    assert let_through("to-tracing", tracing) == {"triage", "resolve", "webhooks", "intake"}
    [port] = documents(tracing)[0]["spec"]["egress"][0]["ports"]
    assert f":{port['port']}" in str(TracingSettings.model_json_schema()["properties"]["endpoint"])


def let_through(policy: str, file: Path = BASE / "network.yaml") -> set[str]:
    [found] = [one for one in documents(file) if one["metadata"]["name"] == policy]
    [expression] = found["spec"]["podSelector"]["matchExpressions"]
    return set(expression["values"])


def test_the_world_may_ask_all_that_is_documented_and_nothing_of_ours() -> None:
    [rule] = documents(EXAMPLE / "ingress.yaml")[0]["spec"]["rules"]
    opened = tuple(path["path"] for path in rule["http"]["paths"])
    documented = {
        "/feeds",
        "/openapi.json",
        *get_openapi(title="-", version="-", routes=make_app(load_settings({})).routes)["paths"],
    }
    assert {path for path in documented if not path.startswith(opened)} == set()
    assert not [path for path in ("/metrics", "/healthz/live") if path.startswith(opened)]


def test_the_board_is_reached_by_the_name_that_its_settings_have() -> None:
    spec = documents(EXAMPLE / "board.yaml")[0]["spec"]
    host = CONFIG["SINERGI_BOARD_URL"].removeprefix("https://")
    assert [rule["host"] for rule in spec["rules"]] == [host]
    assert spec["tls"][0]["hosts"] == [host]
