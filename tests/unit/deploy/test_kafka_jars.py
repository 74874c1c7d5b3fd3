"""Jars that are not those that were chosen are not run."""

import hashlib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from deploy.kafka.errors import CommandError
from deploy.kafka.jars import HERE, compare

WORDS = {"a-1.jar": b"one", "b-2.jar": b"two"}


@pytest.fixture
def sums(tmp_path: Path) -> Path:
    for name, words in WORDS.items():
        (tmp_path / name).write_bytes(words)
    listed = tmp_path / "jars.sha256"
    lines = (f"{hashlib.sha256(words).hexdigest()}  {name}\n" for name, words in WORDS.items())
    listed.write_text("".join(lines))
    return listed


def test_those_of_the_list_are_taken(tmp_path: Path, sums: Path) -> None:
    compare(tmp_path, sums)


@pytest.mark.parametrize("name", ["a-1.jar", "c-3.jar"])
def test_another_content_and_another_jar_are_refused(tmp_path: Path, sums: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"other")
    with pytest.raises(CommandError, match=rf"^not what jars.sha256 says: {name}$"):
        compare(tmp_path, sums)


def test_a_missing_jar_is_refused(tmp_path: Path, sums: Path) -> None:
    (tmp_path / "b-2.jar").unlink()
    with pytest.raises(CommandError, match=r"b-2.jar$"):
        compare(tmp_path, sums)


def test_the_list_has_what_pom_xml_asks_for() -> None:
    pom = {"m": "http://maven.apache.org/POM/4.0.0"}
    read = ET.parse(HERE / "pom.xml")
    version = read.findtext(".//m:kafka.version", namespaces=pom) or ""
    asked = {
        "-".join(one.findtext(f"m:{part}", namespaces=pom) or "" for part in ("artifactId", "version"))
        for one in read.iterfind(".//m:dependency", pom)
    }
    assert asked
    jars = {f"{name.replace('${kafka.version}', version)}.jar" for name in asked}
    assert jars <= {line.split()[1] for line in (HERE / "jars.sha256").read_text().splitlines()}
