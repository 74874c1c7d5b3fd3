"""What the files of deploy/ say, for tests."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[3] / "deploy"
COMPOSE, SYSTEMD = DEPLOY / "compose", DEPLOY / "systemd"
PROCESSES = ("triage", "resolve", "webhooks", "watch", "intake", "board")


@cache
def documents(*paths: Path) -> Sequence[Any]:
    """Of files of YAML. By libyaml, which takes a tenth of the time."""
    return [one for path in paths for one in yaml.load_all(path.read_text("utf-8"), yaml.CSafeLoader)]


def compose() -> dict[str, Any]:
    [found] = documents(COMPOSE / "compose.yaml")
    return found


def rules() -> list[dict[str, str]]:
    """Of Prometheus: what it records, and its alerts."""
    files = documents(*sorted((DEPLOY / "prometheus/rules").glob("*.yml")))
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


def ours() -> dict[str, Any]:
    """Services of compose that run the image of Sinergi."""
    services = compose()["services"]
    return {name: service for name, service in services.items() if service["image"].startswith("sinergi:")}


def units() -> dict[str, str]:
    """Text of each unit of Sinergi by its name, with what holds for all of them."""
    shared = (SYSTEMD / "sinergi-.service.d" / "all.conf").read_text(encoding="utf-8")
    return {
        path.stem.removesuffix("@"): path.read_text(encoding="utf-8") + shared
        for path in SYSTEMD.glob("sinergi-*.service")
    }


def commands() -> Iterator[list[str]]:
    """The arguments of every `sinergi ...` that is started."""
    for service in ours().values():
        yield service["command"]
    for text in units().values():
        for line in re.findall(r"^ExecStart=/opt/sinergi/bin/sinergi (.*)$", text, re.MULTILINE):
            yield shlex.split(line)


def environments() -> Iterator[tuple[str, str]]:
    """Where a variable of ours is set, and its name."""
    for name, service in ours().items():
        yield from ((f"compose: {name}", key) for key in service["environment"] if key.startswith("SINERGI_"))
    for name, text in units().items():
        yield from (
            (f"systemd: {name}", key)
            for key in re.findall(r"^Environment=(SINERGI_\w+)=", text, re.MULTILINE)
        )
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    yield from (("Dockerfile", key) for key in re.findall(r"(SINERGI_\w+)=", dockerfile))


def asked(way: Path) -> Mapping[str, tuple[str, int]]:
    """Whom Prometheus asks by the job: host and port."""
    found = {}
    [groups] = documents(way / "targets.yml")
    for group in groups:
        [target] = group["targets"]
        host, _, port = target.partition(":")
        found[group["labels"]["job"]] = (host, int(port))
    return found
