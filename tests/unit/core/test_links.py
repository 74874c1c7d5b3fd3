"""Why a report belongs where it is, to the letter: what is kept, and what operators read."""

from dataclasses import replace

import pytest

from schemas.incident import Decision, Link, Rival, Term
from streams.core.dedupe import Bounds, Held, Kind, Known, Model, Sighting, dedupe, pointed, recurrence
from streams.core.dedupe.model import binned, linear
from streams.core.dedupe.resend import resent
from tests.unit.core.beside import AT, DAY_S, HOUR_S, KIND, PHOTO, holding, known, seen, spot, traced

NEW = "rawa:air:new"
MODEL = Model(
    bias=-1.0,
    join_from=1.0,
    ask_from=0.5,
    weights=(linear("same_category", 2.0), linear("closer", -0.25), binned("same_voice", (1.0,), (0.0, 1.0))),
    bounds=Bounds(),
)
CATEGORY, START = Term("kategori", "kategori sama", 2.0), Term("awal", "sebelum ada bukti", -1.0)
SUM = "kategori sama +2.0, sebelum ada bukti -1.0; jumlah +1.00"


def decide(sighting: Sighting, *those: Known | tuple[Known, str], model: Model = MODEL) -> Link:
    return dedupe(sighting, holding(*those), model, opens_as=NEW)


def test_one_that_joins() -> None:
    link = decide(seen(spot(12.34)), known("i", spot()))
    assert link == Link(
        "i", Decision.JOINS, True, 12.3, HOUR_S, f"{SUM} (batas +1.00)", 1.0, (CATEGORY, START)
    )


def test_figures_are_kept_to_two_places() -> None:
    link = decide(seen(spot()), known("i", spot()), known("j", spot()), model=replace(MODEL, bias=-0.8766))
    assert (link.score, link.terms[1].weight, link.rival) == (1.12, -0.88, Rival("j", 0.95))
    asks = decide(seen(spot()), known("i", spot()), model=replace(MODEL, bias=-1.2345))
    assert (asks.decision, asks.score, asks.rival) == (Decision.ASKS, 0.77, Rival("i", 0.77))


def test_one_that_joins_what_its_reporter_spoke_of() -> None:
    link = decide(seen(spot(), voice="sorot:x"), (known("i", spot()), "sorot:x"))
    assert (link.new_voice, link.score, link.rival) == (False, 2.0, None)
    assert link.evidence.endswith("; jumlah +2.00 (batas +1.00); pelapor yang sama")


def test_one_that_joins_without_a_point() -> None:
    sighting = seen(photos=(PHOTO,))
    link = decide(sighting, traced(known("i", spot()), photos=(PHOTO,)))
    assert (link.decision, link.distance_m, link.gap_s) == (Decision.JOINS, None, HOUR_S)


def test_the_next_best_is_named_with_its_score() -> None:
    far = known("b", spot(20))
    link = decide(seen(spot()), far, known("a", spot(5)))
    assert (link.incident_id, link.rival) == ("a", Rival("b", 0.83))


def test_one_that_asks() -> None:
    link = decide(seen(spot(5)), known("i", spot()), model=replace(MODEL, join_from=1.01))
    assert link == Link(
        NEW,
        Decision.ASKS,
        True,
        5.0,
        HOUR_S,
        f"mungkin sama dengan i: {SUM}",
        1.0,
        (CATEGORY, START),
        Rival("i", 1.0),
    )


def test_one_that_is_not_like_enough() -> None:
    link = decide(seen(spot(5)), known("i", spot()), model=replace(MODEL, join_from=2.0, ask_from=1.01))
    assert link == Link(
        NEW,
        Decision.OPENS,
        True,
        None,
        None,
        f"yang paling mirip, i, tidak cukup mirip: {SUM}",
        1.0,
        (CATEGORY, START),
        Rival("i", 1.0),
    )


def test_one_that_others_must_act_on() -> None:
    boats = replace(KIND, agencies=frozenset(("boats",)))
    other = known("i", spot(), category="selokan", kind=replace(KIND, agencies=frozenset(("drains",))))
    link = decide(seen(spot(), kind=boats), other, model=replace(MODEL, bias=1.0))
    assert link.decision is Decision.ASKS
    assert link.evidence == (
        "mungkin sama dengan i: sebelum ada bukti +1.0; jumlah +1.00; dinas yang harus bertindak lain"
    )
    apart = decide(seen(spot(), kind=boats), other, model=replace(MODEL, bias=0.99))
    assert "dinas" not in apart.evidence
    for agencies in (("drains", "boats"), ("boats",)):
        both = replace(other, kind=replace(KIND, agencies=frozenset(agencies)))
        assert decide(seen(spot(), kind=boats), both, model=replace(MODEL, bias=1)).decision is Decision.JOINS


