"""As whom processes are connected to Postgres: with what they need, and no more."""

from collections.abc import Iterable, Iterator

from sinks.pool import APPLICATION
from sinks.server_state import Account
from streams.findings import Finding, listed, warning, wrong

_ABOUT = "accounts"


def accounts(found: Iterable[Account], *, embedded: bool) -> Iterator[Finding]:
    """Who lacks something, and who may do everything; of the embedded Postgres there is but one account."""
    findings: list[Finding] = []
    for one in found:
        process = one.process.removeprefix(f"{APPLICATION}-")
        if one.lacking:
            findings.append(
                wrong(
                    _ABOUT,
                    f"{process} is connected as {one.account}, which may not: {listed(one.lacking)}",
                    "let the owner of the tables run: call grant_rights(); "
                    f'grant sinergi_{process} to "{one.account}"',
                )
            )
        elif (one.superuser or one.owner) and not embedded:
            what = "is superuser" if one.superuser else "owns the tables"
            findings.append(
                warning(
                    _ABOUT,
                    f"{process} is connected as {one.account}, which {what}: far more than it needs",
                    "give it a login of its own (deploy/UPGRADING.md)",
                )
            )
    yield from findings or [Finding(_ABOUT, "processes have the rights that they need")]
