"""News reach every page, in order, and whoever was away for a moment misses nothing or is told everything anew."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from threading import Thread
from typing import Any

from starlette.requests import Request

from kiosk.web import feed as feeds
from kiosk.web.feed import Feed


def asked(last: str | None = None) -> Request:
    headers = [] if last is None else [(b"last-event-id", last.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers, "query_string": b""})


def lines(feed: Feed, last: str | None = None, first: str | None = None) -> AsyncIterator[bytes]:
    return feed.answer(asked(last), first).body_iterator  # type: ignore[return-value]


async def some(source: AsyncIterator[bytes], count: int) -> list[str]:
    return [(await anext(source)).decode() for _ in range(count)]


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 10))


def test_news_from_another_thread_reach_every_page_in_order() -> None:
    async def story() -> None:
        feed = Feed()
        pages = [lines(feed), lines(feed)]
        for page in pages:
            assert (await some(page, 1))[0].startswith("retry:")
        teller = Thread(target=lambda: [feed.publish("call", f"A {number}") for number in range(3)])
        teller.start()
        for page in pages:
            assert await some(page, 3) == [f"id: {n + 1}\nevent: call\ndata: A {n}\n\n" for n in range(3)]
        teller.join()

    run(story)


def test_whoever_was_away_is_told_what_they_missed() -> None:
    async def story() -> None:
        feed = Feed()
        for number in range(5):
            feed.publish("call", str(number))
        told = await some(lines(feed, last="3", first="everything"), 3)
        assert [piece.split("\n")[0] for piece in told[1:]] == ["id: 4", "id: 5"]

    run(story)


def test_whoever_was_away_too_long_or_comes_new_gets_the_whole_state() -> None:
    async def story() -> None:
        feed = Feed(start=100)
        for number in range(feeds.KEPT + 10):
            feed.publish("call", str(number))
        for last in (None, "101", "99999999", "-1", "x"):
            told = await some(lines(feed, last=last, first="everything"), 2)
            assert told[1].endswith("event: now\ndata: everything\n\n"), last

    run(story)


def test_data_of_several_lines_stays_one_event() -> None:
    async def story() -> None:
        feed = Feed()
        page = lines(feed)
        await some(page, 1)
        feed.publish("note", "one\ntwo")
        assert await some(page, 1) == ["id: 1\nevent: note\ndata: one\ndata: two\n\n"]

    run(story)


def test_a_page_that_reads_nothing_is_let_go_and_costs_no_memory() -> None:
    async def story() -> None:
        feed = Feed()
        page = lines(feed)
        await some(page, 1)
        for number in range(feeds.WAITING + 2):
            feed.publish("call", str(number))
        await asyncio.sleep(0)
        assert [piece async for piece in page] == []
        assert not feed._listeners

    run(story)


def test_closing_ends_every_page_so_that_the_server_can_stop() -> None:
    async def story() -> None:
        feed = Feed()
        page = lines(feed)
        await some(page, 1)
        feed.close()
        assert [piece async for piece in page] == []
        assert len([piece async for piece in lines(feed)]) == 1, "only the retry line"

    run(story)
