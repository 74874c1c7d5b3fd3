import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.classified import Classification
from streams.core.classify import (
    EVIDENCE,
    PHRASES_WEIGHT,
    PICK,
    PICK_WEIGHT,
    UNTRAINED_PHRASES_WEIGHT,
    Classifier,
    classify,
    rank,
)
from streams.core.classify.weights import Calibration, Terms, Weights
from tests.unit.core import bekasi
from tests.unit.core.catalog import small_catalog

UNKNOWN = "other"
BEKASI = bekasi.CATALOG
PLAIN = Classifier.of(small_catalog(), Weights.none())
FULL = Classifier.of(BEKASI, bekasi.trained())


def trained(
    words: dict[str, list[float]], grams: dict[str, list[float]] | None = None, ignored: tuple[str, ...] = ()
) -> Classifier:
    """Of two categories, `banjir` and `selokan`, every term as rare as any other."""
    weights = Weights(
        categories=("banjir", "selokan"),
        bias=np.array([-0.7, -0.7], np.float32),
        words=terms(words),
        grams=terms(grams or {}),
        ignored=frozenset(ignored),
        calibration=Calibration(score=1.0, lead=2.0, constant=0.5),
    )
    return Classifier.of(small_catalog(), weights)


def terms(weights: dict[str, list[float]]) -> Terms:
    table = np.array(list(weights.values()), np.float32).reshape(-1, 2)
    return Terms({term: row for row, term in enumerate(weights)}, table, np.ones(len(weights), np.float32))


def weights_of(found: Classification) -> dict[str, float]:
    return {weight.word: weight.weight for weight in found.evidence}


def test_the_words_of_the_catalog_decide_without_training() -> None:
    found = classify(PLAIN, "Tolong, BANJIR di depan rumah", None)
    assert (found.category, found.family) == ("banjir", "air")
    assert weights_of(found) == {"banjir": UNTRAINED_PHRASES_WEIGHT / 2}


def test_a_longer_phrase_weighs_more() -> None:
    assert classify(PLAIN, "banjir karena got mampet", None).category == "selokan"


def test_a_phrase_counts_once_however_often_it_is_said() -> None:
    assert classify(PLAIN, "banjir banjir banjir, got mampet", None).category == "selokan"


def test_words_are_whole_and_in_order() -> None:
    assert classify(PLAIN, "banjirnya, mampet got, lampunya", None).category == UNKNOWN


def test_punctuation_within_a_phrase_does_not_hide_it() -> None:
    assert classify(PLAIN, "got-mampet", None).category == "selokan"


@pytest.mark.parametrize("text", ["", "halo apa kabar", "123", "🙏🙏"])
def test_nothing_known_is_other_without_confidence_or_evidence(text: str) -> None:
    found = classify(PLAIN, text, None)
    assert (found.category, found.family, found.confidence, found.evidence) == (UNKNOWN, "other", 0.0, ())
    assert found.second is None


def test_a_pick_decides_where_words_do_not() -> None:
    found = classify(PLAIN, "", "ktp")
    assert (found.category, found.family) == ("ktp", "layanan")
    assert weights_of(found) == {PICK: PICK_WEIGHT}


def test_a_pick_is_no_order() -> None:
    assert classify(PLAIN, "air masuk rumah", "ktp").category == "banjir"


def test_a_pick_adds_to_the_words_of_its_category() -> None:
    found = classify(PLAIN, "banjir", "banjir")
    assert weights_of(found) == {"banjir": UNTRAINED_PHRASES_WEIGHT / 2, PICK: PICK_WEIGHT}
    assert found.confidence > classify(PLAIN, "banjir", None).confidence


def test_equal_scores_go_to_the_first_id() -> None:
    assert classify(PLAIN, "selokan banjir", None).category == "banjir"
    assert classify(PLAIN, "selokan lampu", None).category == "lampu"


def test_trained_words_decide_and_are_the_evidence() -> None:
    found = classify(trained({"luber": [0.0, 1.0]}), "air luber", None)
    assert found.category == "selokan"
    assert weights_of(found) == {"luber": 1.0}


def test_a_text_has_length_one_however_long_it_is() -> None:
    found = classify(trained({"luber": [0.0, 1.0], "bau": [0.0, 1.0]}), "bau luber", None)
    assert weights_of(found) == {"bau": 0.71, "luber": 0.71}


def test_said_twice_is_louder_but_not_twice_as_loud() -> None:
    found = classify(trained({"luber": [0.0, 1.0], "bau": [0.0, 1.0]}), "bau bau luber", None)
    louder = 1 + math.log(2)
    assert weights_of(found)["bau"] == round(louder / math.hypot(louder, 1), 2)


def test_a_pair_of_neighbours_is_a_term_of_its_own() -> None:
    classifier = trained({"air": [0.3, 0.2], "air keruh": [0.0, 1.0]})
    assert classify(classifier, "air keruh", None).category == "selokan"
    assert classify(classifier, "keruh, air", None).category == "banjir"


