"""What the demo shows: pure, figures in and renderables out. In Indonesian, for operators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from schemas.catalog.models import Catalog
from schemas.feedback import Feedback
from schemas.incident import Incident
from schemas.life import Step
from schemas.topics import channel_of
from sinks.reading import Refusal
from streams.accounting import Account
from streams.cli.sections import Section
from streams.cli.tables import empty_table, one_line, urgency_text
from streams.core.life.works import works_of
from streams.core.names import SAID
from streams.fate import Fate
from streams.simulator.deeds import Done
from streams.telling.words import OPERATOR_STEP

SHOWN = 10
LABEL_LENGTH = 24
_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_FAULTS = {
    "not_json": "bukan JSON utuh",
    "not_utf8": "bukan UTF-8",
    "no_record": "bukan rekaman Kafka yang utuh",
    "out_of_range": "nilai di luar batas",
    "wrong_type": "jenis nilai salah",
    "unknown_category": "kategori tidak dikenal",
    "too_long": "terlalu panjang",
    "nul": "berisi karakter NUL",
    "invalid": "tidak sah",
    "missing": "kolom wajib tidak ada",
    "id_reused": "id dipakai laporan lain",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the story is told."""

    at: datetime
    title: str
    told: Mapping[str, int]
    total: int


def progress(moment: Moment, account: Account, catalog: Catalog) -> RenderableType:
    """The story under way."""
    number = sum(moment.told.values())
    bar = Table.grid(padding=(0, 2), expand=True)
    bar.add_column(ratio=1)
    bar.add_column(no_wrap=True)
    bar.add_row(ProgressBar(total=moment.total, completed=number), f"{number}/{moment.total} laporan")
    clock = f"{_DAYS[moment.at.weekday()]} {moment.at:%d/%m %H.%M}"
    done = number == moment.total
    title = "semua sudah disampaikan; menunggu sampai ke dinas" if done else moment.title
    figures = Table.grid(padding=(0, 3))
    figures.add_row(*(f"{catalog.channels[c].name} [bold]{n}[/]" for c, n in sorted(moment.told.items())))
    figures.add_row(
        f"insiden [bold cyan]{account.incidents}[/]",
        f"kabar ke dinas [bold cyan]{_told(account)}[/]",
        f"ditolak [bold cyan]{account.total(Fate.REJECTED)}[/]",
    )
    return Group(bar, Text.assemble((clock, "bold"), "  ", (title, "italic")), figures)


def incoming(account: Account, catalog: Catalog) -> Table:
    """What came in, by channel."""
    table = empty_table("Yang masuk", "Kanal", "#Masuk", "#Diterima", "#Ditolak", "#Kiriman ganda")
    for channel in sorted({channel for channel, _ in account.fates}):
        fates = [account.fates.get((channel, fate), 0) for fate in Fate]
        table.add_row(catalog.channels[channel].name, *map(str, (sum(fates), *fates)))
    totals = [account.total(fate) for fate in Fate]
    table.add_section()
    table.add_row("Semua", *map(str, (sum(totals), *totals)), style="bold")
    return table


def largest(incidents: Sequence[Incident], catalog: Catalog) -> Table:
    """The incidents with the most reports."""
    title = f"{min(SHOWN, len(incidents))} insiden terbesar dari {len(incidents)}"
    table = empty_table(title, "Perihal", "~Tempat", "#Laporan", "#Suara", "Ke", "Urgensi")
    for incident in sorted(incidents, key=lambda i: (-i.reports, i.id))[:SHOWN]:
        table.add_row(
            shorten(catalog.categories[incident.category].label, LABEL_LENGTH, placeholder=" …"),
            one_line(incident.place_words),
            str(incident.reports),
            str(incident.voices),
            ", ".join(catalog.agencies[routed.agency].short for routed in incident.routed),
            urgency_text(incident.urgency),
        )
    return table


