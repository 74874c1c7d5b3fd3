"""What is not finished of a partition, whatever its position and its log are."""

from hypothesis import given
from hypothesis import strategies as st

from streams.watch.lag import Place, unfinished

AT = ("reports.sorot", 0)


@given(st.one_of(st.none(), st.integers(0, 100)), st.integers(0, 100), st.integers(0, 100))
def test_it_lies_in_the_log_and_is_never_less_than_nothing(
    position: int | None, begin: int, length: int
) -> None:
    [(_, start, end)] = unfinished([Place("triage", AT, position)], {AT: begin}, {AT: begin + length})
    assert begin <= start <= end
    if position is None or position < begin:
        assert (start, end) == (begin, begin + length)
    elif position <= begin + length:
        assert (start, end) == (position, begin + length)
    else:
        assert start == end
