"""Messages wait in order until Kafka has them."""

from schemas.message import Message
from sinks.postgres import OUTBOX_PAGE, Pool, Store
from tests.integration.postgres.writing import TOPIC, message, waiting


async def test_messages_are_given_back_in_order_page_by_page(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 0)
    sizes = (OUTBOX_PAGE - 1, 3, 0, OUTBOX_PAGE + 500)
    sent = [message(number) for number in range(sum(sizes))]
    left = list(sent)
    for size in sizes:
        async with store.batch(claim, (claim.next_offset or 0) + 1) as batch:
            await batch.send_later(left[:size])
            left = left[size:]
        claim = batch.claim
    assert await waiting(pool) == {(TOPIC, 0): len(sent)}

    received: list[Message] = []
    pages = 0
    while True:
        page, reach = await store.pending(claim)
        if not page:
            break
        assert len(page) <= OUTBOX_PAGE
        assert await store.pending(claim) == (page, reach)
        received += page
        pages += 1
        await store.sent([(claim, reach)])
    assert received == sent
    assert pages == -(-len(sent) // OUTBOX_PAGE)
    assert await waiting(pool) == {}


async def test_to_send_forgets_up_to_there_and_of_that_partition_alone(store: Store, pool: Pool) -> None:
    claims = [await store.claim(TOPIC, partition) for partition in (0, 1)]
    reaches = []
    for at, claim in enumerate(claims):
        async with store.batch(claim, 5) as batch:
            reaches += await batch.send_later([message(1), message(2)])
        async with store.batch(batch.claim, 6) as batch:
            await batch.send_later([message(3)])
        claims[at] = batch.claim
    await store.sent(reaches[:1])
    assert await waiting(pool) == {(TOPIC, 0): 1, (TOPIC, 1): 3}
    assert await store.pending(claims[0]) == ([message(3)], (6, 0))