def told(account: Account, catalog: Catalog) -> Table:
    """What each agency's topic holds."""
    table = empty_table(
        "Yang sampai ke dinas (dibaca dari topik mereka)", "Dinas", "#Insiden", "#Kabar lanjutan"
    )
    for agency, kinds in sorted(account.dispatches.items(), key=lambda found: -found[1].get("opened", 0)):
        opened = kinds.get("opened", 0)
        table.add_row(catalog.agencies[agency].name, str(opened), str(sum(kinds.values()) - opened))
    return table


def refused(refusals: Iterable[Refusal], catalog: Catalog) -> Table:
    """What was refused and why."""
    table = empty_table("Yang ditolak", "Kanal", "Sebab", "~Untuk pembuat adaptor")
    for one in refusals:
        channel = catalog.channels.get(channel_of(one.origin.topic))
        named = not one.field or one.reason.startswith(f"{one.field}:")
        table.add_row(
            channel.name if channel else one.origin.topic,
            _FAULTS.get(one.code, one.code),
            one_line(one.reason if named else f"{one.field}: {one.reason}"),
        )
    return table


def deed(done: Done, catalog: Catalog) -> str:
    """What somebody does in this moment."""
    who = catalog.agencies[done.deed.agency].short if done.deed.agency else f"pelapor {done.report[1]}"
    answers = f"menjawab {'YA' if done.deed.answer == 'yes' else 'TIDAK'}"
    what = SAID[done.deed.said] if done.deed.said else answers
    return f"{done.at:%H.%M}  {who} {what}: {done.scene.title}"


def heard(title: str, report: tuple[str, str], told: Iterable[Feedback], catalog: Catalog) -> Table:
    """What one reporter heard of a report, from the first word to the last."""
    table = empty_table(f"Yang didengar pelapor {':'.join(report)}: {title}", "Jam", "~Pesan")
    for one in told:
        table.add_row(f"{one.at.astimezone(catalog.city.zone):%H.%M}", one.message)
    return table


def standing(incidents: Sequence[Incident]) -> Table:
    """Where incidents stand, and of how many a promise was not kept."""
    table = empty_table("Keadaan akhir", "Keadaan", "#Insiden", "#Lewat batas waktu")
    for step in Step:
        here = [incident for incident in incidents if incident.life.step is step]
        late = sum(any(work.overdue for work in works_of(incident)) for incident in here)
        if here:
            table.add_row(OPERATOR_STEP[step], str(len(here)), str(late))
    return table


def example(sections: Iterable[Section]) -> Group:
    """Why one report is where it is, in the words of `sinergi explain`."""
    return Group(*map(_panel, sections))


def verdict(account: Account, seconds: float) -> RenderableType:
    """Whether anything was lost or doubled, in one line; what it was, in one line each."""
    wrong = [f"  {what}: {number}" for what, number in {**account.lost, **account.doubled}.items()]
    line = Text.assemble(
        (f"{account.published} laporan", "bold"),
        f" menjadi {account.incidents} insiden dan {_told(account)} kabar",
        f" ke {len(account.dispatches)} dinas; ",
        (f"hilang {sum(account.lost.values())}, ganda {sum(account.doubled.values())}", _color(wrong)),
        f"; {seconds:.0f} detik.",
    )
    return Group(line, *(Text(one, "red") for one in wrong))


def _told(account: Account) -> int:
    return sum(sum(kinds.values()) for kinds in account.dispatches.values())


def _color(wrong: Sequence[str]) -> str:
    return "bold red" if wrong else "bold green"


def _panel(section: Section) -> Panel:
    lines = Table.grid(padding=(0, 2))
    lines.add_column(style="dim", no_wrap=True)
    lines.add_column()
    for name, fact in section.facts:
        if fact:
            lines.add_row(name, Text(fact))
    return Panel(lines, title=Text(f"Mengapa di sana: {section.title}"), title_align="left")
