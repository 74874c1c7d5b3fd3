"""`sinergi evaluate hearing`: whether quiet kelurahan are found, on a simulated city."""

import dataclasses
from collections.abc import Iterator, Mapping
from random import Random
from typing import Annotated

import typer

from schemas.catalog import load
from streams.cli.configured import configured
from streams.cli.errors import CommandError
from streams.cli.options import Json
from streams.cli.output import print_json, print_line
from streams.cli.simulate import BEGINS
from streams.core.rules import Rules
from streams.core.understand import Knowledge
from streams.learning.heard_reports import as_put_together, as_they_are
from streams.learning.hearing import HearingFigures, hearing_figures
from streams.settings import Settings
from streams.simulator.city.stream import City
from streams.weights import load as load_weights
from streams.weights import load_duplicates


def hearing(
    *,
    reports: Annotated[
        int, typer.Option(min=1_000, max=1_000_000, help="So many, of all channels.")
    ] = 40_000,
    days: Annotated[int, typer.Option(min=7, max=3_660, help="Spread over so many days.")] = 90,
    seed: Annotated[int, typer.Option(help="The same seed gives the same city.")] = 1,
    quiet: Annotated[
        float, typer.Option(min=0.05, max=0.9, help="Share of the kelurahan that tell of a third.")
    ] = 0.3,
    json: Json = False,
) -> None:
    """Let some kelurahan of a simulated city tell of a third of what others would, and look for them.

    Once from the incidents as they are, and once as triage and resolve put the reports together, with all
    their mistakes. It takes about a minute for each 40,000 reports.
    """
    found = _found(configured(), reports, days, seed, quiet)
    if json:
        print_json({name: dataclasses.asdict(figures) for name, figures in found.items()})
        return
    for name, figures in found.items():
        print_line(f"incidents {name}")
        for line in _lines(figures):
            print_line(f"  {line}")


def _found(
    settings: Settings, reports: int, days: int, seed: int, quiet: float
) -> Mapping[str, HearingFigures]:
    catalog = load(settings.catalog)
    begins = BEGINS.replace(tzinfo=catalog.city.zone)
    city = City.of(catalog, begins, days, Random(seed), quiet=quiet)  # noqa: S311  (a game, not a secret)
    said = [delivery.said for delivery in city.deliveries(reports) if not delivery.again]
    knowledge = Knowledge.of(catalog, load_weights(settings.weights))
    rules = Rules.of(catalog, load_duplicates(settings.weights))
    kecamatan = {one.id: one.kecamatan for one in catalog.kelurahan.values()}
    tells = {ward.id: share for ward, share in zip(city.ground.wards, city.tells, strict=True)}
    sources = {
        "as they are": as_they_are(said, city),
        "as put together": as_put_together(said, begins, knowledge, rules),
    }
    found: dict[str, HearingFigures] = {}
    for name, observed in sources.items():
        figures = hearing_figures(observed, city.end_s, kecamatan, tells)
        if figures is None:
            raise CommandError("too few reports to say anything of any kelurahan; give more --reports")
        found[name] = figures
    return found


def _lines(figures: HearingFigures) -> Iterator[str]:
    yield f"incidents                   {figures.incidents}"
    yield f"kelurahan                   {figures.kelurahan}, too little known of {figures.too_few} more"
    yield f"truth in the interval       {figures.covered:.1%}, of quiet ones {figures.covered_quiet:.1%}"
    yield f"rank correlation            {figures.rank_correlation:.2f}"
    yield f"quiet told from others      {figures.told_apart:.1%}"
    yield f"said to be quiet            {figures.said_quiet}, {figures.said_quiet_wrongly} of them wrongly"
    yield f"quiet ones tell             {figures.quiet_is:.2f} of the city's, told as {figures.quiet_as:.2f}"
    yield f"the others                  {figures.other_is:.2f} of the city's, told as {figures.other_as:.2f}"
    yield f"counts scatter              {figures.dispersion:.1f} times as Poisson's"
