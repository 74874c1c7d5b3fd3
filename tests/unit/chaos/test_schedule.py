"""What is drawn from a seed."""

from itertools import islice

from tests.chaos.schedule import BROKERS, KINDS, LONG, POSTGRES, WORKERS, Act, rounds

SESSION_S = 6.0


def _acts(seed: int, number: int = 12, **more: object) -> list[Act]:
    found = islice(rounds(seed, SESSION_S, **more), number)  # type: ignore[arg-type]
    return [act for one in found for lane in (*one.lanes, (one.measured,)) for act in lane]


def test_the_same_seed_draws_the_same():
    assert _acts(7) == _acts(7)
    assert _acts(7) != _acts(8)


def test_every_kind_comes():
    assert {act.kind for act in _acts(1)} == {*KINDS}


def test_half_an_hour_of_rounds_of_two_minutes_has_more_than_three_hundred():
    acts = [act for one in islice(rounds(3, SESSION_S), 15) for lane in one.lanes for act in lane]
    assert len(acts) > 300


def test_what_cannot_be_done_is_left_out_and_the_rest_stays():
    kinds = {*KINDS} - {"Postgres' disk full"}
    assert _acts(5, kinds=kinds) == [act for act in _acts(5) if act.kind in kinds]


def test_a_round_by_number_is_the_one_of_the_schedule():
    assert next(rounds(6, SESSION_S, first=3)) == [*islice(rounds(6, SESSION_S), 4)][-1]


def test_all_of_a_storm_begins_within_it_in_order():
    for one in islice(rounds(2, SESSION_S), 20):
        for lane in one.lanes:
            times = [act.at_s for act in lane]
            assert times == sorted(times)
            assert all(0 <= at < LONG.lasts_s for at in times)


def test_who_stands_still_does_so_beyond_the_session():
    stops = [act.lasts_s for act in _acts(4) if act.kind == "worker stopped, then woken"]
    assert min(stops) > SESSION_S


def test_networks_are_cut_between_two_who_talk():
    cuts = [act for act in _acts(9) if act.kind in ("network cut", "network slow")]
    for act in cuts:
        assert act.whom != act.other
        assert act.whom in (*WORKERS, *BROKERS)
        assert act.other in (*BROKERS, POSTGRES)
        assert not (act.whom in BROKERS and act.other == POSTGRES)
