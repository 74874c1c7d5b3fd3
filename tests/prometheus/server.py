"""Debian's Prometheus in a folder of its own, and what tests ask of it."""

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streams.ports import free_port
from tests.e2e.servers import Guard
from tests.waiting import wait_until

PROGRAM = "prometheus"
READY_S = 30.0
ANSWER_S = 10.0

Targets = Mapping[str, Sequence[str]]
"""By job, which is the name of a process: where its pages are, as host:port."""


@dataclass(frozen=True, slots=True)
class Prometheus:
    """One that runs. What it is asked is answered as of now."""

    url: str

    def query(self, expr: str) -> list[tuple[dict[str, str], float]]:
        """Every series' labels, its name among them, and value. Raises `ValueError` if it cannot be asked."""
        found = self._answer("query", query=expr)
        if found["resultType"] == "scalar":
            return [({}, float(found["result"][1]))]
        return [(series["metric"], float(series["value"][1])) for series in found["result"]]

    def alerts(self) -> list[dict[str, Any]]:
        """Those pending or firing: `labels`, `annotations`, `state`, `activeAt`, `value`."""
        return self._answer("alerts")["alerts"]

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=ANSWER_S):
                return True
        except OSError:
            return False

    def _answer(self, what: str, **asked: str) -> Any:
        body = urllib.parse.urlencode(asked).encode() or None
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/{what}", body, ANSWER_S) as response:
                return json.load(response)["data"]
        except urllib.error.HTTPError as error:
            with error:
                raise ValueError(f"{asked}: {error.read().decode()}") from error


@contextmanager
def running(folder: Path, guard: Guard, targets: Targets, rules: Path | None = None) -> Iterator[Prometheus]:
    """One that scrapes every second, and as often evaluates the rules in a folder, until the block's end.

    Ready at the beginning of the block: its rules are loaded, and nothing is scraped yet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config, log = folder / "prometheus.json", folder / "prometheus.log"
    config.write_text(json.dumps(_config(targets, rules)))
    prometheus = Prometheus(f"http://127.0.0.1:{free_port()}")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                PROGRAM,
                f"--config.file={config}",
                f"--storage.tsdb.path={folder / 'series'}",
                f"--web.listen-address={urllib.parse.urlsplit(prometheus.url).netloc}",
                "--enable-feature=exemplar-storage",
            ],
            stdout=output,
            stderr=output,
            cwd=folder,
            process_group=guard.group,
        )
    try:
        wait_until(lambda: prometheus.is_ready() or process.poll() is not None, "Prometheus", READY_S)
        assert process.poll() is None, log.read_text()
        yield prometheus
    finally:
        process.kill()
        process.wait(ANSWER_S)


def _config(targets: Targets, rules: Path | None) -> dict[str, object]:
    """JSON is YAML."""
    jobs = [
        {"job_name": job, "static_configs": [{"targets": list(addresses)}]}
        for job, addresses in targets.items()
    ]
    return {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(rules.resolve() / "*.yml")] if rules else [],
        "scrape_configs": jobs,
    }
