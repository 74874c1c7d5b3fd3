"""`python -m deploy.supply audit | sbom --write FILE`: see the targets of these names in the Makefile."""

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from deploy.supply.audit import AcceptedFile, judge
from deploy.supply.beside import parts
from deploy.supply.lock import locked
from deploy.supply.sbom import IncompleteError, complete
from deploy.supply.tools import ToolError, validate, written
from deploy.supply.tools import audit as ask

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOCKS = (ROOT / "requirements.lock", HERE / "tools.lock")
NOT_ASKED = 3
"""Exit code where nothing known is wrong, and not all is known."""

Tools = Annotated[Path, typer.Option(help="Folder of pip-audit and cyclonedx-py.", metavar="BIN")]


def audit(*, tools: Tools = ROOT / ".venv-supply/bin") -> None:
    """Say which packages of the locks have known faults: 0 none, 1 some, 2 no answer, 3 not all known."""
    accepted = AcceptedFile.model_validate(
        tomllib.loads((HERE / "accepted.toml").read_text(encoding="utf-8"))
    )
    try:
        audited = [one for lock in LOCKS for one in ask(tools, lock).dependencies]
    except ToolError as error:
        _fail(f"audit: {error}", 2)
    verdict = judge(audited, accepted.accepted, datetime.now(UTC).date())
    for line in (*verdict.accepted, *verdict.wrong):
        sys.stdout.write(f"{line}\n")
    if verdict.unasked:
        sys.stdout.write(
            f"NOT KNOWN of {len(verdict.unasked)} of {len(audited)} packages: the index answers, and tells "
            f"nothing of them ({', '.join(verdict.unasked[:5])}, ...). Run it where PyPI itself is reached.\n"
        )
    if verdict.wrong:
        _fail(
            f"audit: {len(verdict.wrong)} to act on; deploy/supply/accepted.toml takes those that must wait",
            1,
        )
    if verdict.unasked:
        raise typer.Exit(NOT_ASKED)
    sys.stdout.write(f"nothing to act on in {verdict.asked} packages\n")


def sbom(
    *,
    write: Annotated[Path, typer.Option(help="Where the document goes.", metavar="FILE")],
    tools: Tools = ROOT / ".venv-supply/bin",
) -> None:
    """Write what Sinergi is made of as CycloneDX 1.6, checked by its schema."""
    lock, pyproject = ROOT / "requirements.lock", ROOT / "pyproject.toml"
    try:
        document = complete(
            written(tools, lock, pyproject),
            locked(lock.read_text(encoding="utf-8")),
            pyproject.read_text(encoding="utf-8"),
            parts(ROOT),
        )
        validate(tools, document)
    except (ToolError, IncompleteError) as error:
        _fail(f"sbom: {error}", 1)
    write.write_text(document, encoding="utf-8")


def _fail(why: str, code: int) -> NoReturn:
    sys.stderr.write(f"{why}\n")
    raise typer.Exit(code)


app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.command()(audit)
app.command()(sbom)

if __name__ == "__main__":
    app()
