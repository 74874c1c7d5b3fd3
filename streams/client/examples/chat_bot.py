"""A chat bot as a channel: what citizens write becomes reports, what they are told is written back to them.

    python -m streams.client.examples.chat_bot sorot 127.0.0.1:9092 http://gateway/send [--embedded]

A gateway (WhatsApp, Telegram, SMS) posts each message of a citizen to /messages as JSON: `id`, `sender`,
`at`, and `text`, `photo_url` or `lat` and `lon`. Until it gets a 200 it posts the message again. The bot
posts `{"id", "to", "text"}` to the gateway's address; one with an id that it had before is the same.

Nothing waits in the bot: a text goes to Sinergi at once, and when its place follows it goes again with the
place, which Sinergi takes for the same reporter's better word.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import aiohttp
from aiohttp import web
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from streams.client import Feedback, Feedbacks, Refused, Replies, Reporter, Unreachable

ANSWERS: dict[str, Literal["yes", "no"]] = {
    "ya": "yes",
    "sudah": "yes",
    "sudah beres": "yes",
    "tidak": "no",
    "belum": "no",
    "belum beres": "no",
}
WHERE = "Terima kasih. Agar petugas tahu tempatnya, kirimkan juga lokasi Anda."
WHAT = "Terima kasih. Ceritakan juga apa yang terjadi di sana."
THANKS = "Terima kasih atas jawaban Anda."
SORRY = "Mohon maaf, pesan ini tidak dapat kami teruskan. Tuliskan dengan singkat apa yang terjadi."

log = logging.getLogger(__name__)

SCHEMA = """
create table if not exists person (sender text primary key, reporter text unique, report text, asked text)
"""


class Said(BaseModel):
    """A message of a citizen, as the gateway posts it. `sender` may be a telephone number."""

    id: str = Field(min_length=1, max_length=128)
    sender: str = Field(min_length=1, max_length=128)
    at: AwareDatetime
    text: str = ""
    photo_url: str | None = None
    lat: float | None = None
    lon: float | None = None

    @property
    def content(self) -> dict[str, object]:
        """What it tells of the matter."""
        photos = [{"url": self.photo_url}] if self.photo_url else []
        return {"text": self.text, "photos": photos}


class People:
    """Who is who, in a file that never leaves the bot: Sinergi knows a citizen by a random word only."""

    def __init__(self, path: Path) -> None:
        self._rows = sqlite3.connect(path, isolation_level=None)
        self._rows.execute(SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    def reporter(self, sender: str) -> str:
        """The word for a citizen, a new one for a new citizen."""
        self._rows.execute(
            "insert into person (sender, reporter) values (?, ?) on conflict do nothing",
            (sender, secrets.token_hex(8)),
        )
        return str(self._one("select reporter from person where sender = ?", sender))

    def sender(self, reporter: str) -> str | None:
        """The citizen behind a word."""
        found = self._one("select sender from person where reporter = ?", reporter)
        return None if found is None else str(found)

    def report(self, sender: str) -> dict[str, object] | None:
        """What the citizen spoke of last."""
        found = self._one("select report from person where sender = ?", sender)
        return json.loads(str(found)) if found else None

    def keep_report(self, sender: str, content: dict[str, object]) -> None:
        """For when its place follows."""
        self._rows.execute("update person set report = ? where sender = ?", (json.dumps(content), sender))

    def asked(self, sender: str) -> Feedback | None:
        """The last question that the citizen was asked."""
        found = self._one("select asked from person where sender = ?", sender)
        return Feedback.model_validate_json(str(found)) if found else None

    def keep_asked(self, sender: str, feedback: Feedback) -> None:
        """For when the answer comes, maybe days later."""
        self._rows.execute(
            "update person set asked = ? where sender = ?", (feedback.model_dump_json(), sender)
        )

    def _one(self, query: str, key: str) -> object:
        row = self._rows.execute(query, (key,)).fetchone()
        return row[0] if row else None


class Gateway:
    """Where the bot's messages go."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def tell(self, id: str, sender: str, text: str) -> None:
        """Raises `aiohttp.ClientError`, `TimeoutError`."""
        async with self._session.post(self._url, json={"id": id, "to": sender, "text": text}) as response:
            response.raise_for_status()


