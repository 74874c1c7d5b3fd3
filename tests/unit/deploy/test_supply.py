"""What is said of packages of others: judged, and listed whole."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from deploy.supply.audit import Accepted, Advisory, Audited, judge
from deploy.supply.beside import Part, parts
from deploy.supply.lock import locked
from deploy.supply.sbom import IncompleteError, complete

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 27)
FAULT = Advisory(id="PYSEC-1", aliases=("CVE-9",), fix_versions=("1.2",))
FAULTY = Audited(name="a", version="1.1", vulns=(FAULT,))
PYPROJECT = """
[project]
dependencies = ["a>=1"]
[project.optional-dependencies]
intake = ["B_b[x]>=2"]
board = []
oidc = []
s3 = []
tracing = []
"""
LOCK = """\
# made by make lock
a==1.1 \\
    --hash=sha256:00
    # via sinergi (pyproject.toml)
b-b==2 ; python_full_version < '3.12' \\
    --hash=sha256:01
    # via
    #   sinergi (pyproject.toml)
    #   d
c==3 \\
    --hash=sha256:02
    # via b-b
d==4 \\
    --hash=sha256:03
    # via sinergi (pyproject.toml)
"""


def accepted(until: str, id: str = "CVE-9", package: str = "a") -> Accepted:
    return Accepted(id=id, package=package, why="no way round it", until=date.fromisoformat(until))


def test_a_known_fault_is_told_with_what_mends_it() -> None:
    verdict = judge([FAULTY, Audited(name="b", version="2")], [], TODAY)
    assert verdict.wrong == ("a 1.1: PYSEC-1, mended in 1.2",)
    assert (verdict.asked, verdict.unasked) == (2, ())


def test_what_is_accepted_is_told_until_its_day_is_over() -> None:
    verdict = judge([FAULTY], [accepted("2026-11-27")], TODAY)
    assert not verdict.wrong
    assert verdict.accepted == ("a 1.1: PYSEC-1, mended in 1.2; accepted until 2026-11-27: no way round it",)
    [line] = judge([FAULTY], [accepted("2026-11-26")], TODAY).wrong
    assert line.endswith("it was accepted until 2026-11-26")


def test_another_fault_of_the_same_package_is_not_accepted_with_it() -> None:
    other = FAULTY.model_copy(update={"vulns": (FAULT, Advisory(id="PYSEC-2"))})
    assert judge([other], [accepted("2027-01-01")], TODAY).wrong == ("a 1.1: PYSEC-2, mended nowhere yet",)


def test_what_is_accepted_and_gone_is_to_be_taken_out_unless_nobody_knows() -> None:
    assert judge([Audited(name="a", version="1.2")], [accepted("2027-01-01")], TODAY).wrong
    unknown = judge([Audited(name="a", skip_reason="not found")], [accepted("2027-01-01")], TODAY)
    assert (unknown.wrong, unknown.unasked, unknown.asked) == ((), ("a",), 0)


def written(names: Iterable[str]) -> str:
    """What cyclonedx-py makes of a lock, in short."""
    components = [
        {
            "bom-ref": f"L-{name.partition('==')[0]}",
            "name": name.partition("==")[0],
            "version": name.partition("==")[2],
        }
        for name in names
    ]
    return json.dumps({"metadata": {"component": {"bom-ref": "root"}}, "components": components})


def test_scopes_and_dependencies_are_those_of_an_installation() -> None:
    document = json.loads(
        complete(written(["a==1.1", "b-b==2", "c==3", "d==4"]), locked(LOCK), PYPROJECT, [])
    )
    assert {one["name"]: one["scope"] for one in document["components"]} == {
        "a": "required",
        "b-b": "required",
        "c": "required",
        "d": "excluded",
    }
    assert {one["ref"]: one["dependsOn"] for one in document["dependencies"]} == {
        "root": ["L-a", "L-b-b", "L-d"],
        "L-a": [],
        "L-b-b": ["L-c"],
        "L-c": [],
        "L-d": ["L-b-b"],
    }


def test_a_line_of_the_lock_that_is_not_listed_is_refused() -> None:
    with pytest.raises(IncompleteError, match="not in the document: d==4"):
        complete(written(["a==1.1", "b-b==2", "c==3"]), locked(LOCK), PYPROJECT, [])


def test_what_we_ask_for_and_the_lock_lacks_is_refused() -> None:
    wider = PYPROJECT.replace("a>=1", 'a>=1", "Cryptography>=45')
    with pytest.raises(IncompleteError, match="not in the lock: cryptography"):
        complete(written(["a==1.1", "b-b==2", "c==3", "d==4"]), locked(LOCK), wider, [])


def test_every_pin_of_the_lock_is_read() -> None:
    text = (ROOT / "requirements.lock").read_text()
    lines = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    found = locked(text)
    assert [f"{one.name}=={one.version}" for one in found] == [line.split()[0] for line in lines]
    assert all(one.asked_by for one in found)


def test_what_is_fetched_beside_python_is_listed() -> None:
    found = parts(ROOT)
    of = {
        kind: {part.name: part for part in found if part.kind == kind}
        for kind in ("jar", "image", "debian", "go", "python")
    }
    assert len(of["jar"]) == len((ROOT / "deploy/kafka/jars.sha256").read_text().splitlines())
    assert of["jar"]["kafka_2.13"].purl.startswith("pkg:maven/org.apache.kafka/kafka_2.13@4.")
    assert {"docker.io/library/python", "docker.io/apache/kafka", "docker.io/library/postgres"} <= of[
        "image"
    ].keys()
    assert {"maven", "default-jre-headless"} <= of["debian"].keys()
    assert all(part.version.startswith("v") for part in of["go"].values())
    assert len(of["go"]) == 3
    assert of["python"].keys() == {
        one.name
        for lock in ("deploy/supply/tools.lock", "deploy/kubernetes/schemas-of-kubernetes.txt")
        for one in locked((ROOT / lock).read_text())
    }


def test_a_package_of_two_locks_is_listed_once_in_the_same_version() -> None:
    same, other = (Part("python", "a", version) for version in ("1.1", "1.2"))
    document = json.loads(
        complete(written(["a==1.1", "b-b==2", "c==3", "d==4"]), locked(LOCK), PYPROJECT, [same, other])
    )
    assert [one["version"] for one in document["components"] if one["name"] == "a"] == ["1.1", "1.2"]
