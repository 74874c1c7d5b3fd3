from pathlib import Path

import numpy as np
import pytest

from schemas.toml_source import Mistakes
from streams.core.classify import Classifier, classify, rank
from streams.core.classify.spoken import Vocabulary
from streams.core.classify.terms import telling, words_in
from streams.learning.classification import TooFewMonthsError, Training, train_classification
from streams.learning.corpus import Corpus, read_corpus
from streams.learning.model_card import model_card
from streams.learning.place_names import place_names
from streams.learning.terms_matrix import DOCUMENTS_MIN, Features
from streams.weights.terms_file import read, write
from tests.unit.core.catalog import small_catalog
from tests.unit.learning.corpus import MONTHS, PLACES, write_corpus

CATALOG = small_catalog()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return read_corpus(write_corpus(tmp_path_factory.mktemp("labels")))


@pytest.fixture(scope="module")
def training(corpus: Corpus) -> Training:
    return train_classification(corpus, CATALOG)


def test_learns_what_a_text_is_about(training: Training) -> None:
    classifier = Classifier.of(CATALOG, training.weights)
    found = [classify(classifier, text, None).category for text in ("penerangan gelap", "akta belum jadi")]
    assert found == ["lampu", "ktp"]


def test_a_typing_error_is_understood_by_its_parts(training: Training) -> None:
    classifier = Classifier.of(CATALOG, training.weights)
    assert rank(classifier, "tolong penerngan", None).category == "lampu"


def test_is_tested_on_months_that_the_weights_had_not_seen(training: Training) -> None:
    assert training.tested_months == (MONTHS[-3], MONTHS[-1])
    assert len(training.judged) == 3 * 3 * 10
    assert all(one.right for one in training.judged)


def test_names_of_places_decide_nothing(training: Training) -> None:
    assert set(PLACES) <= training.weights.ignored
    assert not training.weights.words.rows.keys() & set(PLACES)


def test_the_same_data_give_the_same_files_to_the_byte(
    corpus: Corpus, training: Training, tmp_path: Path
) -> None:
    again = train_classification(read_corpus(write_corpus(tmp_path / "labels")), CATALOG)
    for name, made in (("a", training), ("b", again)):
        write(made.weights, tmp_path / name, "x")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert model_card(corpus, training, CATALOG) == model_card(corpus, again, CATALOG)


def test_a_file_gives_back_the_weights_that_were_written(training: Training, tmp_path: Path) -> None:
    write(training.weights, tmp_path / "w.tsv", "made by a test")
    found = read(tmp_path / "w.tsv")
    assert found.categories == training.weights.categories
    assert found.words.rows == training.weights.words.rows
    assert found.grams.rows == training.weights.grams.rows
    assert found.ignored == training.weights.ignored
    np.testing.assert_allclose(found.words.table, training.weights.words.table, atol=1e-6)
    np.testing.assert_allclose(found.grams.rarity, training.weights.grams.rarity, atol=1e-6)


def test_a_worker_scores_a_text_as_training_did(corpus: Corpus, training: Training) -> None:
    """`Features.matrix` times all weights is what `Vocabulary` finds, but for terms that training dropped."""
    weights, texts = training.weights, [one.text for one in corpus.city[:40]]
    features = Features.of([one.text for one, _ in _all(corpus)], weights.ignored)
    table = np.zeros((len(features.words.rows) + len(features.grams.rows), len(weights.categories)))
    for terms, index, start in (
        (weights.words, features.words, 0),
        (weights.grams, features.grams, len(features.words.rows)),
    ):
        for term, row in terms.rows.items():
            table[start + index.rows[term]] = terms.table[row]
    expected = features.matrix(texts) @ table
    told = [[w for w in telling(words_in(t)) if w not in weights.ignored] for t in texts]
    found = [scores for spoken in Vocabulary(weights).spoken(told) for scores in spoken.scores]
    np.testing.assert_allclose(np.array(found), weights.bias + expected, atol=0.12)


def test_a_rare_term_is_dropped(corpus: Corpus) -> None:
    texts = ["gentong bocor"] * (DOCUMENTS_MIN - 1) + ["ember bocor"] * DOCUMENTS_MIN
    features = Features.of(texts, frozenset())
    assert set(features.words.rows) == {"bocor", "ember", "ember bocor"}
    assert "gent" not in features.grams.rows


def test_names_stand_behind_markers_or_in_addresses_more_than_in_texts() -> None:
    row = {"address": "", "kelurahan": "", "kecamatan": ""}
    rows = [
        *({**row, "text": "jl mawar rusak", "address": "mawar"} for _ in range(12)),
        {**row, "text": "kali meluap, kali kotor", "kelurahan": "Kali Anyar", "address": "anyar"},
    ]
    assert place_names(rows) == {"mawar", "anyar"}


def test_too_few_months_are_told(tmp_path: Path, corpus: Corpus) -> None:
    with pytest.raises(TooFewMonthsError, match="needs more than 6 months, has 6"):
        train_classification(corpus.until(MONTHS[5]), CATALOG)


def test_a_time_that_is_none_is_named(tmp_path: Path) -> None:
    file = write_corpus(tmp_path) / "surabaya_train.csv"
    file.write_text(file.read_text().replace("2025-01-03T", "03/01/2025 ", 1))
    with pytest.raises(Mistakes, match=r"surabaya_train\.csv:4: reported_at: '03/01/2025 .*' is no date"):
        read_corpus(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"surabaya_train\.csv:1: cannot be read"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("word\tmacet\t1 2 x", "7: holds more than whole numbers: 1 2 x"),
        ("word\tmacet\t1 2", "needs 3 numbers"),
        ("word\tmacet\t1,2 3 4", "needs 3 numbers"),
        ("word\tmacet", "needs 3 numbers"),
        ("", "6: 0 terms end here, not 1"),
    ],
)
def test_a_broken_line_of_weights_is_named(tmp_path: Path, line: str, message: str) -> None:
    head = "# made by a test\ncategories\ta\tb\nbias\t1 2\ncalibration\t1 1 0\nignored\t\nterms\t1\n"
    (tmp_path / "w.tsv").write_text(head + line + "\n")
    with pytest.raises(Mistakes, match=message):
        read(tmp_path / "w.tsv")


@pytest.mark.parametrize("calibration", ["1 1", "a b c", ""])
def test_a_broken_calibration_is_named(tmp_path: Path, calibration: str) -> None:
    (tmp_path / "w.tsv").write_text(
        f"categories\ta\nbias\t1\ncalibration\t{calibration}\nignored\t\nterms\t0\n"
    )
    with pytest.raises(Mistakes, match=r"w\.tsv:3: calibration needs three numbers"):
        read(tmp_path / "w.tsv")


def test_weights_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "w.tsv").write_bytes(b"categories\t\xff\n")
    with pytest.raises(Mistakes, match="is not UTF-8"):
        read(tmp_path / "w.tsv")


def test_a_file_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w.tsv").write_text("categories\ta\n")
    with pytest.raises(Mistakes, match="no line begins with bias, calibration, ignored, terms"):
        read(tmp_path / "w.tsv")


def _all(corpus: Corpus) -> list[tuple[object, float]]:
    return [*((one, 1.0) for one in corpus.city), *corpus.supplements]
