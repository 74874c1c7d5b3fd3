from streams.pulse import Pulse


def test_the_slowest_loop_is_what_counts() -> None:
    now = [100.0]
    pulse = Pulse(clock=lambda: now[0])
    assert pulse.silent_s() == 0
    pulse.beat("take in")
    pulse.beat("deliver")
    now[0] = 130.0
    pulse.beat("deliver")
    assert pulse.silent_s() == 30
    pulse.beat("take in")
    assert pulse.silent_s() == 0
