"""What must be there before the intake begins."""

from pathlib import Path

import pytest

from streams.connections import NotReadyError
from streams.intake.app import make_app
from streams.settings import PostgresSettings, Settings
from tests.conftest import Broker, database_at


async def test_a_database_without_tables_is_told_in_one_line(
    broker: Broker, postgres: str, unique: str, tmp_path: Path
) -> None:
    async with database_at(postgres, f"test_{unique}") as empty:
        settings = Settings(kafka=broker.kafka, postgres=PostgresSettings(url=empty), folder=tmp_path)
        app = make_app(settings)
        with pytest.raises(NotReadyError, match=r"^migrations are missing: 0001 .*; run `sinergi migrate`$"):
            await app.router.lifespan_context(app).__aenter__()
