"""What is open, and what browsers are told of it: each change once, in order, and never silently less."""

import json
from itertools import pairwise

from sinks.reading_board import BoardRow
from streams.board.live import frames
from streams.board.live.audience import ALL, Audience
from streams.board.live.follower import BYTES_MAX, FRAMES_MAX, Follower
from streams.board.live.history import History
from streams.board.live.hub import Hub
from streams.metrics import BoardMetrics

DISHUB = Audience(agency="dishub")


def row(id: str, *agencies: str, version: int = 1) -> BoardRow:
    content = json.dumps({"id": id, "version": version}, separators=(",", ":"))
    return BoardRow(id, frozenset(agencies or ("dishub",)), content.encode())


def hub(*rows: BoardRow, most: int = 100) -> Hub:
    made = Hub(BoardMetrics(), History(most))
    made.replace(rows)
    return made


async def told(follower: Follower) -> list[tuple[str, list[str], list[str]]]:
    """Each frame: its kind, ids of rows, ids of what is gone."""
    found = []
    for frame in (await follower.take(0.01)).split(b"\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in frame.decode().split("\n"))
        said = json.loads(fields["data"])
        found.append((fields["event"], [one["id"] for one in said.get("rows", [])], said.get("gone", [])))
    return found


async def test_each_change_is_told_once_to_who_may_see_it() -> None:
    here = hub(row("a"))
    with here.following(ALL, here.mark) as all, here.following(DISHUB, here.mark) as dishub:
        assert await told(all) == await told(dishub) == [("changes", [], [])]
        here.change([row("b", "dlh"), row("c")], [])
        here.change([], ["a", "never there"])
        assert await told(all) == [("changes", ["b", "c"], []), ("changes", [], ["a"])]
        assert await told(dishub) == [("changes", ["c"], []), ("changes", [], ["a"])]
        assert await told(all) == []


async def test_what_was_missed_is_told_once_as_it_is_now() -> None:
    here = hub(row("a"), row("b"))
    mark = here.mark
    for version in (2, 3):
        here.change([row("a", version=version), row("c")], [])
    here.change([row("other", "dlh")], ["b", "c"])
    with here.following(DISHUB, mark) as follower:
        [(event, rows, gone)] = await told(follower)
        assert (event, rows, sorted(gone)) == ("changes", ["a"], ["b", "c"])
    assert b'"version":3' in here.snapshot(DISHUB)
    assert b"other" not in here.snapshot(DISHUB)


async def test_who_may_not_see_one_any_more_is_told_that_it_is_gone_and_no_more_of_it() -> None:
    here = hub(row("a", "dlh", "dishub"), row("b"))
    mark = here.mark
    with here.following(DISHUB, mark) as there, here.following(ALL, mark) as all:
        await told(there)
        await told(all)
        here.change([row("a", "dlh", version=2)], [])
        assert await told(there) == [("changes", [], ["a"])]
        here.change([row("a", "dlh", version=3)], [])
        assert await told(there) == []
        assert await told(all) == [("changes", ["a"], []), ("changes", ["a"], [])]
    with here.following(DISHUB, mark) as back:
        assert await told(back) == [("changes", [], ["a"])]
    here.change([row("a", "dishub", version=4)], [])
    with here.following(DISHUB, mark) as again:
        assert await told(again) == [("changes", ["a"], [])]


async def test_windows_are_counted_for_each_account() -> None:
    here = hub()
    with here.following(ALL, here.mark, "ani"), here.following(DISHUB, here.mark, "ani"):
        assert (here.windows_of("ani"), here.windows_of("dina")) == (2, 0)
    assert here.windows_of("ani") == 0


async def test_marks_of_which_nothing_is_known_are_told_to_load_anew() -> None:
    here = hub(row("a"), most=2)
    old = here.mark
    for id in "bcde":
        here.change([row(id)], [])
    endless = here.mark.partition("-")[0] + "-" + "9" * 5_000
    for mark in (old, hub().mark, "", "x", f"{here.mark}x", "-1", endless):
        with here.following(ALL, mark) as follower:
            assert await follower.take(0.01) == frames.RELOAD, mark
    with here.following(ALL, here.mark) as follower:
        assert await told(follower) == [("changes", [], [])]


async def test_who_does_not_take_what_is_told_is_slow_and_holds_nothing() -> None:
    here = hub()
    with here.following(ALL, here.mark) as slow, here.following(ALL, here.mark) as quick:
        for number in range(FRAMES_MAX + 1):
            here.change([row(str(number))], [])
            await quick.take(0.01)
        assert (slow.slow, quick.slow) == (True, False)
        assert await slow.take(0.01) == b""
        here.change([BoardRow("large", frozenset(), b'"' + b"x" * BYTES_MAX + b'"')], [])
        assert quick.slow
    assert here.browsers == 0


async def test_all_read_anew_is_told_as_what_is_different() -> None:
    here = hub(row("a"), row("b"), row("c"))
    with here.following(ALL, here.mark) as follower:
        await follower.take(0.01)
        here.stale()
        assert not here.fresh
        here.replace([row("a"), row("b", version=2), row("d")])
        assert here.fresh
        [stale, (event, rows, gone)] = await told(follower)
        assert stale[0] == "stale"
        assert (event, rows, gone) == ("changes", ["b", "d"], ["c"])


async def test_who_comes_while_nothing_is_heard_is_told_so() -> None:
    here = hub(row("a"))
    here.stale()
    with here.following(ALL, here.mark) as follower:
        assert (await follower.take(0.01)).endswith(frames.STALE)


async def test_one_incident_alone_may_be_followed() -> None:
    here = hub(row("a"), row("b"))
    with here.following(Audience(incident="b"), here.mark) as follower:
        await follower.take(0.01)
        here.change([row("a", version=2)], [])
        here.change([row("b", version=2)], [])
        assert await told(follower) == [("changes", ["b"], [])]


def test_a_history_knows_the_last_change_of_each_and_how_far_back_it_reaches() -> None:
    history = History(3)
    for position, id in enumerate("abacd", 1):
        history.note(id, position, frozenset())
    assert [id for id, _ in history.after(0)] == ["d", "c", "a"]
    assert [id for id, _ in history.after(4)] == ["d"]
    assert [history.knows(position) for position in range(4)] == [False, False, True, True]
    assert all(later >= sooner for sooner, later in pairwise(map(history.knows, range(6))))
