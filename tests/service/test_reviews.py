"""Verdicts over HTTP: checked against what is published, kept in a file, in every answer after any load."""

import csv
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from loaders.pipeline import load
from tests.service.pages.reviewed import ACT, COSTS, MINUTES, WINDOWS, Reviewed, give, place


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    return Reviewed(tmp_path_factory.mktemp("reviewed"))


@pytest.fixture(scope="module")
def client(reviewed: Reviewed) -> Iterator[httpx.Client]:
    with reviewed.serve() as service:
        yield service.client


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"response": "cqc"}, 404, "No response “cqc” to “survey” is loaded."),
        ({"start": 1}, 409, "are not these; read it again"),
        ({"kind": "concern"}, 409, "are no concern any more"),
        ({"verdict": "add"}, 409, "already a statement of the kind “recommendation”"),
        ({"topics": ["weather"]}, 404, "“weather” is not among the topics"),
        ({"addressees": ["nhsie"]}, 404, "“nhsie” is not among the addressees"),
        ({"verdict": "perhaps"}, 400, "“perhaps” is not a value of “verdict”; it takes confirm"),
        ({"note": "a\u0000b"}, 400, "“note” contains a character"),
        ({"becomes": "concern"}, 400, "Only a change says"),
        ({"verdict": "change", "becomes": "accountability"}, 400, "can be confirmed or rejected"),
        ({"start": "x"}, 400, "“start” must be a whole number from 0 to"),
        ({"topics": "transparency"}, 400, "“topics” must be a list"),
        ({"becomes": "wish"}, 400, "“wish” is not a value of “becomes”"),
        ({"quote": "x" * 600_000}, 413, "larger than 0.5 MB"),
        ({"colour": "red"}, 400, "There is no parameter “colour”"),
    ],
)
def test_a_verdict_that_does_not_fit_is_a_problem_and_nothing_is_kept(
    client: httpx.Client, reviewed: Reviewed, change: dict[str, object], status: int, sentence: str
) -> None:
    good = {"verdict": "confirm", "kind": "recommendation", **place(MINUTES)}
    answer = give(client, reviewed.token, **{**good, **change})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]
    assert client.get("/reviews", headers={"Authorization": f"Bearer {reviewed.token}"}).json()["reviews"] == []


def test_nobody_reviews_without_a_token_and_a_token_of_nobody_needs_a_name(
    client: httpx.Client, reviewed: Reviewed
) -> None:
    good = {"verdict": "confirm", "kind": "recommendation", **place(MINUTES)}
    assert give(client, "wrong", **good).status_code == 401
    assert client.get("/reviews").status_code == 401
    assert give(client, reviewed.unnamed, **good).status_code == 400
    assert not reviewed.reviews.exists()


def test_what_was_said_before_and_cannot_be_read_is_told_with_its_file(
    client: httpx.Client, reviewed: Reviewed
) -> None:
    kept = reviewed.reviews / "survey" / "reviews"
    kept.mkdir(parents=True)
    (kept / "ann.csv").write_bytes(b"response,verdict\nbma,confirm\n")
    answer = client.get("/reviews", headers={"Authorization": f"Bearer {reviewed.token}"})
    shutil.rmtree(reviewed.reviews)
    assert answer.status_code == 409
    assert "ann.csv:2: a verdict needs its quote" in answer.json()["detail"]


def test_a_query_is_stopped_by_a_number(client: httpx.Client, reviewed: Reviewed) -> None:
    told = client.delete("/queries/x", headers={"Authorization": f"Bearer {reviewed.token}"})
    assert (told.status_code, told.json()["parameter"]) == (400, "number")
    assert told.json()["detail"] == "“number” must be a whole number."


def test_a_service_without_tokens_takes_no_review_and_its_pages_offer_none(
    client: httpx.Client, reviewed: Reviewed, serve: Callable[..., httpx.Client]
) -> None:
    without = serve(store=str(reviewed.folder / "store"))
    assert give(without, reviewed.token).status_code == 403
    page = {"Accept": "text/html"}
    assert "data-review>" not in without.get("/response/survey/bma", headers=page).text
    assert "data-review>" in client.get("/response/survey/bma", headers=page).text


def test_verdicts_are_published_attributed_and_there_after_the_store_is_built_anew(
    client: httpx.Client, reviewed: Reviewed
) -> None:
    rosa = reviewed.token
    said = [
        give(client, rosa, verdict="confirm", kind="recommendation", **place(ACT), reviewer="Somebody else"),
        give(client, rosa, verdict="change", kind="concern", becomes="recommendation", **place(COSTS)),
        give(client, rosa, verdict="reject", kind="recommendation", **place(MINUTES)),
        give(client, rosa, verdict="add", kind="concern", topics=["transparency"], **place(WINDOWS), note="=1+1"),
    ]
    assert [answer.status_code for answer in said] == [201] * 4
    expected = {ACT: ("ask", "confirmed"), COSTS: ("ask", "corrected"), WINDOWS: ("concern", "added")}
    found = reviewed.status()
    assert {words: found[words] for words in expected} == expected
    assert MINUTES not in found
    listed = client.get("/statements", params={"review": "added"}).json()["answers"]
    assert [(each["statement"]["quote"], each["statement"]["review"]) for each in listed] == [(WINDOWS, "added")]
    asked = client.get("/questions/what-does-body-ask", params={"body": "bma"}).json()["answers"]
    assert {each["ask"]["quote"]: each["ask"]["review"] for each in asked}[ACT] == "confirmed"
    load(reviewed.store, [reviewed.corpus], reviewed.plan)
    assert reviewed.status() == found
    with (reviewed.reviews / "survey/reviews/rosa-r.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["verdict"], row["reviewer"]) for row in csv.DictReader(file)] == [
            (verdict, "Rosa R.") for verdict in ("confirm", "change", "reject", "add")
        ]


def test_several_reviewers_at_once_lose_no_verdict(client: httpx.Client, reviewed: Reviewed) -> None:
    names = [f"Reviewer {number}" for number in range(6)]
    good = {"verdict": "confirm", "kind": "recommendation", **place(ACT)}
    with ThreadPoolExecutor(len(names)) as pool:
        answers = list(pool.map(lambda name: give(client, reviewed.unnamed, **good, reviewer=name), names))
    assert {answer.status_code for answer in answers} == {201}
    kept = client.get("/reviews", headers={"Authorization": f"Bearer {reviewed.token}"}).json()
    assert kept["reviewer"] == "Rosa R."
    assert set(names) <= {row["reviewer"] for row in kept["reviews"]}
