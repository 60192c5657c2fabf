"""The description of the interface: a client made from it works, and nothing that it allows is answered with a 5xx.

``make fuzz`` runs the last test for minutes.
"""

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from ontology.sources import Sources
from service.openapi.application import modelled

SECONDS = os.environ.get("WHOASKS_FUZZ_SECONDS", "12")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_question_is_an_operation_with_typed_parameters(
    client: httpx.Client, description: Mapping[str, Any]
) -> None:
    assert description["openapi"].startswith("3.1")
    for question in client.get("/questions").json()["questions"]:
        path = f"/{question['name']}" if f"/{question['name']}" in description["paths"] else question["href"]
        operation = description["paths"][path]["get"]
        described = {parameter["name"]: parameter for parameter in operation["parameters"]}
        for parameter in question["parameters"]:
            assert described[parameter["name"]]["schema"]
            assert described[parameter["name"]]["description"]
            assert described[parameter["name"]]["required"] == parameter["required"]


def test_the_things_of_an_ontology_are_described_by_its_own_kinds(tmp_path: Path) -> None:
    model = (
        "<https://w3id.org/whoasks/wards> a <x:Scheme> . <https://w3id.org/whoasks/ward/7> a <x:Ward> . <x:y> a <x:z> ."
    )
    (tmp_path / "wards.ttl").write_text(model, encoding="utf-8")
    assert modelled(Sources.read(tmp_path)) == {"/wards", "/ward/{id}"}


def test_every_reference_leads_to_something(description: Mapping[str, Any]) -> None:
    references = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(description)))
    assert references
    for reference in references:
        place: Any = description
        for name in reference.removeprefix("#/").split("/"):
            assert name in place, reference
            place = place[name]


def test_the_counts_of_a_listing_are_described(description: Mapping[str, Any]) -> None:
    answered = description["paths"]["/statements"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = (
        description["components"]["schemas"][answered["$ref"].rpartition("/")[2]] if "$ref" in answered else answered
    )
    assert schema["properties"]["facets"]["additionalProperties"]["items"]["required"] == ["id", "label", "count"]


def test_topics_and_bodies_are_enumerated(description: Mapping[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    assert "cqc-alignment" in schemas["TopicId"]["enum"]
    assert "nhsei" in schemas["BodyId"]["enum"]
    (topic,) = (
        parameter
        for parameter in description["paths"]["/questions/who-asks-for"]["get"]["parameters"]
        if parameter["name"] == "topic"
    )
    assert topic["schema"]["anyOf"][0] == {"$ref": "#/components/schemas/TopicId"}
    assert topic["example"] == "cqc-alignment"


def test_the_protocols_are_described_with_what_they_take_and_answer(description: Mapping[str, Any]) -> None:
    asked = description["paths"]["/sparql"]
    assert {"query", "default-graph-uri", "format"} <= {each["name"] for each in asked["get"]["parameters"]}
    assert "text/csv" in asked["get"]["responses"]["200"]["content"]
    assert {"application/sparql-query", "application/sparql-update"} < asked["post"]["requestBody"]["content"].keys()
    store = description["paths"]["/graphs"]
    for method, operation in store.items():
        assert {"graph", "default"} == {each["name"] for each in operation["parameters"]}
        assert ("requestBody" in operation) == (method in {"put", "post"})
        answered = {"get": {"200"}, "delete": {"204"}}.get(method, {"201", "204"})
        assert operation["responses"].keys() - {"default"} == answered


def test_what_needs_a_token_says_so(description: Mapping[str, Any]) -> None:
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    secured = {
        (method, path)
        for path, item in description["paths"].items()
        for method, operation in item.items()
        if operation.get("security")
    }
    writing = {(method, path) for path in ("/graphs", "/graphs/{path}") for method in ("put", "post", "delete")}
    watching = {("get", "/queries"), ("delete", "/queries/{number}"), ("get", "/reviews"), ("post", "/reviews")}
    assert secured == writing | watching | {("post", "/sparql")}


def test_a_reply_is_described_as_it_is(description: Mapping[str, Any]) -> None:
    paths = description["paths"]
    for path in ("/ask", "/search"):
        (words,) = (each for each in paths[path]["get"]["parameters"] if each["name"] == "q")
        assert words["required"]
        assert paths[path]["get"]["responses"]["200"]["content"].keys() == {"application/json"}
    assert "application/json" not in paths["/ontology"]["get"]["responses"]["200"]["content"]
    assert "202" in paths["/reviews"]["post"]["responses"]
    form = paths["/questions/who-asks-for"]["post"]["requestBody"]["content"]
    assert "application/x-www-form-urlencoded" in form
    replies = {
        (path, method): operation["responses"]
        for path, item in paths.items()
        for method, operation in item.items()
        if method != "delete"
    }
    good = {place: next(each for status, each in found.items() if status < "3") for place, found in replies.items()}
    described = {place: reply.get("content") for place, reply in good.items() if not place[0].startswith("/graphs")}
    assert [
        place for place, found in described.items() if not found or found == {"application/json": {"schema": {}}}
    ] == []


def test_a_generated_python_client_asks_a_question(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openapi.json").write_bytes(client.get("/openapi.json").content)
    (tmp_path / "config.yaml").write_text("post_hooks: []\npackage_name_override: asked\n")
    command = [Path(sys.executable).with_name("openapi-python-client"), "generate", "--meta", "none"]
    made = ["--path", "openapi.json", "--config", "config.yaml", "--output-path", "asked"]
    subprocess.run([*command, *made], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    who_asks_for = importlib.import_module("asked.api.questions.who_asks_for")
    topics = importlib.import_module("asked.models.topic_id").TopicId
    with importlib.import_module("asked").Client(str(client.base_url)) as asked:
        found = who_asks_for.sync(client=asked, topic=topics.TRANSPARENCY)
    assert [answer.ask.quote for answer in found.answers][-1] == "publish the plans"
    assert found.answers[0].body.label == "British Medical Association"


def test_nothing_that_the_description_allows_is_answered_with_an_error_of_ours(
    client: httpx.Client, tmp_path: Path
) -> None:
    schemathesis = Path(sys.executable).with_name("schemathesis")
    options = ["--checks", CHECKS, "--phases", "examples,fuzzing", "--max-time", SECONDS, "--warnings", "off"]
    run = subprocess.run(
        [schemathesis, "run", f"{client.base_url}/openapi.json", *options, "-n", "2", "--generation-deterministic"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