def test_one_whose_kind_is_alone() -> None:
    link = decide(seen(spot(), kind=replace(KIND, alone="sendiri")), known("i", spot()))
    assert link == Link(NEW, Decision.OPENS, True, None, None, "sendiri")


@pytest.mark.parametrize(
    ("sighting", "those", "evidence"),
    [
        (
            seen(),
            (known("i", spot()),),
            "tanpa lokasi, dan tidak ada insiden terbuka dengan tempat, foto atau pelapor yang sama",
        ),
        (seen(spot()), (), "tidak ada insiden terbuka yang sebanding dalam 250 m"),
        (
            seen(spot()),
            (known("i", spot(), closed_at=AT), known("j", spot(), closed_at=AT)),
            "2 insiden sekategori dalam 250 m tidak menerima laporan ini: terlalu jauh dari laporan "
            "pertamanya, terlalu lama, atau sudah ditutup",
        ),
    ],
)
def test_one_that_has_nothing_to_be_compared_with(
    sighting: Sighting, those: tuple[Known, ...], evidence: str
) -> None:
    model = replace(MODEL, bounds=Bounds(reach_m=250.0))
    assert decide(sighting, *those, model=model) == Link(NEW, Decision.OPENS, True, None, None, evidence)


def again(sighting: Sighting, *those: tuple[Known, str] | Known) -> Link | None:
    return resent(sighting, holding(*those), Bounds())


OWN = known("i", spot(), opened_at=AT - 600, last_at=AT - 600)


def test_one_that_is_sent_again() -> None:
    told = "pelapor yang sama, 10 menit dari laporannya sebelumnya, kategori sama"
    link = Link("i", Decision.RESENDS, False, 12.3, 600.0, told)
    assert again(seen(spot(12.34), voice="sorot:x"), (OWN, "sorot:x")) == link
    vague = traced(OWN, points=(spot(error_m=400),))
    assert again(seen(spot(12.34), voice="sorot:x"), (vague, "sorot:x")) == replace(
        link, evidence=f"{told}; lokasi insiden kini yang dari laporan ini"
    )
    assert again(seen(voice="sorot:x"), (OWN, "sorot:x")) == replace(link, distance_m=None)
    assert again(seen(spot()), (OWN, "sorot:x")) is None
    assert decide(seen(spot(), voice="sorot:x"), (OWN, "sorot:x")).decision is Decision.RESENDS


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("jl melati masjid", "jl melati pasar", True),
        ("jl melati masjid", "jl kenanga pasar", False),
        ("jl melati masjid", "", True),
        ("", "jl kenanga pasar", True),
        ("jl", "jl kenanga", True),
    ],
)
def test_without_points_only_words_that_share_nothing_say_that_it_is_elsewhere(
    here: str, there: str, same: bool
) -> None:
    found = again(seen(address=here, voice="sorot:x"), (traced(OWN, address=there), "sorot:x"))
    assert (found is not None) is same


@pytest.mark.parametrize(
    ("text", "before", "same"),
    [("ada ular", "ada ular", True), ("ada ular", "", False), ("", "ada ular", False), ("", "", False)],
)
def test_of_an_unknown_matter_only_the_same_words_are_sent_again(text: str, before: str, same: bool) -> None:
    unknown = replace(KIND, unknown=True)
    own = replace(known("i", spot(), text=before), opened_at=OWN.opened_at, last_at=OWN.last_at)
    sighting = seen(spot(), kind=unknown, text=text, voice="sorot:x")
    assert (again(sighting, (own, "sorot:x")) is not None) is same
    assert again(replace(sighting, kind=KIND), (own, "sorot:x"))


def point_at(sighting: Sighting, one: Known, voice: str | None = None, named: str = "i") -> Link:
    return pointed(sighting, holding((one, voice) if voice else one), one.id, named=named)


def test_one_that_points() -> None:
    link = Link("i", Decision.JOINS, True, 12.3, HOUR_S, "pelapor menunjuk insiden ini")
    assert point_at(seen(spot(12.34)), known("i", spot())) == link
    assert point_at(seen(), known("i", spot())) == replace(link, distance_m=None)
    assert point_at(seen(spot()), known("i")) == replace(link, distance_m=None)
    assert point_at(seen(spot(12.34)), known("i", spot()), named="j") == replace(
        link, evidence="pelapor menunjuk j, yang laporannya kini di sini"
    )


