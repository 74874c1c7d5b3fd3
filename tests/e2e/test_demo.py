"""`sinergi demo` as a user types it: the whole story, with nothing lost and nothing counted twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest

from streams.simulator.scene import load_scenes
from streams.simulator.story import Outcome, story
from tests.e2e.servers import REAL_KAFKA

pytestmark = pytest.mark.skipif(REAL_KAFKA, reason="the demo brings a broker of its own")

WITHIN_S = 120


@cache
def told() -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SINERGI_")}
    command = [sys.executable, "-m", "streams.cli", "demo", "--once", "--json"]
    return subprocess.run(command, capture_output=True, text=True, env=ours, timeout=WITHIN_S, check=False)


def figures() -> dict[str, object]:
    return json.loads(told().stdout.splitlines()[-1])


def test_ends_well():
    assert told().returncode == 0, told().stderr


def test_prints_nothing_but_its_figures():
    assert len(told().stdout.splitlines()) == 1


def test_nothing_is_lost_and_nothing_doubled():
    assert (figures()["lost"], figures()["doubled"]) == (0, 0)


def test_every_record_became_what_the_story_intends():
    outcomes = Counter(record.outcome for record in story())
    assert figures()["reports"] == outcomes.total()
    assert {outcome: figures()[outcome] for outcome in Outcome} == outcomes


def test_every_scene_became_its_incidents():
    assert figures()["incidents"] == sum(scene.incidents for scene in load_scenes())


def test_agencies_heard_at_least_once_of_what_is_theirs():
    dispatches = figures()["dispatches"]
    assert {"dishub", "dbmsda", "bpbd", "damkar", "dinkes", "dlh", "disdukcapil"} <= dispatches.keys()
    assert dispatches["dishub"] > 50
    assert dispatches["disdukcapil"] == 2


def test_takes_less_than_a_minute():
    assert figures()["seconds"] < 60
