"""pip-audit and cyclonedx-bom, in an environment of their own, run with a bound in time."""

import subprocess
from pathlib import Path

from deploy.supply.audit import Report

DEADLINE_S = 600.0
_STRICT = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(repr(error) if error else 0)
"""


class ToolError(Exception):
    """A tool failed, in its own words."""


def audit(tools: Path, lock: Path) -> Report:
    """What is known of each line of a lock; nothing is installed. Raises `ToolError`."""
    asked = ("--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json", "--timeout=15")
    said = _run(tools / "pip-audit", *asked, "--requirement", str(lock), good=(0, 1))
    return Report.model_validate_json(said)


def written(tools: Path, lock: Path, pyproject: Path) -> str:
    """The lock as a CycloneDX document. Raises `ToolError`."""
    how = ["--output-reproducible", "--spec-version=1.6", "--output-format=JSON", "--output-file=-"]
    files = ("requirements", str(lock), "--pyproject", str(pyproject))
    # It warns that the lock has no graph of who needs what, which comes in later.
    return _run(tools / "python", "-Wignore", "-m", "cyclonedx_py", *files, *how)


def validate(tools: Path, document: str) -> None:
    """Raises `ToolError` where it is not what the schema of CycloneDX 1.6 says, strictly read."""
    _run(tools / "python", "-c", _STRICT, said=document)


def _run(*command: str | Path, said: str = "", good: tuple[int, ...] = (0,)) -> str:
    try:
        ended = subprocess.run(  # noqa: S603  (our own words, and no shell)
            command, input=said, capture_output=True, text=True, timeout=DEADLINE_S, check=False
        )
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"{command[0]}: {error}") from error
    if ended.returncode not in good or (not ended.stdout and not said):
        raise ToolError(f"{command[0]} ended with {ended.returncode}: {ended.stderr.strip()}")
    return ended.stdout
