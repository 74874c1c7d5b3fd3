"""Why what an agency says is not taken, in the words that it reads."""

from dataclasses import replace

import pytest

from schemas.heard import ProgressScene
from schemas.incident import Incident, State
from schemas.life import Step, Work
from schemas.progress import Said
from schemas.result import Refusal
from streams.core.life.progress import progressed
from streams.core.life.refuse import may_follow, partner_may, refusal_of, work_for
from tests.unit.core.told import SMALL, incident, living, work
from tests.unit.core.words import said

ID = "rawa:air:x"
AT_IT = (Said.REFUSED, Said.ON_SITE, Said.RESOLVED, Said.CANNOT, Said.RELEASED)


def refused(there: Incident | None, agency: str, word: Said, **about: object) -> Refusal | None:
    return refusal_of(said(agency, ID, word, **about), ProgressScene(there), SMALL)  # type: ignore[arg-type]


def moved() -> Incident:
    return replace(incident("air"), moved_to="rawa:air:y", dismissed_by="c1")


OFFERED = replace(work("air", Step.ACCEPTED), offered=("mitra_satu", "mitra_dua"))
DOES = work("air", Step.ACCEPTED, partner="mitra_satu")


@pytest.mark.parametrize(
    ("there", "agency", "word", "about", "refusal"),
    [
        (None, "air", Said.ACCEPTED, {}, ("unknown_incident", "incident_id", f"no incident {ID}")),
        (
            moved(),
            "air",
            Said.ACCEPTED,
            {},
            ("moved", "incident_id", f"the reports of incident {ID} are in rawa:air:y"),
        ),
        (
            replace(incident("air"), dismissed_by="c1"),
            "air",
            Said.ACCEPTED,
            {},
            ("closed", "incident_id", f"incident {ID} was found to be no report by c1"),
        ),
        (
            replace(incident("air"), version=3),
            "air",
            Said.ACCEPTED,
            {"version": 4},
            ("unknown_version", "version", "version 4 was never sent; the last is 3"),
        ),
        (
            living(Step.RESOLVED, work("air", Step.RESOLVED)),
            "air",
            Said.CONFIRMED,
            {},
            ("not_yours", "said", "only pusat says confirmed"),
        ),
        (
            incident("air"),
            "pusat",
            Said.CONFIRMED,
            {},
            ("not_now", "said", f"incident {ID} is dispatched, not resolved"),
        ),
        (
            incident("air"),
            "pusat",
            Said.REOPENED,
            {},
            ("not_now", "said", f"incident {ID} is dispatched, not resolved or confirmed or cannot"),
        ),
        (
            replace(incident("air"), state=State.CLOSED),
            "air",
            Said.ACCEPTED,
            {},
            ("closed", "incident_id", f"incident {ID} is closed"),
        ),
        (
            incident("air", "sar"),
            "layanan",
            Said.ACCEPTED,
            {},
            ("not_yours", "incident_id", f"incident {ID} is not layanan's but air, sar's"),
        ),
        (
            replace(living(Step.REOPENED, replace(work("air", Step.REOPENED), version=5)), version=6),
            "air",
            Said.ACCEPTED,
            {"version": 4},
            ("stale", "version", "version 4 is older than 5, with which it came to air"),
        ),
        (
            living(Step.ON_SITE, work("air", Step.ON_SITE)),
            "air",
            Said.ACCEPTED,
            {},
            (
                "not_now",
                "said",
                "air is at on_site: accepted cannot follow, only refused, resolved, cannot, released",
            ),
        ),
        (
            living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True)),
            "air",
            Said.ON_SITE,
            {},
            ("not_now", "said", "air is at resolved: on_site cannot follow, only nothing"),
        ),
        (
            living(Step.CONFIRMED, work("air", Step.RESOLVED, proven=False)),
            "air",
            Said.RESOLVED,
            {},
            ("not_now", "said", "air is at resolved: resolved cannot follow, only resolved"),
        ),
        (
            incident("pusat"),
            "pusat",
            Said.REFUSED,
            {},
            (
                "not_now",
                "said",
                "pusat is at dispatched: refused cannot follow, only accepted, on_site, resolved, cannot",
            ),
        ),
        (
            living(Step.ACCEPTED, OFFERED),
            "mitra_satu",
            Said.RESOLVED,
            {},
            ("not_now", "said", "mitra_satu is at accepted: resolved cannot follow, only accepted, refused"),
        ),
        (
            incident("lampu_baru", category="lampu"),
            "lampu_baru",
            Said.RELEASED,
            {},
            ("no_partner", "said", "no partner offers lampu there"),
        ),
        (
            incident("air"),
            "air",
            Said.REFUSED,
            {"other": "air"},
            ("nothing_to_do", "agency", "air names itself"),
        ),
    ],
)
def test_the_first_reason_is_told(
    there: Incident | None, agency: str, word: Said, about: dict[str, object], refusal: tuple[str, str, str]
) -> None:
    assert refused(there, agency, word, **about) == Refusal(*refusal)


