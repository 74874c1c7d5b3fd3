"""`sinergi intake`: the HTTP intake, until SIGTERM."""

from streams.cli.configured import configured
from streams.cli.errors import CommandError


def intake() -> None:
    """Serve GeoReport v2 (Open311), photos, what is known nearby, and feeds over HTTP."""
    settings = configured()
    try:
        import uvicorn  # noqa: PLC0415  (an extra)

        from streams.intake.app import make_app  # noqa: PLC0415
    except ImportError as error:
        raise CommandError(f"the intake is missing ({error}): pip install 'sinergi[intake]'") from error
    uvicorn.run(
        make_app(settings),
        host=settings.intake.host,
        port=settings.intake.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
