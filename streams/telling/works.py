"""What agencies do about an incident in words that operators read, in Indonesian. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.dispatch import Standing
from schemas.life import Overdue
from streams.core.names import name_of
from streams.telling.words import OPERATOR_STEP, OVERDUE


def work_words(
    standing: Standing,
    catalog: Catalog,
    moment: Callable[[datetime], str],
    *,
    overdue: Sequence[Overdue] = (),
    offered: Sequence[str] = (),
) -> str:
    """Where one agency's work stands, and what it promised; `moment` words a time."""
    proven = {None: "", True: ", terbukti", False: ", belum terbukti"}[standing.proven]
    agency = f"{name_of(catalog.agencies, standing.agency)} ({standing.agency})"
    partner = f"oleh mitra {name_of(catalog.agencies, standing.partner)}" if standing.partner else ""
    partners = ", ".join(name_of(catalog.agencies, id) for id in offered)
    lines = (
        f"{agency}: {OPERATOR_STEP[standing.step]} sejak {moment(standing.since)}{proven}",
        partner,
        f"ditawarkan kepada mitra {partners}" if partners else "",
        f"janji diterima: {moment(standing.accept_by)}" if standing.accept_by else "",
        f"janji selesai: {moment(standing.resolve_by)}" if standing.resolve_by else "",
        f"lewat tenggat: {'; '.join(OVERDUE[one] for one in overdue)}" if overdue else "",
    )
    return "\n".join(filter(None, lines))