@pytest.mark.parametrize(
    ("there", "agency", "word"),
    [
        (living(Step.RESOLVED, work("air", Step.RESOLVED)), "pusat", Said.CONFIRMED),
        (living(Step.RESOLVED, work("air", Step.RESOLVED)), "pusat", Said.REOPENED),
        (living(Step.CONFIRMED, work("air", Step.RESOLVED)), "pusat", Said.REOPENED),
        (living(Step.CANNOT, work("air", Step.CANNOT)), "pusat", Said.REOPENED),
        (living(Step.ACCEPTED, DOES), "mitra_satu", Said.REFUSED),
        (living(Step.ACCEPTED, OFFERED), "mitra_dua", Said.ACCEPTED),
        (incident("air"), "air", Said.RELEASED),
        (incident("pusat"), "pusat", Said.RESOLVED),
    ],
)
def test_nothing_speaks_against_it(there: Incident, agency: str, word: Said) -> None:
    assert refused(there, agency, word) is None


def test_the_version_in_hand_is_not_too_new_and_that_it_came_with_not_too_old() -> None:
    back = replace(living(Step.REOPENED, replace(work("air", Step.REOPENED), version=5)), version=6)
    assert [refused(back, "air", Said.ACCEPTED, version=version) is None for version in (4, 5, 6, 7)] == [
        *(False, True, True, False)
    ]


@pytest.mark.parametrize(
    ("there", "may"),
    [
        (work("air", Step.DISPATCHED), (Said.ACCEPTED, *AT_IT)),
        (work("air", Step.REOPENED), (Said.ACCEPTED, *AT_IT)),
        (work("air", Step.ACCEPTED), AT_IT),
        (work("air", Step.ON_SITE), (Said.REFUSED, Said.RESOLVED, Said.CANNOT, Said.RELEASED)),
        (work("air", Step.CANNOT), ()),
        (work("air", Step.RESOLVED), ()),
        (work("air", Step.RESOLVED, proven=True), ()),
        (work("air", Step.RESOLVED, proven=False), (Said.RESOLVED,)),
        (DOES, (Said.ACCEPTED, *AT_IT)),
        (OFFERED, (Said.ACCEPTED, *AT_IT)),
        (replace(OFFERED, step=Step.DISPATCHED), (Said.ACCEPTED, *AT_IT)),
    ],
)
def test_what_an_agency_may_say_next(there: Work, may: tuple[Said, ...]) -> None:
    assert may_follow(there) == may


def test_a_partner_answers_an_offer_and_then_does_what_agencies_do_but_for_what_is_theirs() -> None:
    assert partner_may(OFFERED, "mitra_satu") == (Said.ACCEPTED, Said.REFUSED)
    assert partner_may(DOES, "mitra_dua") == (Said.ACCEPTED, Said.REFUSED)
    assert partner_may(DOES, "mitra_satu") == (Said.REFUSED, Said.ON_SITE, Said.RESOLVED)


def test_its_own_work_goes_before_what_it_does_and_that_before_what_it_is_offered() -> None:
    own, does, may = (
        work("sar", Step.ON_SITE),
        work("air", Step.ACCEPTED, partner="sar"),
        replace(work("layanan", Step.ACCEPTED), offered=("sar",)),
    )
    works = (may, does, own)
    agencies = ("layanan", "air", "sar")
    assert work_for(living(Step.ON_SITE, *works, agencies=agencies), "sar") == own
    assert work_for(living(Step.ON_SITE, *works, agencies=agencies[:2]), "sar") == does
    assert work_for(living(Step.ON_SITE, *works, agencies=agencies[:1]), "sar") == may
    assert work_for(living(Step.ON_SITE, *works, agencies=agencies), "pusat") is None


def test_an_id_that_comes_again_is_the_same_or_refused() -> None:
    word = said("air", ID, Said.ACCEPTED, id="p7")
    known = ProgressScene(incident("air"), known=word.digest)
    assert progressed(word, known, SMALL).refusal is None
    assert progressed(word, known, SMALL).incident is None
    other = progressed(word, replace(known, known="else"), SMALL)
    assert other.refusal == Refusal(
        "id_reused", "id", "id 'p7' was used before by a message with other content"
    )
    assert progressed(word, ProgressScene(None), SMALL).refusal == Refusal(
        "unknown_incident", "incident_id", f"no incident {ID}"
    )
