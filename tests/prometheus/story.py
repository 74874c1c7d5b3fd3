"""A story in which everything that is counted happens, in all channels and all stages."""

import json
from datetime import UTC, datetime
from itertools import cycle, pairwise

import httpx

from schemas.correction import Correction, Merge
from schemas.topics import reports
from sinks.api_keys import ApiKeys
from sinks.postgres import connect
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.signing import new_secret
from tests.e2e import acts
from tests.e2e.city import City
from tests.e2e.lives import BEGINS, LATER, MATTERS, Lives
from tests.e2e.parts import Round
from tests.e2e.reports import BEGIN, stream
from tests.e2e.scene import Scene

SEED = 20_261_127
REPORTS = 450
GONE = "fax"
"""A channel that the catalog knows no more."""
OPEN311 = "/open311/v2/requests.json"

TOLD = (
    {"first": acts.fixed, "then": acts.all_say("yes")},
    {"first": acts.fixed, "then": acts.denied},
    {"first": acts.wrong, "then": acts.wrong_answers},
    {"first": acts.given_up, "then": acts.too_late},
    {"first": acts.worked, "then": acts.nothing},
    {"first": acts.nothing, "then": acts.nothing},
)
"""What is said about incidents, in turn."""


class Story:
    """Told in two parts, so that Prometheus sees figures grow between its scrapes."""

    def __init__(self, city: City, intake: str, board: str, hook: str) -> None:
        self._city = city
        self._intake = f"http://{intake}"
        self._board = f"http://{board}"
        self._hook = hook
        self._lives = Lives(stream(SEED, REPORTS))
        self._half = REPORTS // 2

    async def begin(self) -> None:
        """Half of the reports, and agencies that are told over HTTP."""
        pool = await connect(self._city.settings.postgres.url, wait_s=10, statement_timeout_s=10)
        try:
            for agency in ("dishub", "dbmsda", "dlh"):
                await Destinations(pool).add(agency, self._hook, new_secret(), from_beginning=True)
            self._key = await ApiKeys(pool).add("sorot", "tests")
        finally:
            await pool.close()
        await self._city.publish(self._lives.records[: self._half])
        await self._city.settled()

    async def go_on(self) -> None:
        """The other half; agencies, reporters and the operator speak; days pass."""
        await self._city.publish(self._lives.records[self._half :])
        await self._city.settled()
        await self._somebody_by_fax()
        await self._say("first")
        await self._say("then")
        await self._merge()
        await self._city.tick(*LATER)
        await self._city.settled()

    async def from_outside(self) -> None:
        """Reports of which the city does not know that they come: with these it never settles again."""
        await self._post()
        await self._greet()
        await self._knock()

    async def older_days(self) -> None:
        """Weeks in which triage became surer; the last gets more reports, since drift is not told of few."""
        await self._city.rows(
            """
            insert into reports (channel, id, reported_at, masked_text, masked_place, category, family,
                confidence, category_evidence, urgency, urgency_rule, digest,
                origin_topic, origin_partition, origin_offset, recorded_at)
            select channel, id || '-' || day, reported_at, '', '', category, family,
                   confidence / (1 + day), '[]', urgency, urgency_rule, digest,
                   origin_topic, origin_partition, origin_offset, now() - day * interval '10 days'
            from reports cross join generate_series(0, 2) as day
            """
        )

    async def _post(self) -> None:
        form = {
            "service_code": "flood",
            "lat": "-6.2361",
            "long": "106.9997",
            "description": "Air masuk rumah",
            "attribute[ketinggian_air]": "selutut",
            "attribute[keadaan][]": "masuk_rumah",
        }
        async with httpx.AsyncClient(base_url=self._intake, headers={"X-API-Key": self._key}) as client:
            assert (await client.post(OPEN311, data=form)).status_code == 201
            assert (await client.post(OPEN311, data=form | {"lat": "200"})).status_code == 400
            assert (await client.get("/open311/v2/services.json")).status_code == 200

    async def _knock(self) -> None:
        """Somebody without an account at the board."""
        ours = {"Origin": self._board}
        async with httpx.AsyncClient(base_url=self._board, headers=ours, timeout=20) as client:
            tried = {"login": "ani", "password": "kuda tetap biru"}
            assert (await client.post("/sign-in", data=tried)).status_code == 403
            assert (await client.get("/live/incidents")).status_code == 401

    async def _greet(self) -> None:
        """What an operator should look at, since it is no report."""
        said = {"id": "greeting", "reported_at": BEGIN.isoformat(), "text": "halo, selamat pagi"}
        await self._city.producer.send_and_wait(reports("sorot"), json.dumps(said).encode(), key=b"greeting")

    async def _somebody_by_fax(self) -> None:
        """A voice in every incident, from before the channel was given up."""
        await self._city.rows(
            """
            with said as (
                insert into reports (channel, id, reported_at, masked_text, masked_place, category, family,
                    confidence, category_evidence, urgency, urgency_rule, digest,
                    origin_topic, origin_partition, origin_offset)
                select $1, i.id, now(), '', '', i.category, split_part(i.key, ':', 2), 1, '[]', 'normal', '',
                       '', 'reports.' || $1, 0, 0
                from incidents i where i.state = 'open'
                returning id
            )
            insert into links (channel, report_id, incident_id, decision, new_voice, evidence)
            select $1, id, id, 'joins', true, '' from said
            """,
            GONE,
        )

    async def _say(self, round: Round) -> None:
        rows = [row for row in await self._city.rows(MATTERS) if row["channel"] != GONE]
        told = zip(self._lives.matters(rows), cycle(TOLD), strict=False)
        words = [word for matter, say in told for word in say[round](Scene(matter, BEGINS[round]))]
        await self._city.publish(words)
        await self._city.settled()

    async def _merge(self) -> None:
        rows = await self._city.rows("select id, key from incidents where state = 'open' order by key, id")
        into, incident = next((a["id"], b["id"]) for a, b in pairwise(rows) if a["key"] == b["key"])
        what = Merge(incident=incident, into=into)
        said = Correction(id="merge-1", at=datetime(2026, 11, 24, tzinfo=UTC), by="ani", why="uji", what=what)
        await self._city.producer.send_and_wait("corrections", said.to_json(), key=said.key.encode())
        await self._city.grown("corrections", 0)
