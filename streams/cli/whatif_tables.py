"""What other rules would change, for people: sections and tables, in Indonesian."""

from collections.abc import Iterator, Mapping
from itertools import chain
from textwrap import shorten

from rich.table import Table
from rich.text import Text

from schemas.catalog.models import Agency, Catalog, Category, Urgency
from schemas.incident import Decision
from streams.cli.output import printable, screen
from streams.cli.sections import Fact, Section, print_sections
from streams.cli.tables import empty_table, one_line, urgency_text
from streams.core.names import label_of
from streams.whatif.change import Change, Drift, Example, Regrouped, Shift
from streams.whatif.replay import Replayed

EXCERPT = 100
"""Letters of a text that are shown."""

_DECISION = {
    Decision.OPENS: "Membuka insiden baru",
    Decision.ASKS: "Bertanya kepada operator",
    Decision.JOINS: "Bergabung",
    Decision.RESENDS: "Kiriman ulang",
}


def show(replayed: Replayed, before: Catalog, after: Catalog) -> None:
    """Print it all to stdout."""
    change = replayed.change
    print_sections([_summary(replayed, before)])
    console = screen()
    for table in _tables(change, before, after):
        console.print(table)
    print_sections(chain(_examples(change.merged, "Menjadi satu"), _examples(change.split, "Terpecah")))


def _summary(replayed: Replayed, catalog: Catalog) -> Section:
    change = replayed.change
    since = replayed.span.since.astimezone(catalog.city.zone)
    return Section(
        f"Andai aturan lain berlaku di {catalog.city.name}",
        (
            ("Laporan", f"{change.reports:,} sejak {since:%d-%m-%Y %H.%M %Z}"),
            ("Insiden", _arrow(change.incidents)),
            ("Menjadi satu", _regrouped(change.merged, "{parts:,} insiden menjadi {incidents:,}")),
            ("Terpecah", _regrouped(change.split, "{incidents:,} insiden menjadi {parts:,}")),
            ("Berganti kelompok", f"{change.moved:,} laporan"),
            *((_DECISION[decision], _arrow(shift)) for decision, shift in change.decisions.items()),
            ("Berganti kategori", f"{change.categories.reports:,} laporan"),
            ("Berganti urgensi", f"{change.urgency.reports:,} laporan"),
            ("Ditolak", _arrow(change.refused)),
            ("Catatan", _drift(change.recorded)),
            (
                "Waktu",
                f"{replayed.seconds:.1f} detik, {replayed.read:,} laporan dibaca"
                f" ({replayed.reports_per_second:,} per detik)",
            ),
        ),
    )


def _regrouped(found: Regrouped, words: str) -> str:
    if not found.incidents:
        return "tidak ada"
    told = words.format(parts=found.parts, incidents=found.incidents)
    return f"{told} ({found.pairs:,} pasang laporan)"


def _drift(drift: Drift) -> str:
    """Why figures of the rules in force may not be those that are known from Postgres."""
    if not drift.moved:
        return "yang tercatat sama dengan hasil aturan sekarang"
    return (
        f"{drift.moved:,} laporan tercatat dalam kelompok lain daripada hasil aturan sekarang"
        " (koreksi, insiden yang sudah ditutup, atau aturan lama)"
    )


def _tables(change: Change, before: Catalog, after: Catalog) -> Iterator[Table]:
    """Those that have something to show."""
    if change.agencies:
        yield _agencies(change, {**before.agencies, **after.agencies})
    if change.categories.top:
        yield _categories(change, {**before.categories, **after.categories})
    if change.urgency.top:
        yield _urgency(change)
    if change.refused_because:
        yield _refused(change)


def _agencies(change: Change, agencies: Mapping[str, Agency]) -> Table:
    columns = ("~Dinas", "#Insiden baru", "#", "#Kabar", "#")
    table = empty_table("Beban dinas", *columns)
    for load in change.agencies:
        agency = agencies.get(load.agency)
        table.add_row(
            one_line(agency.short if agency else load.agency),
            *(_pair(load.incidents), _percent(load.incidents)),
            *(_pair(load.dispatches), _percent(load.dispatches)),
        )
    return table


def _categories(change: Change, categories: Mapping[str, Category]) -> Table:
    table = empty_table("Kategori yang paling sering berganti", "~Sekarang", "~Menjadi", "#Laporan")
    for turn in change.categories.top:
        old, new = (one_line(label_of(categories, id)) for id in (turn.before, turn.after))
        table.add_row(old, new, f"{turn.reports:,}")
    return table


def _urgency(change: Change) -> Table:
    table = empty_table("Urgensi yang berganti", "Sekarang", "Menjadi", "#Laporan")
    for turn in change.urgency.top:
        before, after = (urgency_text(Urgency(id)) for id in (turn.before, turn.after))
        table.add_row(before, after, f"{turn.reports:,}")
    return table


def _refused(change: Change) -> Table:
    table = empty_table("Yang akan ditolak", "~Sebab", "~Contoh", "#Laporan")
    for cause in change.refused_because:
        table.add_row(Text(printable(cause.reason)), one_line(printable(cause.example)), f"{cause.reports:,}")
    return table


def _examples(found: Regrouped, what: str) -> Iterator[Section]:
    for number, example in enumerate(found.examples, 1):
        title = (
            f"{what}, contoh {number}: insiden {example.incident}, {example.reports} laporan,"
            f" {example.parts} bagian"
        )
        yield Section(title, (*_pieces(example), *_rest(example)))


def _pieces(example: Example) -> Iterator[Fact]:
    for number, piece in enumerate(example.pieces, 1):
        text = shorten(piece.text, EXCERPT, placeholder=" …") or "(tanpa teks)"
        yield (
            f"{number}.",
            f"{piece.incident}, {piece.reports} laporan\n{piece.report}: “{text}”\n{piece.reason}",
        )


def _rest(example: Example) -> Iterator[Fact]:
    if rest := example.parts - len(example.pieces):
        yield "…", f"dan {rest} bagian lagi"


def _arrow(shift: Shift) -> str:
    return f"{_pair(shift)}{f' ({percent})' if (percent := _percent(shift)) else ''}"


def _pair(shift: Shift) -> str:
    return f"{shift.before:,} → {shift.after:,}"


def _percent(shift: Shift) -> str:
    """Nothing where nothing changes, or came from nothing."""
    if shift.before in {0, shift.after}:
        return ""
    return f"{shift.after / shift.before - 1:+.1%}"