class Bot:
    """The conversation."""

    def __init__(self, people: People, gateway: Gateway, reporter: Reporter, replies: Replies) -> None:
        self._people = people
        self._gateway = gateway
        self._reporter = reporter
        self._replies = replies

    async def post(self, request: web.Request) -> web.Response:
        """A message from the gateway: 200 once Kafka has it, 503 to post it again."""
        try:
            said = Said.model_validate_json(await request.read())
        except ValidationError as error:
            return web.Response(status=400, text=error.json(include_input=False, include_url=False))
        try:
            words = await self.hear(said)
        except Unreachable:
            return web.Response(status=503, headers={"Retry-After": "5"})
        if words:
            await self._gateway.tell(f"answer-{said.id}", said.sender, words)
        return web.Response(text="ok")

    async def hear(self, said: Said) -> str:
        """What to say to it at once; what Sinergi says comes later. Raises `Unreachable`."""
        answer = ANSWERS.get(said.text.strip().strip(".!").lower())
        asked = self._people.asked(said.sender) if answer else None
        try:
            if answer and asked:
                await self._replies.answer(asked, answer, at=said.at)
                return THANKS
            return await self._report(said)
        except Refused as refused:
            log.warning("message %s is refused: %s", said.id, refused)
            return SORRY

    async def _report(self, said: Said) -> str:
        reporter = self._people.reporter(said.sender)
        silent = not said.text.strip() and said.photo_url is None
        content = self._people.report(said.sender) if silent else said.content
        if content is None:
            return WHAT
        place = {"lat": said.lat, "lon": said.lon}
        await self._reporter.publish(
            {"id": said.id, "reported_at": said.at, "reporter": reporter, **content, **place}
        )
        self._people.keep_report(said.sender, content)
        return WHERE if said.lat is None else ""

    async def pass_on(self, feedbacks: Feedbacks) -> None:
        """Write to the citizens what Sinergi has for them. If the gateway fails the process ends, and begins
        with the same message when it is started again.
        """
        async for feedback in feedbacks:
            if not isinstance(feedback, Feedback):
                raise TypeError(f"{feedback.where}: {feedback.reason}; is there a newer client?")
            sender = self._people.sender(feedback.reporter or "")
            if sender is None:
                continue  # A report of this channel that another adapter sent.
            if feedback.asks:
                self._people.keep_asked(sender, feedback)
            await self._gateway.tell(feedback.id, sender, feedback.message)


@contextlib.asynccontextmanager
async def listening(bot: Bot, port: int) -> AsyncIterator[None]:
    """Take the gateway's messages until the block ends."""
    app = web.Application()
    app.router.add_post("/messages", bot.post)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield
    finally:
        await runner.cleanup()


async def run(channel: str, kafka: str, gateway: str, *, port: int, folder: Path, embedded: bool) -> None:
    """Until something fails; a supervisor starts it again."""
    async with contextlib.AsyncExitStack() as stack:
        people = stack.enter_context(contextlib.closing(People(folder / f"{channel}.people.sqlite")))
        timeout = aiohttp.ClientTimeout(total=10)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        reporter = Reporter(channel, brokers=kafka, idempotent=not embedded)
        replies = Replies(channel, brokers=kafka, idempotent=not embedded)
        memory = folder / f"{channel}.told.sqlite"
        async with reporter, replies, Feedbacks(channel, brokers=kafka, memory=memory) as feedbacks:
            bot = Bot(people, Gateway(session, gateway), reporter, replies)
            async with listening(bot, port):
                await bot.pass_on(feedbacks)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description="A chat bot as a channel of Sinergi.")
    parser.add_argument("channel")
    parser.add_argument("kafka", help="host:port, several with commas")
    parser.add_argument("gateway", help="URL that messages to citizens are posted to")
    parser.add_argument("--port", type=int, default=8080, help="where the gateway posts to")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the bot's two files lie")
    parser.add_argument("--embedded", action="store_true", help="for the broker of `sinergi up --embedded`")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(**vars(given)))


if __name__ == "__main__":
    main()
