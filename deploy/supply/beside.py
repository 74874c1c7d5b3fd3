"""What is fetched beside the packages of requirements.lock, read out of the files that say so."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deploy.supply.lock import locked

_POM = {"m": "http://maven.apache.org/POM/4.0.0"}
_JAR = re.compile(r"(?P<name>.+?)-(?P<version>\d[\w.-]*?)\.jar")
_IMAGE = re.compile(r"^(?:ARG \w+_IMAGE=| *image: )(?P<name>[\w./-]+):(?P<version>[\w.-]+)$", re.MULTILINE)
_PACKAGE = re.compile(r"\|\| echo (?P<name>[\w.+-]+)$", re.MULTILINE)
_GO = re.compile(r"(?P<name>[\w-]+\.[\w./-]+)@(?P<version>v[\d.]+|\$kustomize_version)")


@dataclass(frozen=True, slots=True)
class Part:
    """Something of others. `version` is empty where the distribution chooses it."""

    kind: Literal["jar", "image", "debian", "go", "python"]
    name: str
    version: str = ""
    purl: str = ""
    sha256: str = ""


def parts(root: Path) -> list[Part]:
    """All of it, in a checkout. The image of Python brings Debian's packages; none is added to it."""
    kafka = root / "deploy/kafka"
    images = (root / "deploy/Dockerfile").read_text() + (root / "deploy/compose/compose.yaml").read_text()
    return [
        *_jars((kafka / "pom.xml").read_text(), (kafka / "jars.sha256").read_text()),
        *_images(images),
        *_packages((root / ".ci/install-system").read_text()),
        *_go((root / "deploy/kubernetes/check").read_text()),
        *_python((root / "deploy/supply/tools.lock").read_text()),
        *_python((root / "deploy/kubernetes/schemas-of-kubernetes.txt").read_text()),
    ]


def _jars(pom: str, sums: str) -> Iterator[Part]:
    read = ET.fromstring(pom)  # noqa: S314  (our own)
    groups = {
        one.findtext("m:artifactId", namespaces=_POM): one.findtext("m:groupId", namespaces=_POM)
        for one in read.iterfind(".//m:dependency", _POM)
    }
    for digest, file in map(str.split, sums.splitlines()):
        if not (jar := _JAR.fullmatch(file)):
            raise ValueError(f"{file} names no version")
        name, version = jar["name"], jar["version"]
        # A jar's file does not tell the group; of those that we do not ask for ourselves the hash tells all.
        purl = f"pkg:maven/{groups[name]}/{name}@{version}" if name in groups else ""
        yield Part("jar", name, version, purl, digest)


def _images(text: str) -> Iterator[Part]:
    for name, version in dict.fromkeys(_IMAGE.findall(text)):
        host, _, path = name.partition("/")
        purl = f"pkg:docker/{path.removeprefix('library/')}@{version}?repository_url={host}"
        yield Part("image", name, version, purl)


def _packages(text: str) -> Iterator[Part]:
    for name in dict.fromkeys(_PACKAGE.findall(text)):
        yield Part("debian", name, purl=f"pkg:deb/debian/{name}")


def _go(text: str) -> Iterator[Part]:
    said = re.search(r"^kustomize_version=(\S+)$", text, re.MULTILINE)
    for name, version in dict.fromkeys(_GO.findall(text)):
        exact = said[1] if said and version.startswith("$") else version
        yield Part("go", name, exact, f"pkg:golang/{name}@{exact}")


def _python(lock: str) -> Iterator[Part]:
    for one in locked(lock):
        yield Part("python", one.name, one.version, f"pkg:pypi/{one.name}@{one.version}")