@pytest.mark.parametrize(("at", "gap_s"), [(AT, HOUR_S), (AT - 1.5 * HOUR_S, 0), (AT - 3 * HOUR_S, HOUR_S)])
def test_when_one_points_counts_from_all_of_the_incidents_life(at: float, gap_s: float) -> None:
    one = known("i", spot(), opened_at=AT - 2 * HOUR_S, last_at=AT - HOUR_S)
    assert point_at(seen(at=at), one).gap_s == gap_s


@pytest.mark.parametrize("at", [AT, AT - 2 * HOUR_S])
def test_one_that_points_at_what_its_reporter_spoke_of(at: float) -> None:
    link = point_at(seen(spot(12.34), at=at, voice="sorot:x"), known("i", spot()), "sorot:x")
    assert link == Link(
        "i",
        Decision.RESENDS,
        False,
        12.3,
        HOUR_S,
        "pelapor menunjuk insiden ini; sudah pernah melaporkannya",
    )


def comes_back(sighting: Sighting, *those: Known) -> str | None:
    found = recurrence(sighting, holding(*those), Bounds())
    return found and found.id


CLOSED = known("i", spot(), closed_at=AT - 60)


@pytest.mark.parametrize(
    ("sighting", "one", "back"),
    [
        (seen(spot()), CLOSED, True),
        (seen(spot()), replace(CLOSED, closed_at=AT), True),
        (seen(spot()), replace(CLOSED, closed_at=AT + 1), False),
        (seen(spot()), replace(CLOSED, closed_at=None), False),
        (seen(spot()), replace(CLOSED, category="selokan"), False),
        (seen(), CLOSED, False),
        (seen(spot(error_m=100)), CLOSED, True),
        (seen(spot(error_m=101)), CLOSED, False),
        (seen(spot(), kind=replace(KIND, alone="sendiri")), CLOSED, False),
        (seen(spot(39.9)), CLOSED, True),
        (seen(spot(40.1)), CLOSED, False),
        (seen(spot(40.1), kind=replace(KIND, spread_m=41)), CLOSED, True),
        (seen(spot()), replace(CLOSED, last_at=AT - 365 * DAY_S), True),
        (seen(spot()), replace(CLOSED, last_at=AT - 365 * DAY_S - 1), False),
        (seen(spot()), replace(CLOSED, closed_at=None, opened_at=AT - 20 * DAY_S), False),
        (seen(spot()), replace(CLOSED, closed_at=None, opened_at=AT - 20 * DAY_S - 1), True),
        (seen(spot()), replace(CLOSED, closed_at=None, opened_at=0, kind=Kind(lasts_h=60)), False),
    ],
)
def test_what_is_over_on_the_same_spot_comes_back(sighting: Sighting, one: Known, back: bool) -> None:
    assert comes_back(sighting, one) == ("i" if back else None)


def test_of_several_that_are_over_the_last_spoken_of_then_the_first_id_comes_back() -> None:
    last = replace(CLOSED, id="z", last_at=CLOSED.last_at + 1)
    assert comes_back(seen(spot()), CLOSED, last) == "z"
    assert comes_back(seen(spot()), replace(CLOSED, id="b"), replace(CLOSED, id="a")) == "a"
    assert comes_back(seen(spot())) is None


def test_a_word_that_too_many_incidents_name_leads_nowhere() -> None:
    def named(number: int) -> Held:
        return holding(*(traced(known(f"i{n}"), address="simpang pasar baru") for n in range(number)))

    assert len(named(50).named(["pasar"], vague=False)) == 50
    assert named(51).named(["pasar"], vague=False) == set()
    assert named(1).named(["melati", "pasar"], vague=True) == {"i0"}
    good = traced(known("good", spot()), address="pasar")
    assert (holding(good).named(["pasar"], vague=True), holding(good).named(["pasar"], vague=False)) == (
        set(),
        {"good"},
    )


def test_what_is_dropped_leads_nowhere_any_more() -> None:
    one = traced(known("i", spot(), text="banjir"), address="simpang pasar", photos=(PHOTO,))
    held = holding((one, "sorot:x"), traced(known("j"), photos=(PHOTO,)))
    assert held.pictured((PHOTO, "0f")) == {"i", "j"}
    assert (len(held), held.get("i"), [known.id for known in held]) == (2, one, ["i", "j"])
    held.drop("i")
    assert (held.pictured((PHOTO,)), held.named("simpang", vague=False)) == ({"j"}, set())
    assert (list(held.of_voice("sorot:x")), held.get("i"), held.rarity.texts) == ([], None, 0)
