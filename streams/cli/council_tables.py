"""What the council is shown, for people: tables, in Indonesian."""

from collections.abc import Iterable, Iterator, Mapping

from rich.table import Table

from streams.cli.tables import empty_table, one_line
from streams.council.definitions import definitions
from streams.council.figures import Row
from streams.council.hearing import Heardness, Says
from streams.council.period import Period
from streams.council.words import (
    DAY_H,
    SAYS,
    UNKNOWN,
    count_words,
    days_words,
    number_words,
    quietest_first,
    range_words,
    share_words,
    time_words,
)

_SHOWN = (
    *("cases", "open", "answer_median_h", "answer_p90_h", "accept_kept", "resolve_median_h", "resolve_p90_h"),
    *("resolve_kept", "reopened", "rejected", "recurs", "by_partner"),
)


def answers_table(named: Iterable[tuple[str, Row]], period: Period) -> Table:
    """The figures that most ask for, of rows with their names; the others are in CSV and JSON."""
    table = empty_table(
        f"Seberapa cepat kota menjawab, laporan pertama {days_words(period)}",
        "~",
        *("#Kasus", "#Terbuka", "#Dijawab", "#9 dari 10", "#Janji", "#Selesai", "#9 dari 10", "#Janji"),
        *("#Dibuka lagi", "#Bukti ditolak", "#Terulang", "#Mitra"),
    )
    for name, row in named:
        table.add_row(
            one_line(name),
            *(
                count_words(row.cases),
                count_words(row.open),
                time_words(row.answer_median_h),
                time_words(row.answer_p90_h),
            ),
            *(share_words(row.accept_kept), time_words(row.resolve_median_h), time_words(row.resolve_p90_h)),
            *map(share_words, (row.resolve_kept, row.reopened, row.rejected, row.recurs, row.by_partner)),
        )
    return table


def meanings() -> Iterator[str]:
    """What the columns mean, a line each."""
    defined = definitions().answers
    return (f"{defined[name].label}: {defined[name].means}" for name in _SHOWN)


def hearing_table(found: Heardness, names: Mapping[str, str], period: Period) -> Table:
    """The quietest first, and those of which too little is known last."""
    table = empty_table(
        f"Seberapa sering warga melapor, laporan pertama {days_words(period)}",
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
    for one in quietest_first(found.kelurahan):
        known = one.says is not Says.TOO_FEW
        table.add_row(
            one_line(names.get(one.kelurahan, one.kelurahan)),
            SAYS[one.says],
            *(
                [number_words(one.relative), range_words(one), time_words(one.delay_days * DAY_H)]
                if known
                else [UNKNOWN] * 3
            ),
            *(count_words(one.incidents), count_words(one.further)),
        )
    return table
