"""Two rule sets on the same reports: what differs is told with reasons, and nothing else is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.models import Route
from schemas.incident import Decision
from streams.whatif.change import Cause, Change, Drift, Load, Shift, Turn, Turns
from streams.whatif.compare import EXAMPLES, PARTS, compare
from streams.whatif.trial import Trial
from tests.unit.core.catalog import small_catalog
from tests.unit.whatif.recorded import original, rules, tried

NEAR, FAR = rules(), rules(radius_m=60)
TEXTS = ("banjir", "banjir, ada korban", "lampu jalan mati", "selokan mampet", "halo")

streams_of_originals = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.integers(0, 6), st.sampled_from(("a", "b", None))), max_size=12
).map(
    lambda drawn: [
        original(f"r{number}", 25 * steps, text=text, reporter=reporter)
        for number, (text, steps, reporter) in enumerate(drawn)
    ]
)


def compared(before: Trial, after: Trial) -> Change:
    """Nothing but the rules: what is recorded is what the rules in force say."""
    return compare(before, after, before.partition)


def test_a_wider_radius_merges_and_says_why() -> None:
    reports = [original("a"), original("b", 50, text="banjir lagi"), original("c", 500)]
    far = tried(FAR, *reports)
    found = compared(tried(NEAR, *reports), far)
    assert (found.reports, found.incidents, found.moved) == (3, Shift(3, 2), 2)
    assert (found.merged.incidents, found.merged.parts, found.merged.pairs) == (1, 2, 1)
    [example] = found.merged.examples
    founder, joined = example.pieces
    assert (founder.report, founder.incident) == ("sorot:a", example.incident)
    assert (joined.report, joined.text) == ("sorot:b", "banjir lagi")
    assert joined.reason == far.outcomes["sorot", "b"].reason
    assert "50 m" in joined.reason
    assert found.split.examples == ()
    assert found.decisions[Decision.JOINS] == Shift(0, 1)
    assert found.recorded == Drift(0, 0, 0)


def test_a_narrower_radius_splits_and_gives_the_new_reason() -> None:
    reports = [original("a"), original("b", 50)]
    near = tried(NEAR, *reports)
    found = compared(tried(FAR, *reports), near)
    assert (found.merged.incidents, found.split.incidents, found.split.pairs) == (0, 1, 1)
    reasons = {piece.report: piece.reason for piece in found.split.examples[0].pieces}
    assert reasons["sorot:b"] == near.outcomes["sorot", "b"].reason


def test_only_the_first_examples_and_parts_are_shown_but_all_are_counted() -> None:
    places = [(row, step) for row in range(EXAMPLES + 1) for step in range(PARTS + 1)]
    reports = [original(f"{row}-{step}", 2_000 * row + 38 * step) for row, step in places]
    wide = rules(radius_m=300)
    found = compared(tried(NEAR, *reports), tried(wide, *reports)).merged
    assert (found.incidents, found.parts) == (EXAMPLES + 1, len(places))
    assert len(found.examples) == EXAMPLES
    assert (found.examples[0].parts, len(found.examples[0].pieces)) == (PARTS + 1, PARTS)


def test_other_routes_move_the_load() -> None:
    catalog = small_catalog()
    flood = catalog.categories["banjir"].model_copy(
        update={"routes": (Route(agency="layanan", reason="coba"),)}
    )
    moved = catalog.model_copy(update={"categories": {**catalog.categories, "banjir": flood}})
    reports = [original("a"), original("b", 10), original("c", 500)]
    found = compared(tried(NEAR, *reports), tried(rules(catalog=moved), *reports))
    assert found.agencies == (
        Load("air", Shift(2, 0), Shift(3, 0)),
        Load("layanan", Shift(0, 2), Shift(0, 3)),
    )
    assert found.moved == 0


def test_other_words_change_categories_and_urgency() -> None:
    catalog = small_catalog()
    words = {"banjir": (), "lampu": ("banjir", "lampu jalan mati")}
    categories = {
        id: one.model_copy(update={"words": words.get(id, one.words)})
        for id, one in catalog.categories.items()
    }
    other = rules(catalog=catalog.model_copy(update={"categories": categories}))
    found = compared(tried(NEAR, original("a"), original("b")), tried(other, original("a"), original("b")))
    assert found.categories == Turns(2, (Turn("banjir", "lampu", 2),))
    assert found.moved == 0


def test_a_category_or_a_channel_that_is_gone_refuses_reports_and_says_so() -> None:
    catalog = small_catalog()
    left = {id: one for id, one in catalog.categories.items() if id != "lampu"}
    without = catalog.model_copy(
        update={"categories": left, "channels": {"sorot": catalog.channels["sorot"]}}
    )
    reports = [
        original("a", category="lampu"),
        original("b", 500, category="lampu"),
        original("c", channel="callcenter"),
        original("d"),
    ]
    found = compared(tried(NEAR, *reports), tried(rules(catalog=without), *reports))
    assert found.refused == Shift(0, 3)
    first, second = found.refused_because
    assert (first.code, first.reports, first.example) == ("unknown_category", 2, "sorot:a")
    assert "'lampu'" in first.reason
    assert second == Cause("unknown_channel", "the catalog has no channel 'callcenter'", 1, "callcenter:c")
    assert found.moved == 0


def test_what_both_refuse_is_no_change() -> None:
    catalog = small_catalog()
    fewer = catalog.model_copy(update={"channels": {"sorot": catalog.channels["sorot"]}})
    reports = [original("a"), original("b", channel="callcenter")]
    found = compared(tried(rules(catalog=fewer), *reports), tried(rules(catalog=fewer), *reports))
    assert (found.refused, found.refused_because) == (Shift(1, 1), ())


def test_a_question_is_counted() -> None:
    before, after = tried(NEAR, original("a")), tried(NEAR, original("a"))
    after.outcomes = {key: replace(one, decision=Decision.ASKS) for key, one in after.outcomes.items()}
    assert compared(before, after).decisions[Decision.ASKS] == Shift(0, 1)


def test_reports_before_the_span_are_joined_but_not_counted() -> None:
    earlier, later = original("a"), original("b", 10)
    found = compared(tried(NEAR, later, before=[earlier]), tried(NEAR, later, before=[earlier]))
    assert (found.reports, found.incidents) == (1, Shift(1, 1))
    assert found.decisions[Decision.JOINS] == Shift(1, 1)
    assert found.agencies == (Load("air", Shift(0, 0), Shift(1, 1)),)


def test_what_is_recorded_otherwise_is_told_apart_from_what_the_candidate_changes() -> None:
    reports = [original("a"), original("b", 10)]
    trial = tried(NEAR, *reports)
    corrected = {("sorot", "a"): "x", ("sorot", "b"): "y"}
    assert compare(trial, trial, corrected).recorded == Drift(moved=2, merged=1, split=0)
    assert compare(trial, trial, corrected).moved == 0


@given(streams_of_originals)
def test_rules_that_are_the_same_change_nothing(reports: list) -> None:
    found = compared(tried(NEAR, *reports), tried(rules(), *reports))
    assert (found.moved, found.merged.incidents, found.split.incidents) == (0, 0, 0)
    assert (found.categories.reports, found.urgency.reports, found.refused_because) == (0, 0, ())
    assert found.recorded == Drift(0, 0, 0)
    shifts = [found.incidents, found.refused, *found.decisions.values()]
    shifts += [shift for load in found.agencies for shift in (load.incidents, load.dispatches)]
    assert all(shift.before == shift.after for shift in shifts)


@given(streams_of_originals)
def test_the_other_way_round_everything_is_reversed(reports: list) -> None:
    near, far = tried(NEAR, *reports), tried(FAR, *reports)
    there, back = compared(near, far), compared(far, near)
    assert there.moved == back.moved
    for one, other in ((there.merged, back.split), (there.split, back.merged)):
        assert (one.incidents, one.parts, one.pairs) == (other.incidents, other.parts, other.pairs)
        assert [(e.incident, e.parts, e.reports) for e in one.examples] == [
            (e.incident, e.parts, e.reports) for e in other.examples
        ]
    assert there.incidents == Shift(back.incidents.after, back.incidents.before)
