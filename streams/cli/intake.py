"""`sinergi intake`: the HTTP intake, until SIGTERM."""

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.errors import CommandError
from streams.cli.long_running import logged
from streams.cli.serving import serve
from streams.settings import Settings


def intake() -> None:
    """Serve GeoReport v2 (Open311) over HTTP, and what else belongs to it, until SIGTERM.

    `SINERGI_INTAKE_HOST` and `SINERGI_INTAKE_PORT` say where. It needs Kafka, Postgres, and an API key
    for each channel that shall report (`sinergi key add`).
    """
    settings = configured()
    with logged("intake", settings):
        try:
            from streams.intake.app import make_app  # noqa: F401, PLC0415  (an extra)
        except ImportError as error:
            raise CommandError(f"the intake is missing ({error}): pip install 'sinergi[intake]'") from error
        interruptible.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from streams.intake.app import make_app  # noqa: PLC0415

    await serve(make_app(settings), settings.intake.host, settings.intake.port)