def test_grams_speak_for_words_that_training_has_not_met() -> None:
    found = classify(
        trained({"ada": [0.0, 0.0]}, {" lub": [0.0, 1.0], "uber": [0.0, 1.0]}), "ada luberan", None
    )
    assert (found.category, weights_of(found)) == ("selokan", {"luberan": 1.41})


def test_a_phrase_and_a_trained_word_of_the_same_letters_add_up() -> None:
    found = classify(trained({"banjir": [1.0, 0.0]}), "banjir", None)
    assert weights_of(found) == {"banjir": 1 + PHRASES_WEIGHT / 2}


def test_ignored_words_decide_nothing_by_their_parts_neither() -> None:
    silent = trained({"ada": [0.0, 0.0], "rungkut": [0.0, 1.0]}, {"kut ": [0.0, 1.0]}, ignored=("rungkut",))
    assert classify(silent, "ada rungkut", None).category == UNKNOWN


@pytest.mark.parametrize(
    "text", ["ada anggrek", "ada kel luber", "jl luber ada", "ada gg. Luber", "Rawa Timur ada"]
)
def test_names_of_areas_and_streets_decide_nothing(text: str) -> None:
    classifier = trained({"ada": [0.0, 0.0], "luber": [0.0, 1.0], "anggrek": [0.0, 1.0], "timur": [0.0, 1.0]})
    assert classify(classifier, text, None).category == UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "mohon bantuan warga bekasi",
        "ada apa di stasiun bekasi timur",
        "lihat ke bulak kapal",
        "di depan smkn 1",
    ],
)
def test_names_of_the_city_and_its_landmarks_decide_nothing(text: str) -> None:
    names = {"bekasi", "stasiun", "kapal", "bulak", "timur"}
    assert names.isdisjoint(weights_of(classify(FULL, text, None)))


def test_a_pick_that_the_words_do_not_bear_out_is_no_second_matter() -> None:
    for pick in BEKASI.categories:
        assert classify(FULL, "lampu jalan mati total gelap", pick).second is None


def test_a_stretched_word_is_itself() -> None:
    assert weights_of(classify(trained({"luber": [0.0, 1.0]}), "luuuuber bgtttt", None)) == {"luber": 1.0}


def test_confidence_is_the_calibrated_curve_of_score_and_lead() -> None:
    found = classify(trained({"luber": [0.0, 1.0]}), "luber", None)
    assert found.confidence == round(1 / (1 + math.exp(-(0.3 + 2 * 1.0 + 0.5))), 3)


def test_a_second_category_is_named_when_it_speaks_for_itself() -> None:
    both = classify(trained({"luber": [0.9, 1.9]}), "luber", None)
    one = classify(trained({"luber": [0.1, 1.0]}), "luber", None)
    assert (both.category, both.second, one.second) == ("selokan", "banjir", None)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("macet parah gara2 parkir liar di depan pasar", "illegal_parking", "traffic_jam"),
        ("pkl di trotoar bikin macet", "street_vendor", "traffic_jam"),
        ("banjir karena got mampet", "drainage", "flood"),
        ("kecelakaan motor, macet panjang", "traffic_jam", "accident"),
        ("lampu jalan mati rawan kecelakaan", "street_light", None),
        ("jalan berlubang di depan sekolah", "road_damage", None),
    ],
)
def test_a_report_of_two_matters_names_both(text: str, first: str, second: str | None) -> None:
    found = classify(FULL, text, None)
    assert (found.category, found.second) == (first, second)


def test_evidence_is_short_and_the_heaviest_first() -> None:
    many = {
        word: [0.0, 1.0 + n / 10]
        for n, word in enumerate(["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh"])
    }
    evidence = classify(trained(many), " ".join(many), None).evidence
    assert len(evidence) == EVIDENCE
    assert [weight.weight for weight in evidence] == sorted((w.weight for w in evidence), reverse=True)
    assert evidence[0].word == "tujuh"


def test_a_category_that_no_training_has_seen_speaks_by_its_phrases() -> None:
    assert classify(trained({"luber": [0.0, 0.1]}), "lampu jalan", None).category == "lampu"


@given(st.text(max_size=400), st.sampled_from([None, *BEKASI.categories]))
def test_any_text_has_a_category_of_the_catalog_and_a_confidence(text: str, pick: str | None) -> None:
    found = classify(FULL, text, pick)
    assert found.category in BEKASI.categories
    assert found.family == BEKASI.categories[found.category].family
    assert 0 <= found.confidence <= 1
    assert found.second != found.category


@given(st.text(max_size=400))
def test_the_same_text_gives_the_same_answer_whatever_came_between(text: str) -> None:
    fresh = Classifier.of(small_catalog(), Weights.none())
    assert classify(fresh, text, None) == classify(PLAIN, text, None)


@given(st.text(alphabet="abcdeioumnt \u202e\u0430\u0131", max_size=10_000))
def test_what_is_remembered_changes_nothing(text: str) -> None:
    assert rank(FULL, text, None) == rank(FULL, text, None)
