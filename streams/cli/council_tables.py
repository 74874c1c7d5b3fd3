"""What the council is shown, for people: tables, in Indonesian."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from rich.table import Table

from streams.cli.tables import empty_table, one_line
from streams.council.definitions import definitions
from streams.council.figures import Row
from streams.council.hearing import Heardness, Hearing, Says
from streams.council.period import Period

DAY_H = 24
IN_DAYS_H = 48
UNKNOWN = "-"

_SAYS = {
    Says.QUIET: "jarang melapor",
    Says.USUAL: "seperti kota",
    Says.LOUD: "sering melapor",
    Says.TOO_FEW: "data terlalu sedikit",
}
_ORDER = {says: place for place, says in enumerate((Says.QUIET, Says.USUAL, Says.LOUD, Says.TOO_FEW))}
_SHOWN = (
    *("cases", "open", "answer_median_h", "answer_p90_h", "accept_kept", "resolve_median_h", "resolve_p90_h"),
    *("resolve_kept", "reopened", "rejected", "recurs", "by_partner"),
)


def answers_table(named: Iterable[tuple[str, Row]], period: Period) -> Table:
    """The figures that most ask for, of rows with their names; the others are in CSV and JSON."""
    table = empty_table(
        f"Seberapa cepat kota menjawab, laporan pertama {_days(period)}",
        "~",
        *("#Kasus", "#Terbuka", "#Dijawab", "#9 dari 10", "#Janji", "#Selesai", "#9 dari 10", "#Janji"),
        *("#Dibuka lagi", "#Bukti ditolak", "#Terulang", "#Mitra"),
    )
    for name, row in named:
        table.add_row(
            one_line(name),
            *(f"{row.cases:,}", f"{row.open:,}", _time(row.answer_median_h), _time(row.answer_p90_h)),
            *(_share(row.accept_kept), _time(row.resolve_median_h), _time(row.resolve_p90_h)),
            *map(_share, (row.resolve_kept, row.reopened, row.rejected, row.recurs, row.by_partner)),
        )
    return table


def meanings() -> Iterator[str]:
    """What the columns mean, a line each."""
    defined = definitions().answers
    return (f"{defined[name].label}: {defined[name].means}" for name in _SHOWN)


def hearing_table(found: Heardness, names: Mapping[str, str], period: Period) -> Table:
    """The quietest first, and those of which too little is known last."""
    table = empty_table(
        f"Seberapa sering warga melapor, laporan pertama {_days(period)}",
        *(
            "~Kelurahan",
            "Kesimpulan",
            "#Dibanding kota",
            "#Rentang",
            "#Tunda laporan pertama",
            "#Masalah",
            "#Suara lain",
        ),
    )
    for one in _ordered(found.kelurahan):
        known = one.says is not Says.TOO_FEW
        table.add_row(
            one_line(names.get(one.kelurahan, one.kelurahan)),
            _SAYS[one.says],
            *(
                [_number(one.relative), _range(one), _time(one.delay_days * DAY_H)]
                if known
                else [UNKNOWN] * 3
            ),
            *(f"{one.incidents:,}", f"{one.further:,}"),
        )
    return table


def _ordered(kelurahan: Iterable[Hearing]) -> list[Hearing]:
    return sorted(kelurahan, key=lambda one: (_ORDER[one.says], one.relative, one.kelurahan))


def _days(period: Period) -> str:
    last = period.until - timedelta(days=1)
    return f"{period.since:%d-%m-%Y} sampai {last:%d-%m-%Y}"


def _time(hours: float | None) -> str:
    if hours is None:
        return UNKNOWN
    return f"{_number(hours)} jam" if hours < IN_DAYS_H else f"{_number(hours / DAY_H)} hari"


def _share(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share:.0%}"


def _range(one: Hearing) -> str:
    return f"{_number(one.relative_low)}-{_number(one.relative_high)}"


def _number(value: float) -> str:
    """As it is written in Indonesian."""
    return f"{value:.1f}".replace(".", ",") if value >= 1 else f"{value:.2f}".replace(".", ",")
