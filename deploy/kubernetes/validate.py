"""Checks manifests against schemas, strictly: an unknown field, kind or version is wrong.

`validate.py TOOLS FILE...`, where TOOLS is the folder that `check` fills: the wheel with the schemas of
Kubernetes, and the definitions (CRDs) that operators bring, in crds/.
"""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Schema = dict[str, Any]
Find = Callable[[str, str], Draft202012Validator | None]
KUBERNETES = ("1.33.0", "1.37.0")
"""The oldest and the newest that README.md names."""
DEFINITIONS = "/api/_definitions.json"


def read(path: Path) -> Iterator[Schema]:
    """The documents of a YAML file."""
    with path.open(encoding="utf-8") as file:
        yield from yaml.load_all(file, Loader=yaml.CSafeLoader)


def built_in(wheel: ZipFile, version: str) -> Find:
    """Finds the schema of a kind of Kubernetes itself."""
    folder = f"kubernetes_validate/kubernetes-json-schema/v{version}-local-strict/"
    names = set(wheel.namelist())
    definitions = Resource.from_contents(json.loads(wheel.read(f"{folder}_definitions.json")), DRAFT202012)
    registry = Registry().with_resource(DEFINITIONS, definitions).crawl()

    def find(api: str, kind: str) -> Draft202012Validator | None:
        group, _, release = api.rpartition("/")
        name = "-".join(filter(None, [kind.lower(), group.partition(".")[0], release]))
        if (path := f"{folder}{name}.json") not in names:
            return None
        return Draft202012Validator(json.loads(wheel.read(path)), registry=registry)

    return find


def defined(folder: Path) -> dict[tuple[str, str], Draft202012Validator]:
    """Schemas of the kinds that operators bring, by apiVersion and kind."""
    found = {}
    for path in folder.glob("*.yaml"):
        [spec] = (one["spec"] for one in read(path))
        for version in spec["versions"]:
            schema = version["schema"]["openAPIV3Schema"]
            schema["properties"]["metadata"] = {"type": "object"}
            api = f"{spec['group']}/{version['name']}"
            found[api, spec["names"]["kind"]] = Draft202012Validator(strict(schema))
    return found


def strict(schema: Schema) -> Schema:
    """With no fields but those named: Kubernetes would drop the others without a word."""
    inside = schema.get("items"), schema.get("additionalProperties")
    for inner in (*schema.get("properties", {}).values(), *inside):
        if isinstance(inner, dict):
            strict(inner)
    if schema.get("properties") and not schema.get("x-kubernetes-preserve-unknown-fields"):
        schema.setdefault("additionalProperties", False)
    return schema


def finders(tools: Path, wheel: ZipFile) -> dict[str, Find]:
    """For each version of Kubernetes, what finds the schema of a kind."""
    brought = defined(tools / "crds")

    def find(own: Find, api: str, kind: str) -> Draft202012Validator | None:
        return brought.get((api, kind)) or own(api, kind)

    return {version: partial(find, built_in(wheel, version)) for version in KUBERNETES}


def mistakes(one: Schema, find: Find) -> Iterator[str]:
    """What is wrong with a manifest."""
    validator = find(one["apiVersion"], one["kind"])
    if validator is None:
        yield f"{one['apiVersion']} is not known"
        return
    for error in validator.iter_errors(one):
        yield f"{error.json_path}: {error.message[:300]}"


def main() -> int:
    """Tells all mistakes; 1 if there are any."""
    tools, *files = map(Path, sys.argv[1:])
    wrong = 0
    with ZipFile(next(tools.glob("*.whl"))) as wheel:
        found = finders(tools, wheel)
        for path in files:
            manifests = [one for one in read(path) if one]
            told = [
                f"{path.stem}: {one['kind']} {one['metadata']['name']} (Kubernetes {version}): {mistake}"
                for version, find in found.items()
                for one in manifests
                for mistake in mistakes(one, find)
            ]
            wrong += len(told) or not manifests
            said = told or [f"{path.stem}: {len(manifests)} manifests checked"]
            sys.stdout.write("\n".join(said) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
