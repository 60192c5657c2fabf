"""The extractor ``llm`` against a real HTTP server that speaks the protocol: only what stands in the text is kept."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from loaders.document import Context, Document, Extraction
from loaders.errors import BadInput
from loaders.extract.llm import LlmExtractor, LlmSettings
from loaders.readers import read
from ontology.lexicon import Lexicon

TEXT = """Question 1: Should it change?

We agree. NHSEI should publish the minutes.

Question 2: What else?

We are concerned that costs may rise. One member said: “CQC must act soon.”
"""
CONTEXT = Context(consultation="survey", owner="nhsei", respondent="bma")
ASK = {
    "quote": "NHSEI should publish the minutes.",
    "kind": "recommendation",
    "force": "should",
    "addressees": ["nhsei"],
    "addressee_explicit": True,
    "topics": ["transparency"],
}
GOOD: dict[str, Any] = {
    "asks": [ASK],
    "concerns": [{"quote": "We are concerned that costs may rise.", "topics": ["other"]}],
    "quotations": [{"quote": "CQC must act soon.", "speaker": "One member", "speaker_kind": None}],
}
Answer = Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]


def completion(content: object, *, finish: str = "stop", tokens: int = 100) -> dict[str, Any]:
    message = {"role": "assistant", "content": content if isinstance(content, str) else json.dumps(content)}
    return {"choices": [{"message": message, "finish_reason": finish}], "usage": {"total_tokens": tokens}}


@contextmanager
def endpoint(answer: Answer) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve chat completions; yield the address and the requests that came in."""
    requests: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append(request | {"path": self.path, "authorization": self.headers["Authorization"]})
            status, body = answer(request)
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture
def document(tmp_path: Path) -> Document:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return read(tmp_path / "a.txt")


def extracted(lexicon: Lexicon, document: Document, url: str, **settings: Any) -> Extraction:
    known = LlmSettings(url=url, pause=0.01, **settings)
    return LlmExtractor(lexicon, known)(document, CONTEXT)


def words(extraction: Extraction, part: str) -> list[str]:
    return [found.span.of(extraction.document.text) for found in getattr(extraction, part)]


def test_what_the_model_finds_is_placed_in_the_text(lexicon: Lexicon, document: Document) -> None:
    with endpoint(lambda _request: (200, completion(GOOD))) as (url, requests):
        found = extracted(lexicon, document, url, key="secret", model="small")
    assert words(found, "asks") == ["NHSEI should publish the minutes."]
    assert (found.asks[0].question, found.asks[0].addressees, found.asks[0].rule) == ("1", ("nhsei",), "llm")
    assert words(found, "concerns") == ["We are concerned that costs may rise."]
    assert [quotation.speaker for quotation in found.quotations] == ["One member"]
    assert [answer.question for answer in found.answers] == ["1", "2"]
    (request,) = requests
    assert (request["path"], request["authorization"], request["model"]) == (
        "/v1/chat/completions",
        "Bearer secret",
        "small",
    )
    assert request["response_format"]["json_schema"]["strict"] is True


def test_invented_quotes_and_ids_are_dropped_and_counted(lexicon: Lexicon, document: Document) -> None:
    invented = [ASK | {"quote": "NHSEI should resign."}, ASK | {"topics": ["weather"]}, ASK | {"addressees": ["mars"]}]
    with endpoint(lambda _request: (200, completion(GOOD | {"asks": [*invented, ASK]}))) as (url, _requests):
        found = extracted(lexicon, document, url)
    assert words(found, "asks") == ["NHSEI should publish the minutes."]
    assert set(found.notes) >= {
        "1 dropped: quotes that are not in the text",
        "2 dropped: statements with ids that are not in the ontology",
    }


