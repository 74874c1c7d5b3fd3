"""The rules are what promtool takes, their unit tests pass, and no alert is left out."""

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
import yaml

from streams.settings import WatchSettings
from tests.prometheus.provocations import STAGES
from tests.prometheus.town import RULES

TESTS = RULES.parent / "tests"
RUNBOOK = RULES.parents[1] / "runbook"
PROMTOOL_S = 60.0

promtool = pytest.mark.skipif(
    which("promtool") is None,
    reason="NOT TESTED: Debian's prometheus is not installed; run .ci/install-system as root",
)


def rules() -> list[dict[str, object]]:
    """Of all files."""
    files = [yaml.safe_load(file.read_text()) for file in sorted(RULES.glob("*.yml"))]
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


ALERTS = sorted(str(rule["alert"]) for rule in rules() if "alert" in rule)


def passes(*arguments: object) -> None:
    done = subprocess.run(
        ["promtool", *map(str, arguments)], capture_output=True, text=True, timeout=PROMTOOL_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@promtool
@pytest.mark.parametrize("file", sorted(RULES.glob("*.yml")), ids=lambda file: file.name)
def test_rules_are_rules(file: Path) -> None:
    passes("check", "rules", file)


@promtool
@pytest.mark.parametrize("file", sorted(TESTS.glob("*.yml")), ids=lambda file: file.name)
def test_alerts_fire_and_end_where_they_should(file: Path) -> None:
    passes("test", "rules", file)


def test_each_alert_has_a_unit_test_in_which_it_fires() -> None:
    tests = [test for file in TESTS.glob("*.yml") for test in yaml.safe_load(file.read_text())["tests"]]
    cases = [case for test in tests for case in test.get("alert_rule_test", ())]
    assert sorted({case["alertname"] for case in cases if case["exp_alerts"]}) == ALERTS


def test_each_alert_is_provoked_in_a_running_system() -> None:
    provoked = [alert for stage in STAGES for provocation in stage for alert in provocation.alerts]
    assert sorted(provoked) == ALERTS


def test_each_alert_has_a_page_and_names_it() -> None:
    assert sorted(page.stem for page in RUNBOOK.glob("*.md")) == ALERTS
    for rule in rules():
        if "alert" in rule:
            annotations = rule["annotations"]
            assert isinstance(annotations, dict)
            assert annotations["runbook"] == f"deploy/runbook/{rule['alert']}.md"
            assert rule["labels"] in ({"severity": "page"}, {"severity": "ticket"})


def test_the_list_of_the_runbook_says_of_each_alert_whom_it_wakes() -> None:
    lines = (RUNBOOK.parent / "RUNBOOK.md").read_text().splitlines()
    for rule in rules():
        if "alert" in rule:
            alert, labels = rule["alert"], rule["labels"]
            assert isinstance(labels, dict)
            start = f"| [{alert}](runbook/{alert}.md) | {labels['severity']} |"
            assert [line for line in lines if line.startswith(start)], start


def test_a_look_at_its_usual_pace_is_not_blind() -> None:
    """With time to spare for one that gets no answer. The test that provokes alerts looks more often."""
    [blind] = [str(rule["expr"]) for rule in rules() if rule.get("alert") == "WatchBlind"]
    [often_s] = map(float, re.findall(r'look!="drift"\}\) > (\d+)', blind))
    [drift_s] = map(float, re.findall(r'look="drift"\}\) > (\d+)', blind))
    usual = WatchSettings()
    assert max(usual.every_s, usual.counts_every_s) + 2 * usual.timeout_s < often_s
    assert usual.drift_every_s + 2 * usual.drift_timeout_s < drift_s
