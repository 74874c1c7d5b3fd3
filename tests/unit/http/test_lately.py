"""Things by key, in bounded memory."""

from streams.http.lately import Lately


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    kept: Lately[str, int] = Lately(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.of("a", lambda: 9) == 1, "what is there is not made"
    assert kept.of("c", lambda: 3) == 3
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_to_look_is_no_use_and_what_is_forgotten_is_made_anew() -> None:
    kept: Lately[str, int] = Lately(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    kept.get("a")
    kept.keep("c", 3)
    assert kept.get("a") is None
    kept.forget("b")
    kept.forget("b")
    assert kept.of("b", lambda: 4) == 4
