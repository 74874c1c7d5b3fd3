"""A Faust app with the settings and the transport under which nothing is lost, and its worker."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import NoReturn

import faust
from faust import Worker
from faust.types.auth import CredentialsT

from sinks.kafka_access import SASL, KafkaAccess, tls_context
from streams import failfast
from streams.settings import Settings
from streams.transport import ChunkSchema, NoTables, Transport, Urgent

COMMIT_INTERVAL_S = 1.0
FETCH_BYTES = 1 << 20
"""Of each partition so much may lie fetched beside what waits for the agent. A larger record comes alone."""
BATCH_BYTES = 256 << 10
REQUEST_BYTES = 8 << 20
YOUNG_OBJECTS = 400_000
"""After so many the collector looks for those that only refer to each other. Python's 700 are made by a few
hundred records, which are looked at again and again while their chunk is in hand. So many are more than
resolve keeps of its `LOOSE_RECORDS`, after which it looks itself: else all of it would be looked at twice,
which takes 10 µs a report.
"""


def make_app(name: str, settings: Settings, *, urgent: Urgent | None = None) -> faust.App:
    """A Faust app whose consumer group is `name`, with no agents yet.

    Agents take their chunks by `streams.transport.chunks` and are wrapped in `failfast.fatal`. Where
    several partitions of a topic wait, one with records that are `urgent` goes first.
    """
    kafka = settings.kafka
    settings.folder.mkdir(parents=True, exist_ok=True)
    app = _bare(name, settings)
    app.transport = Transport(
        app,
        kafka.brokers,
        fetch_wait_ms=kafka.fetch_wait_ms,
        idempotent=kafka.idempotent,
        chunk_s=kafka.chunk_s,
        urgent=urgent,
    )
    return app


def _bare(name: str, settings: Settings) -> faust.App:
    """Without our transport."""
    kafka = settings.kafka
    return faust.App(
        name,
        broker=[f"kafka://{broker}" for broker in kafka.brokers],
        broker_credentials=_credentials(kafka),
        datadir=settings.folder / f"faust-{name}",
        store="memory://",
        Schema=ChunkSchema,
        key_serializer="raw",
        value_serializer="raw",
        agent_supervisor="mode.CrashingSupervisor",
        processing_guarantee="at_least_once",
        stream_wait_empty=True,
        broker_commit_interval=COMMIT_INTERVAL_S,
        broker_session_timeout=kafka.session_timeout_s,
        broker_heartbeat_interval=kafka.heartbeat_s,
        broker_rebalance_timeout=kafka.rebalance_timeout_s,
        broker_max_poll_records=kafka.chunk_records,
        consumer_max_fetch_size=FETCH_BYTES,
        # Where to start is decided by the transport alone; an offset that the log no longer has
        # must end the process, not move on in silence.
        consumer_auto_offset_reset="none",
        consumer_group_instance_id=kafka.instance,
        # Faust takes its own assignor only with standbys, though there are no tables here. It keeps
        # topics with equal numbers of partitions together, and only it knows static membership.
        table_standby_replicas=1,
        TableManager=NoTables,
        producer_acks=-1,
        producer_linger=0.0,
        producer_max_batch_size=BATCH_BYTES,
        producer_max_request_size=REQUEST_BYTES,
        topic_allow_declare=False,
        topic_disable_leader=True,
        worker_redirect_stdouts=False,
        web_enabled=False,
    )


def _credentials(access: KafkaAccess) -> CredentialsT | None:
    """The same as `client_options`, in Faust's words."""
    context = tls_context(access)
    if access.security in SASL:
        return faust.SASLCredentials(
            username=access.username,
            password=access.password,
            ssl_context=context,
            mechanism=access.mechanism,
        )
    return faust.SSLCredentials(context) if context else None


def run_worker(make: Callable[[], Awaitable[faust.App]]) -> NoReturn:
    """Make an app and run it until SIGTERM or SIGINT (exit 0) or a failure (exit 1).

    `make` runs in the loop of the worker, so it may open connections that agents use.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = loop.run_until_complete(make())
    # What was loaded stays, and the collector would look at all of it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    failfast.watch(app)
    worker = Worker(app, loop=loop, quiet=True, redirect_stdouts=False, override_logging=False)
    worker.spinner = None
    worker.execute_from_commandline()
