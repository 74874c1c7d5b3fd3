"""What was found, as tables and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Figure, Figures, keep
from tests.bench.postgres_growth.asking import Answer
from tests.bench.postgres_growth.sizes import Size

MB = 1e6


def tell_sizes(size: Size, console: Console) -> None:
    """Bytes by table and by index."""
    title = f"{size.reports:,} reports, {size.incidents:,} incidents, {size.open:,} of them open"
    table = Table("", "MB", "in indexes", "bytes a report", title=title)
    for name, (in_table, in_indexes) in size.tables.items():
        both = in_table + in_indexes
        cells = (f"{both / MB:,.0f}", f"{in_indexes / MB:,.0f}", f"{both / size.reports:,.0f}")
        table.add_row(name, *cells, end_section=name == [*size.tables][-1])
    for name, bytes in size.indexes.items():
        table.add_row(f"  {name}", "", f"{bytes / MB:,.0f}", f"{bytes / size.reports:,.0f}")
    table.caption = f"all: {size.bytes / 1e9:,.1f} GB, {size.bytes / size.reports:,.0f} bytes a report"
    console.print(table)


def tell_answers(found: Mapping[int, Sequence[Answer]], console: Console) -> None:
    """By statement and size: the median, the longest, and pages; what is slow has a star."""
    heads = [f"{size:,}: ms, longest, pages" for size in found]
    table = Table("statement", "who waits", *heads, "read whole", title="Statements by number of reports")
    for row in zip(*found.values(), strict=True):
        cells = [
            f"{'*' if one.slow else ''}{median(one.took_ms):,.2f}  {max(one.took_ms):,.2f}  {one.pages:,}"
            for one in row
        ]
        question = row[0].question
        table.add_row(question.title, question.who, *cells, ", ".join(row[-1].scanned))
    console.print(table)


def keep_all(size: Size, answers: Sequence[Answer]) -> None:
    """Sizes and times at one size."""
    for figures in _figures(size, answers):
        keep(figures)


def _figures(size: Size, answers: Sequence[Answer]) -> Iterator[Figures]:
    name, of = f"postgres_growth_{size.reports}", f"{size.reports:,} reports in Postgres"
    tables = [Figure(table, (sum(both) / size.reports,)) for table, both in size.tables.items()]
    yield Figures(f"{name}_bytes", f"Bytes a report by table, {of}", "bytes", tables)
    times = [Figure(one.question.title, tuple(one.took_ms)) for one in answers]
    yield Figures(f"{name}_ms", f"Statements, {of}", "ms", times)
