"""What the city tells reporters, whatever happens: no brace, no gap, and short enough for an SMS."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.check_messages import KNOWN, KNOWN_TOO
from schemas.catalog.messages import Stands, Told
from schemas.catalog.models import Urgency
from schemas.incident import Incident, Routed
from schemas.life import Life, Step, Work
from streams.core.life.messages import stands_words, told_words
from streams.core.route import route
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, incident, saying, work

CITY = CATALOG
SMS = 300


def test_the_city_says_it_in_its_words() -> None:
    dishub = Routed("dishub", "traffic_jam#1", "macet", "2026-11-24")
    jam = replace(incident(voices=12), category="traffic_jam", routed=(dishub,))
    there = replace(jam, life=Life(Step.ON_SITE, LATER, (work("dishub", Step.ON_SITE),)))
    assert told_words("joined", there, CITY, at=LATER) == (
        "Terima kasih. Laporan Anda kami terima. Sudah dilaporkan 12 warga, termasuk Anda; "
        "petugas Dinas Perhubungan di lokasi sejak pukul 14.00."
    )
    assert told_words("received", jam, CITY, at=NOON, usual="1-3 jam") == (
        "Terima kasih. Laporan Anda kami terima dan kami teruskan ke Dinas Perhubungan. "
        "Biasanya selesai dalam 1-3 jam."
    )


@pytest.mark.parametrize("stands", ["resolved", "unproven"])
def test_what_is_resolved_asks_everywhere(stands: Stands) -> None:
    """`asks` is set of whatever is told then, also to who joins."""
    for template in (CITY.messages.told[stands], CITY.messages.stands[stands]):
        assert re.search(r"Balas YA .*TIDAK", template)


words = st.text(max_size=40)
ids = st.sampled_from([*CITY.agencies, "gone"])


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Of any agencies, at any steps; some are not in the catalog any more."""
    agencies = draw(st.lists(ids, max_size=4, unique=True))
    works = tuple(
        Work(agency, draw(st.sampled_from(Step)), LATER, NOON, 1, partner=draw(st.none() | ids))
        for agency in agencies
        if draw(st.booleans())
    )
    life = Life(draw(st.sampled_from(Step)), draw(st.none() | st.just(LATER)), works)
    category = draw(st.sampled_from([*CITY.categories, "gone"]))
    return replace(incident(*agencies, voices=draw(st.integers(0, 10**6))), category=category, life=life)


@given(
    st.sampled_from(get_args(Told)),
    incidents(),
    st.none() | ids,
    words.filter(lambda why: not re.search("[{}]", why)),
    st.sampled_from(["", "1-3 hari"]),
    st.sampled_from([LATER, LATER + timedelta(days=300)]),
)
def test_no_template_of_the_city_leaves_a_brace_or_a_gap(
    told: Told, of: Incident, agency: str | None, why: str, usual: str, at: datetime
) -> None:
    for message in (
        told_words(told, of, CITY, at=at, agency=agency, why=why, usual=usual),
        stands_words(of, CITY, at=at),
    ):
        assert not re.search(r"[{}]|\s\s|^\s|\s$|\.\.|[^\S ]", message), message
        assert message


@given(incidents(), words, words)
def test_every_placeholder_can_be_filled(of: Incident, why: str, usual: str) -> None:
    for told in get_args(Told):
        known = KNOWN | KNOWN_TOO.get(told, frozenset())
        told_words(told, of, saying(_all_of(known)), at=NOON, why=why, usual=usual)
    stands_words(of, saying(_all_of(KNOWN)), at=NOON)


def _all_of(known: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(known))


@cache
def city_lives() -> tuple[Incident, ...]:
    """All of them."""
    return tuple(_lives())


def _lives() -> Iterator[Incident]:
    """Of any category at any urgency, at any step, done by a partner where one may."""
    helps = {
        category: id
        for id, agency in CITY.agencies.items()
        for offer in agency.offers
        for category in offer.categories
    }
    for category, urgency, step in product(CITY.categories.values(), Urgency, Step):
        routed = route(category, NOON, urgency, CITY.city.zone)
        works = tuple(
            Work(one.agency, step, LATER, NOON, 1, proven=False, partner=helps.get(category.id))
            for one in routed
        )
        of = replace(incident(voices=99_999), category=category.id, routed=routed)
        yield replace(of, life=Life(step, LATER, works))


@pytest.mark.parametrize("told", get_args(Told))
def test_every_message_fits_into_an_sms(told: Told) -> None:
    for of in city_lives():
        work = of.life.works[0]
        # Partners do not refuse: they let it lie.
        doer = work.agency if told == "forwarded" else work.partner or work.agency
        agency = None if told in ("received", "joined", "standing") else doer
        message = told_words(
            *(told, of, CITY),
            at=LATER + timedelta(days=3),
            agency=agency,
            why="alasan " * 100,
            usual="10-14 hari",
        )
        assert len(message) <= SMS, (len(message), message)