def test_a_quote_from_elsewhere_in_the_text_is_not_taken_for_one_of_the_passages(
    lexicon: Lexicon, document: Document
) -> None:
    with endpoint(lambda _request: (200, completion(GOOD))) as (url, requests):
        found = extracted(lexicon, document, url, batch=75)
    assert len(requests) == 3
    assert words(found, "asks") == ["NHSEI should publish the minutes."]
    assert "6 dropped: quotes that are not in the text" in found.notes


@pytest.mark.parametrize("cut", [completion(GOOD, finish="length"), completion('{"asks": ['), {"choices": []}])
def test_an_answer_that_is_cut_off_is_asked_for_in_smaller_parts(
    lexicon: Lexicon, document: Document, cut: dict[str, Any]
) -> None:
    def answer(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        whole = "Question 1" in request["messages"][1]["content"] and "Question 2" in request["messages"][1]["content"]
        return 200, cut if whole else completion(GOOD)

    with endpoint(answer) as (url, requests):
        found = extracted(lexicon, document, url)
    assert len(requests) == 3
    assert words(found, "asks") == ["NHSEI should publish the minutes."]
    assert words(found, "concerns") == ["We are concerned that costs may rise."]


def test_a_passage_whose_answer_is_never_whole_is_counted(lexicon: Lexicon, document: Document) -> None:
    with endpoint(lambda _request: (200, completion("no JSON"))) as (url, _requests):
        found = extracted(lexicon, document, url)
    assert not found.asks
    assert (
        found.notes[-1]
        == f"{len(document.blocks)} dropped: passages whose answer was cut off or not of the form asked for"
    )


def test_a_busy_endpoint_is_asked_again(lexicon: Lexicon, document: Document) -> None:
    statuses = iter([429, 503, 200])
    with endpoint(lambda _request: (next(statuses), completion(GOOD))) as (url, requests):
        found = extracted(lexicon, document, url)
    assert len(requests) == 3
    assert len(found.asks) == 1


def test_a_slow_endpoint_is_given_up_with_a_sentence(lexicon: Lexicon, document: Document) -> None:
    def answer(_request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        time.sleep(0.5)
        return 200, completion(GOOD)

    with endpoint(answer) as (url, _requests), pytest.raises(BadInput, match=r"did not answer within 0\.1 seconds"):
        extracted(lexicon, document, url, timeout=0.1, attempts=2)


def test_a_refusal_is_final_and_said(lexicon: Lexicon, document: Document) -> None:
    with endpoint(lambda _request: (401, {})) as (url, requests), pytest.raises(BadInput, match="it answered 401"):
        extracted(lexicon, document, url)
    assert len(requests) == 1


def test_spending_stops_at_the_budget(lexicon: Lexicon, document: Document) -> None:
    with (
        endpoint(lambda _request: (200, completion(GOOD, tokens=600))) as (url, requests),
        pytest.raises(BadInput, match="the model has spent its 500 tokens"),
    ):
        extracted(lexicon, document, url, batch=75, budget=500)
    assert len(requests) == 1


def test_spending_stops_at_its_cost(lexicon: Lexicon, document: Document) -> None:
    answer = completion(GOOD) | {"usage": {"prompt_tokens": 200_000, "completion_tokens": 10_000}}
    with (
        endpoint(lambda _request: (200, answer)) as (url, requests),
        pytest.raises(BadInput, match=r"the model has cost 1\.10, of 1\.00"),
    ):
        extracted(lexicon, document, url, batch=75, cost=1, price_sent=5, price_received=10)
    assert len(requests) == 1


def test_a_cap_on_cost_needs_a_price(lexicon: Lexicon) -> None:
    with pytest.raises(BadInput, match="a cap on cost and no price"):
        LlmExtractor(lexicon, LlmSettings(url="http://127.0.0.1:9", cost=1))


def test_an_extractor_without_an_endpoint_says_what_to_set(lexicon: Lexicon) -> None:
    with pytest.raises(BadInput, match="set WHOASKS_LLM_URL"):
        LlmExtractor(lexicon, LlmSettings(url=""))
