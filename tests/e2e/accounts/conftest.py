import asyncio
from collections.abc import Iterator

import pytest

from tests.e2e.accounts.secure import Secure, secure_kafka
from tests.e2e.servers import REAL_KAFKA, Guard


@pytest.fixture(scope="session")
def secure(tmp_path_factory: pytest.TempPathFactory, guard: Guard) -> Iterator[Secure]:
    if not REAL_KAFKA:
        pytest.skip("the embedded broker knows no accounts: `make test-kafka`")
    with secure_kafka(tmp_path_factory.mktemp("secure")) as running:
        asyncio.run(running.furnish())
        yield running
