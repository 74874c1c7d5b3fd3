"""Who spoke of which incidents, against plain mappings."""

from hypothesis import given
from hypothesis import strategies as st

from streams.core.dedupe.voices import Voices

ids, names = st.sampled_from("abc"), st.sampled_from("xyz")
spoken = st.tuples(names, ids, st.integers(0, 9).map(float))


def heard(voices: Voices) -> dict[tuple[str, str], float]:
    return {(voice, id): at for voice in "xyz" for id, at in voices.heard_of(voice)}


@given(st.lists(st.one_of(spoken, ids), max_size=20))
def test_each_is_heard_where_it_last_spoke_until_that_is_forgotten(steps: list) -> None:
    voices, expected = Voices(), {}
    for step in steps:
        if isinstance(step, tuple):
            voice, id, at = step
            voices.spoke(voice, id, at)
            expected[voice, id] = max(at, expected.get((voice, id), at))
        else:
            voices.forget(step)
            expected = {key: at for key, at in expected.items() if key[1] != step}
    assert heard(voices) == expected
    for id in "abc":
        of = {voice: at for (voice, there), at in expected.items() if there == id}
        assert voices.of(id) == of
        assert {voice: voices.spoke_at(voice, id) for voice in of} == of
    assert voices.spoke_at("nobody", "a") is None
    assert len(voices) == len({voice for voice, _ in expected})
