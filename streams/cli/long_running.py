"""Commands that run until they are stopped: they log, and what ends them is the last line."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import typer

from schemas.toml_source import Mistakes
from streams.cli.errors import CONFIGURATION, FAILURE, FAILURES, CommandError
from streams.connections import without_password
from streams.logs import configured, logger
from streams.logs.error_words import words
from streams.settings import Settings


@contextmanager
def logged(process: str, settings: Settings) -> Iterator[None]:
    """Say when it starts and how it ends. Raises `typer.Exit` in place of any error."""
    log = logger(__name__)
    with configured(process, settings.log):
        log.info("started", **_facts(settings))
        try:
            yield
        except Mistakes as mistakes:
            log.critical("settings or catalog are wrong", mistakes=[str(one) for one in mistakes.mistakes])
            raise typer.Exit(CONFIGURATION) from mistakes
        except CommandError as error:
            log.critical("cannot go on", why=str(error))
            raise typer.Exit(error.code) from error
        except FAILURES as error:
            log.critical("cannot go on", why=words(error))
            raise typer.Exit(FAILURE) from error
        except SystemExit as ending:
            log.info("stopped", code=ending.code)
            raise
        except Exception as error:
            log.critical("ending the process", exc_info=error)
            raise typer.Exit(FAILURE) from error
        log.info("stopped", code=0)


def _facts(settings: Settings) -> dict[str, object]:
    """What one wants to know of a process, without secrets."""
    kafka = settings.kafka
    return {
        "version": version("sinergi"),
        "brokers": kafka.brokers,
        "cluster": kafka.cluster,
        "instance": kafka.instance,
        "chunk_records": kafka.chunk_records,
        "postgres": without_password(settings.postgres.url).partition("?")[0],
        "catalog": str(settings.catalog) if settings.catalog else "built in",
        "weights": str(settings.weights) if settings.weights else "built in",
        "log_level": settings.log.level,
    }
