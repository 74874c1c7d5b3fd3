"""How often one may try to sign in."""

from streams.board.access.limits import Limits, place_of


def test_who_tries_too_often_waits_and_nobody_else_does() -> None:
    now = [0.0]
    limits = Limits(2, now_s=lambda: now[0])
    assert [limits.wait_s("ani") for _ in range(3)] == [0, 0, 30]
    assert limits.wait_s("budi") == 0
    now[0] = 30
    assert limits.wait_s("ani") == 0


def test_so_many_are_known_and_the_one_not_seen_for_longest_is_forgotten() -> None:
    limits = Limits(1, most=2, now_s=lambda: 0.0)
    limits.wait_s("ani")
    limits.wait_s("budi")
    limits.wait_s("ani")
    limits.wait_s("citra")
    assert len(limits._known) == 2
    assert limits.wait_s("ani") > 0
    assert limits.wait_s("budi") == 0


def test_an_address_of_ipv6_is_its_network() -> None:
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:2") != place_of("2001:db8:0:100::1")
    assert place_of("2001:db8::1") == place_of("2001:db8:0:ff::1")
    assert place_of("192.0.2.7") == "192.0.2.7"
    assert place_of("testclient") == "testclient"


def test_who_has_shown_who_it_is_begins_anew() -> None:
    limits = Limits(1, now_s=lambda: 0.0)
    limits.wait_s("ani")
    limits.wait_s("budi")
    limits.forget("ani")
    assert limits.wait_s("ani") == 0
    assert limits.wait_s("budi") > 0
