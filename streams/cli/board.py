"""`sinergi board`: the pages for operators, agencies, council and citizens, until SIGTERM."""

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.errors import CommandError
from streams.cli.long_running import logged
from streams.cli.serving import serve
from streams.settings import Settings


def board() -> None:
    """Serve the board, until SIGTERM: what is open, live on a map and in a list.

    `SINERGI_BOARD_HOST` and `SINERGI_BOARD_PORT` say where, `SINERGI_BOARD_URL` how its users reach it. It
    needs Kafka, Postgres, and an account for each who shall sign in (`sinergi account add`).
    """
    settings = configured()
    with logged("board", settings):
        try:
            from streams.board.app import make_app  # noqa: F401, PLC0415  (an extra)
        except ImportError as error:
            raise CommandError(f"the board is missing ({error}): pip install 'sinergi[board]'") from error
        interruptible.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from streams.board.app import make_app  # noqa: PLC0415

    app, at = make_app(settings), settings.board

    def ending() -> None:
        app.state.board.hub.close()

    await serve(app, at.host, at.port, proxies=at.proxies, ending=ending)
