"""The small parts: gate, answers, pages, order."""

import asyncio
import json
import random
import time

import pytest

from assessor.collect.answers import Answer, Meaning, meaning, retry_after
from assessor.collect.chain import Chain
from assessor.collect.gate import Gate, Pace
from assessor.collect.pages import NotAPageError, read_page, with_parent
from assessor.collect.sorting import in_order
from assessor.collect.table import BY_NAME


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2", 2.0), ("1.5", 1.5), ("0", 0.0), ("Tue, 24 Nov 2026 08:00:10 GMT", 10.0), ("Tue, 24 Nov 2026 07:00:00 GMT", 0.0), ("soon", None), ("", None)],
)
def test_retry_after_in_both_forms(text, seconds):
    now = 1795507200.0  # 2026-11-24 08:00 UTC
    assert retry_after(Answer(429, headers={"retry-after": text}), now) == seconds


@pytest.mark.parametrize(
    ("status", "body", "page", "what"),
    [
        (200, b"{}", 1, Meaning.ROWS), (429, b"", 1, Meaning.THROTTLED), (503, b"", 1, Meaning.AGAIN), (0, b"", 1, Meaning.AGAIN),
        (401, b"", 1, Meaning.SIGN_IN),
        (400, b'{"error":{"code":"Directory_ExpiredPageToken"}}', 2, Meaning.EXPIRED_PAGE),
        (400, b'{"error":{"code":"Directory_ExpiredPageToken"}}', 1, Meaning.REFUSED),
        (403, b"<html>", 1, Meaning.REFUSED), (302, b"", 1, Meaning.REFUSED),
    ],
)  # fmt: skip
def test_what_an_answer_means(status, body, page, what):
    assert meaning(Answer(status, body), page) is what


def through(gate, number, cost=1.0):
    async def go():
        begun = time.monotonic()
        await asyncio.gather(*(gate.enter(cost) for _ in range(number)))
        return time.monotonic() - begun

    return asyncio.run(go())


def test_the_gate_keeps_its_rate_after_its_burst():
    assert through(Gate(Pace(rate=100, burst=10)), 40) == pytest.approx(0.3, abs=0.08)


def test_a_refusal_stops_everybody_and_slows_down():
    gate = Gate(Pace(rate=1000, burst=10), jitter=random.Random(1))  # noqa: S311
    gate.refused(time.monotonic(), 0.3)

    assert gate.rate == 500
    assert through(gate, 1) == pytest.approx(0.31, abs=0.05)


def test_refusals_of_requests_that_left_together_count_once():
    gate, sent = Gate(Pace(rate=1000, burst=10)), time.monotonic()
    for _ in range(10):
        gate.refused(sent, 0.01)
    assert (gate.rate, gate.throttled) == (500, 10)


def test_a_published_limit_is_never_gone_over():
    gate = Gate(Pace(rate=1, burst=1, fixed=True))
    gate._limited = True
    for _ in range(50):
        gate.passed(1)
    assert gate.rate == 1


def test_graph_says_how_near_the_limit_is():
    gate = Gate(Pace(rate=100, burst=10))
    gate.nearing(1.6)
    assert gate.rate < 70


def test_rows_are_cut_out_byte_for_byte():
    body = b'{"@odata.context":"x","value":[{"b":1.50,"a":"\\u00e4"}, {"id":null}],"@odata.nextLink":"https://n"}'
    page = read_page(body, single=False)
    assert page.rows == [b'{"b":1.50,"a":"\\u00e4"}', b'{"id":null}']
    assert page.next == "https://n"


def test_a_row_is_one_line():
    assert read_page(b'{"value":[{\n "a": "x\\ny"\n}]}', single=False).rows == [b'{"a":"x\\ny"}']


def test_one_object_loses_the_annotations_of_its_page():
    assert read_page(b'{"@odata.context":"x","id":"1","@odata.type":"#t"}', single=True).rows == [b'{"id":"1","@odata.type":"#t"}']


@pytest.mark.parametrize("body", [b"", b"{", b'{"value":[{"a":1}', b"<html>", b'{"error":{}}', b'{"value":{}}'])
def test_what_is_cut_off_is_no_page(body):
    with pytest.raises(NotAPageError):
        read_page(body, single=False)


def test_a_child_gets_its_parent():
    assert json.loads(with_parent(b'{"id":"1"}', "groupId", "g")) == {"groupId": "g", "id": "1"}
    assert json.loads(with_parent(b"{}", "groupId", "g")) == {"groupId": "g"}


def test_any_number_of_rows_is_put_in_order_and_the_last_of_each_is_kept(tmp_path):
    rows = [b'{"id":"%05d","n":%d}' % (number % 500, number) for number in range(2000)]
    random.Random(1).shuffle(rows)  # noqa: S311
    kept = {json.loads(row)["id"]: row for row in rows}

    assert list(in_order(rows, tmp_path, piece=10_000)) == [kept[key] for key in sorted(kept)]


def test_an_address_without_a_property_is_still_an_address():
    chain = Chain(BY_NAME["users"], "", (), "x", without=("signInActivity", "isManagementRestricted"))
    assert chain.request().url.endswith("passwordPolicies,identities&$top=500")
    middle = Chain(BY_NAME["resourceActions"], "", (), "x", without=("actionVerb",))
    assert "description,isPrivileged" in middle.request().url
