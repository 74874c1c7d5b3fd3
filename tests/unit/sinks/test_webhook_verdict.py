import pytest

from sinks.webhooks.backoff import Backoff
from sinks.webhooks.verdict import Answer, Outcome, Verdict, judge

BACKOFF = Backoff(tries=3, first_wait_s=5, longest_wait_s=60)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_what_the_receiver_takes_is_delivered_at_any_try(status: int) -> None:
    for tries in (1, 3):
        assert judge(Answer(status), BACKOFF, tries=tries, chance=0) == Verdict(Outcome.DELIVERED)


@pytest.mark.parametrize("status", [None, 100, 199, 301, 308, 400, 404, 409, 429, 500, 503])
def test_all_else_is_tried_again_and_then_given_up(status: int | None) -> None:
    found = [judge(Answer(status, "no"), BACKOFF, tries=tries, chance=0) for tries in (1, 2, 3)]
    assert found == [Verdict(Outcome.RETRIED, 5), Verdict(Outcome.RETRIED, 20), Verdict(Outcome.FAILED)]


def test_gone_speaks_of_the_destination_whatever_was_tried() -> None:
    for tries in (1, 3):
        assert judge(Answer(410, "gone"), BACKOFF, tries=tries, chance=0) == Verdict(Outcome.GONE)


def test_a_receiver_that_asks_for_time_gets_it_within_the_bound() -> None:
    for asked, wait in ((30, 30), (1e9, 60), (1, 5)):
        answer = Answer(429, "slowly", asked)
        assert judge(answer, BACKOFF, tries=1, chance=0) == Verdict(Outcome.RETRIED, wait)
