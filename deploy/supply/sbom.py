"""A CycloneDX document made whole: what cyclonedx-py writes of the lock, scopes, and what is no Python."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from deploy.supply.beside import Part
from deploy.supply.lock import US, Locked, installed

Json: TypeAlias = dict[str, Any]

_TYPES = {"image": "container", "jar": "library", "python": "library"}


class IncompleteError(Exception):
    """A line of the lock is not among the components, or something we ask for not in the lock."""


def complete(written: str, lines: Iterable[Locked], pyproject: str, parts: Iterable[Part]) -> str:
    """The document, as JSON; the same for the same files. Raises `IncompleteError`.

    `required` is what an installation has, `excluded` what only tests, checks and a first run fetch.
    """
    document: Json = json.loads(written)
    listed = list(lines)
    ours = document["metadata"]["component"]["bom-ref"]
    components = {f"{one['name']}=={one['version']}": one for one in document["components"]}
    if missing := [
        f"{one.name}=={one.version}" for one in listed if f"{one.name}=={one.version}" not in components
    ]:
        raise IncompleteError(f"not in the document: {', '.join(missing)}")
    runs = installed(listed, pyproject)
    if unlocked := sorted(runs - {one.name for one in listed}):
        raise IncompleteError(f"not in the lock: {', '.join(unlocked)}; run make lock")
    for one in listed:
        component = components[f"{one.name}=={one.version}"]
        component["scope"] = "required" if one.name in runs else "excluded"
        # It repeats the line of the lock with all hashes.
        component.pop("description", None)
    document["dependencies"] = _dependencies(listed, components, ours)
    beside = (part for part in parts if f"{part.name}=={part.version}" not in components)
    document["components"] += [_component(part) for part in beside]
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def _dependencies(lines: list[Locked], components: Mapping[str, Json], ours: str) -> list[Json]:
    refs: dict[str, list[str]] = {US: []}
    for one in lines:
        refs.setdefault(one.name, []).append(components[f"{one.name}=={one.version}"]["bom-ref"])
    depends: dict[str, set[str]] = {
        ref: set() for ref in (ours, *(ref for name in refs for ref in refs[name]))
    }
    for one in lines:
        for asker in one.asked_by:
            for ref in [ours] if asker == US else refs.get(asker, []):
                depends[ref] |= set(refs[one.name])
    return [{"ref": ref, "dependsOn": sorted(found)} for ref, found in sorted(depends.items())]


def _component(part: Part) -> Json:
    found: Json = {
        "bom-ref": f"{part.kind}:{part.name}@{part.version}",
        "type": _TYPES.get(part.kind, "application"),
        "name": part.name,
        "scope": "required" if part.kind == "image" else "excluded",
    }
    if part.version:
        found["version"] = part.version
    if part.purl:
        found["purl"] = part.purl
    if part.sha256:
        found["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    return found
