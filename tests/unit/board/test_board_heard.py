"""What Postgres told of, until somebody asks."""

from streams.board.live.heard import Heard


async def test_each_id_is_told_once() -> None:
    heard = Heard()
    heard.note(["a", "b"])
    heard.note(["b", "c"])
    assert await heard.wait(0.01)
    assert heard.take() == (["a", "b", "c"], False)
    assert not await heard.wait(0.01)


async def test_too_many_are_a_flood_once() -> None:
    heard = Heard(most=2)
    heard.note(["a", "b"])
    heard.note(["c"])
    heard.note(["d"])
    assert heard.take() == ([], True)
    heard.note(["e"])
    assert heard.take() == (["e"], False)


async def test_the_end_is_not_forgotten() -> None:
    heard = Heard()
    heard.note(["a"])
    heard.end()
    heard.take()
    assert await heard.wait(0.01)
    assert heard.ended
