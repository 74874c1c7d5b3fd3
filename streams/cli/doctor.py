"""`sinergi doctor`: what is wrong in a running system, and what to do."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from schemas.catalog import load
from streams.cli.configured import configured
from streams.cli.errors import FAILURE
from streams.cli.options import Json
from streams.cli.output import print_json, printable, screen
from streams.doctor.examine import gather, judge
from streams.findings import Finding, State, counted, of_state
from streams.settings import Settings

RUNBOOK = "deploy/runbook/{}.md"
_STYLES = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "bold red"}

Seconds = Annotated[float, typer.Option(min=1, max=300, help="How long to look at what changes.")]


def doctor(*, seconds: Seconds = 2.0, json: Json = False) -> None:
    """Examine a running system: Kafka, Postgres, groups, lag, clocks; say what is wrong and what to do.

    It changes nothing and reads no report. What does not answer is said, and the rest is looked at. Exit
    code 1 if something is wrong; warnings are none.
    """
    findings = asyncio.run(_examine(configured(), seconds))
    wrong = of_state(findings, State.WRONG)
    if json:
        print_json({"ok": not wrong, "findings": [_row(finding) for finding in findings]})
    else:
        _show(findings)
    if wrong:
        raise typer.Exit(FAILURE)


async def _examine(settings: Settings, seconds: float) -> Sequence[Finding]:
    catalog = load(settings.catalog)
    return list(judge(await gather(settings, catalog, seconds=seconds), settings, catalog))


def _row(finding: Finding) -> dict[str, object]:
    return {
        "looked_at": finding.looked_at,
        "state": finding.state,
        "means": finding.means,
        "do": finding.do,
        "runbook": RUNBOOK.format(finding.alert) if finding.alert else None,
    }


def _show(findings: Sequence[Finding]) -> None:
    """What is wrong last, where it is seen."""
    show = screen()
    for state in State:
        for finding in of_state(findings, state):
            head = f"{state:8}{finding.looked_at:12}"
            lines = [finding.means, *([f"do: {finding.do}"] if finding.do else [])]
            lines += [f"see: {RUNBOOK.format(finding.alert)}"] if finding.alert else []
            text = Text(head, _STYLES[state])
            text.append(f"\n{'':20}".join(map(printable, lines)), "default")
            show.print(text, soft_wrap=True)
    wrong, warnings, ok = (len(of_state(findings, state)) for state in (State.WRONG, State.WARNING, State.OK))
    show.print(Text(f"{wrong} wrong, {counted(warnings, 'warning')}, {ok} ok", "bold"))
