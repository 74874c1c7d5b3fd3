"""What an agency or a partner does about its work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.incident import Incident, Routed
from schemas.life import Life, Overdue, Step, Work
from schemas.progress import Said
from streams.core.life.acts import acted
from streams.core.life.partners import partners_for
from streams.core.life.works import works_of
from tests.unit.core.reports import NOON, point
from tests.unit.core.told import LATER, SMALL, incident, living, work
from tests.unit.core.words import said

THEN = LATER + timedelta(hours=1)
OFFERED = replace(work("air", Step.ACCEPTED), offered=("mitra_dua", "mitra_satu"))
DOES = replace(work("air", Step.ACCEPTED, partner="mitra_satu"), overdue=(Overdue.ACCEPT,))


def after(
    there: Incident, word: Said, agency: str = "air", *, proven: bool = True, **about: object
) -> Incident:
    spoken = said(agency, there.id, word, **about)  # type: ignore[arg-type]
    own = next(one for one in works_of(there) if agency in (one.agency, one.partner, *one.offered))
    return acted(there, own, spoken, THEN, proven=proven, catalog=SMALL)


def alone(there: Incident) -> Work:
    [one] = works_of(there)
    return one


@pytest.mark.parametrize(
    ("before", "agency", "word", "now"),
    [
        (work("air", Step.DISPATCHED), "air", Said.ACCEPTED, {"step": Step.ACCEPTED}),
        (work("air", Step.REOPENED), "air", Said.ACCEPTED, {"step": Step.ACCEPTED}),
        (OFFERED, "air", Said.ACCEPTED, {"step": Step.ACCEPTED, "offered": ()}),
        (DOES, "air", Said.ACCEPTED, {"step": Step.ACCEPTED, "partner": None}),
        (replace(DOES, step=Step.ON_SITE), "air", Said.ACCEPTED, {"step": Step.ON_SITE, "partner": None}),
        (
            OFFERED,
            "mitra_satu",
            Said.ACCEPTED,
            {"step": Step.ACCEPTED, "offered": (), "partner": "mitra_satu"},
        ),
        (OFFERED, "mitra_satu", Said.REFUSED, {"offered": ("mitra_dua",)}),
        (DOES, "mitra_satu", Said.REFUSED, {"step": Step.DISPATCHED, "partner": None}),
        (OFFERED, "air", Said.ON_SITE, {"step": Step.ON_SITE, "offered": ()}),
        (OFFERED, "air", Said.CANNOT, {"step": Step.CANNOT, "offered": ()}),
        (OFFERED, "air", Said.RESOLVED, {"step": Step.RESOLVED, "offered": (), "proven": True}),
        (DOES, "mitra_satu", Said.RESOLVED, {"step": Step.RESOLVED, "proven": True}),
        (DOES, "air", Said.RELEASED, {"partner": None, "offered": ("mitra_satu",)}),
    ],
)
def test_a_word_changes_what_it_speaks_of_and_nothing_else(
    before: Work, agency: str, word: Said, now: dict[str, object]
) -> None:
    there = after(living(before.step, before), word, agency)
    found = alone(there)
    # To offer it, or to turn an offer down, is no step: since when it stands there stays.
    offers = word is Said.RELEASED or (word is Said.REFUSED and before.partner != agency)
    assert there.life.at == (LATER if found.step is before.step else THEN)
    assert found == replace(before, at=LATER if offers else THEN, **now)  # type: ignore[arg-type]


@pytest.mark.parametrize("proven", [True, False])
def test_what_is_resolved_is_proven_or_not(proven: bool) -> None:
    assert alone(after(incident("air"), Said.RESOLVED, proven=proven)).proven is proven


def test_what_a_partner_gives_back_of_a_reopened_incident_is_still_reopened() -> None:
    there = living(Step.ACCEPTED, DOES)
    there = replace(there, life=replace(there.life, reopened=1))
    assert alone(after(there, Said.REFUSED, "mitra_satu")).step is Step.REOPENED


def test_words_of_the_operator_are_no_acts() -> None:
    with pytest.raises(ValueError, match="confirmed is no word of an agency"):
        after(incident("air"), Said.CONFIRMED)


def agencies(there: Incident) -> list[str]:
    return [one.agency for one in there.routed]


@pytest.mark.parametrize(
    ("there", "other", "to"),
    [
        (incident("air"), "layanan", ["layanan"]),
        (incident("air"), None, ["pusat"]),
        (replace(incident("air"), released=("layanan",)), "layanan", ["pusat"]),
        (replace(incident("air"), life=Life(refusals=("sar",))), "layanan", ["pusat"]),
        (incident("air", "sar"), "sar", ["sar"]),
        (incident("air", "sar"), "layanan", ["sar", "layanan"]),
        (incident("air", "pusat"), None, ["pusat"]),
    ],
)
def test_a_refusal_goes_to_who_is_named_or_to_the_operator(
    there: Incident, other: str | None, to: list[str]
) -> None:
    on = after(there, Said.REFUSED, other=other, why="bukan kami")
    assert agencies(on) == to
    assert on.life.refusals == (*there.life.refusals, "air")
    assert on.version == there.version + 1


def test_the_new_agency_is_told_why_and_begins_with_the_version_that_tells_it() -> None:
    there = living(
        Step.ACCEPTED, work("air", Step.ACCEPTED), work("sar", Step.ON_SITE), agencies=("sar", "air")
    )
    on = after(replace(there, version=4), Said.REFUSED, other="layanan", why="bukan kami")
    assert on.routed[1] == Routed("layanan", "refusal", "ditolak air: bukan kami", "2026-11-24")
    assert works_of(on) == (work("sar", Step.ON_SITE), Work("layanan", Step.DISPATCHED, THEN, THEN, 5))
    assert on.life.works == works_of(on)
    assert on.released == ("air",)
    assert (on.life.step, on.life.at) == (Step.ON_SITE, THEN)


def test_the_day_of_a_refusal_is_that_of_the_city() -> None:
    spoken = said("air", "rawa:air:x", Said.REFUSED, other="layanan")
    night = NOON + timedelta(hours=13)
    on = acted(incident("air"), works_of(incident("air"))[0], spoken, night, proven=True, catalog=SMALL)
    assert on.routed[0].day == "2026-11-25"


def test_who_is_called_is_not_released_any_more_and_who_refuses_is_once() -> None:
    there = replace(incident("air"), released=("sar", "air", "pusat"))
    on = after(there, Said.REFUSED)
    assert (agencies(on), on.released) == (["pusat"], ("sar", "air"))


@pytest.mark.parametrize(
    ("category", "kelurahan", "partners"),
    [
        ("banjir", "anggrek", ("mitra_dua", "mitra_satu")),
        ("banjir", None, ("mitra_satu",)),
        ("selokan", "anggrek", ("mitra_dua", "mitra_satu")),
        ("lampu", "anggrek", ()),
    ],
)
def test_partners_offer_categories_in_areas(
    category: str, kelurahan: str | None, partners: tuple[str, ...]
) -> None:
    there = replace(incident("air", category=category), place=point(kelurahan=kelurahan))
    assert partners_for(there, SMALL) == partners


def test_who_offers_its_help_in_an_area_does_not_where_the_place_is_not_known() -> None:
    assert partners_for(incident("air"), SMALL) == ("mitra_satu",)
