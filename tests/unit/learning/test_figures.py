import pytest

from streams.learning.figures import Judged, classification_figures, confusions, reliability

AGENCIES = {"banjir": "air", "selokan": "air", "lampu": "listrik", "other": "kantor"}


def judged(*rows: tuple[str, str, float], times: int = 1) -> list[Judged]:
    return [Judged(*row) for row in rows for _ in range(times)]


def test_accuracy_and_agency() -> None:
    found = classification_figures(
        judged(
            ("banjir", "banjir", 1), ("banjir", "selokan", 1), ("lampu", "banjir", 1), ("lampu", "lampu", 1)
        ),
        AGENCIES,
    )
    assert (found.n, found.accuracy, found.agency_accuracy) == (4, 0.5, 0.75)
    assert found.recall == {"banjir": 0.5, "lampu": 0.5}


def test_macro_f1_is_the_mean_of_categories_with_ten_texts() -> None:
    rows = judged(("banjir", "banjir", 1), times=10) + judged(("lampu", "banjir", 1), times=10)
    assert classification_figures(rows, AGENCIES).macro_f1 == pytest.approx((2 * 10 / 30 + 0) / 2, abs=1e-4)
    few = rows + judged(("selokan", "selokan", 1), times=9)
    assert classification_figures(few, AGENCIES).macro_f1 == classification_figures(rows, AGENCIES).macro_f1


def test_accuracy_at_80_leaves_the_least_sure_fifth_out() -> None:
    rows = judged(("banjir", "banjir", 0.9), times=8) + judged(("banjir", "lampu", 0.2), times=2)
    found = classification_figures(rows, AGENCIES)
    assert (found.accuracy, found.accuracy_at_80) == (0.8, 1.0)


def test_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    rows = judged(("banjir", "banjir", 0.9), ("banjir", "lampu", 0.9), ("banjir", "banjir", 0.55))
    assert classification_figures(rows, AGENCIES).ece == pytest.approx((2 * 0.4 + 0.45) / 3, abs=1e-4)


def test_reliability_has_a_bin_for_each_tenth_that_holds_a_text() -> None:
    rows = judged(("banjir", "banjir", 1.0), ("banjir", "banjir", 0.95), ("banjir", "lampu", 0.05))
    assert [(b.n, b.confidence, b.accuracy) for b in reliability(rows)] == [(1, 0.05, 0.0), (2, 0.975, 1.0)]


def test_a_label_that_the_catalog_does_not_know_counts_as_wrong() -> None:
    found = classification_figures(judged(("meteor", "banjir", 0.5)), AGENCIES)
    assert (found.accuracy, found.agency_accuracy, found.recall) == (0.0, 0.0, {"meteor": 0.0})


def test_confusions_count_only_what_is_wrong() -> None:
    rows = judged(("banjir", "banjir", 1), ("banjir", "lampu", 1), ("banjir", "lampu", 1))
    assert confusions(rows) == {("banjir", "lampu"): 2}


def test_an_empty_file_has_figures_too() -> None:
    found = classification_figures([], AGENCIES)
    assert (found.n, found.accuracy, found.macro_f1, found.ece, found.recall) == (0, 0.0, 0.0, 0.0, {})
