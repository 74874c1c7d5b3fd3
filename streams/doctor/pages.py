"""What the processes on this machine say of themselves, and of which version they are."""

from collections.abc import Iterator, Sequence

from streams.doctor.ask_workers import Page
from streams.findings import Finding, warning, wrong

_WELL = 200


def pages(found: Sequence[Page]) -> Iterator[Finding]:
    """Health. Where nobody answers nothing is wrong: groups tell whether it runs elsewhere."""
    if not found:
        yield Finding(
            "workers", "their ports are free ones (SINERGI_WEB_PORT 0), so their pages were not looked at"
        )
    for page in found:
        if page.away:
            yield Finding("workers", f"no {page.process} at {page.address}")
        elif page.live not in (None, _WELL):
            yield wrong(
                "workers",
                f"{page.process} at {page.address} is not live: records wait and it finishes none",
                "restart it; if that does not help, see its log and what it writes to",
                "LagGrows",
            )
        elif page.ready not in (None, _WELL):
            yield warning(
                "workers",
                f"{page.process} at {page.address} is not ready: it has no partitions, or loads incidents",
                "wait a minute; then see its group above",
                "PartitionWithoutOwner",
            )
        else:
            yield Finding("workers", f"{page.process} at {page.address} is well")


def versions(found: Sequence[Page], ours: str) -> Iterator[Finding]:
    """Of what answers here, and of this command."""
    told = {process: version for page in found for process, version in (page.versions or {}).items()}
    if other := sorted(f"{process} {version}" for process, version in told.items() if version != ours):
        yield warning(
            "versions",
            f"this is {ours}, but {', '.join(other)} runs",
            "finish the upgrade: migrate, then restart the workers",
        )
    else:
        yield Finding("versions", f"{ours}" + (f", as {', '.join(sorted(told))}" if told else ""))
