"""Agents can list and call every question, over HTTP and over stdio, with the SDK's own client."""

import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from loaders.pipeline import Plan, ensure
from ontology import BUNDLED
from sparql.store.location import open_store
from tests.service.live import Service

Connect = Callable[[], Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agents") / "store"
    ensure(open_store(str(folder)), Plan(BUNDLED))
    return folder


@pytest.fixture(params=["http", "stdio"])
def connect(request: pytest.FixtureRequest, store: Path, serve: Callable[..., httpx.Client]) -> Connect:
    """Return what opens a session of the SDK's client over the one transport or the other."""
    address = str(serve(store=str(store)).base_url) if request.param == "http" else ""
    command = [sys.executable, "-c", "import sys; from service.cli import main; sys.argv[1:] = ['mcp']; main()"]

    @asynccontextmanager
    async def session() -> AsyncIterator[ClientSession]:
        server = StdioServerParameters(command=command[0], args=command[1:], env={"WHOASKS_STORE": str(store)})
        transport = streamable_http_client(f"{address.rstrip('/')}/mcp") if address else stdio_client(server)
        async with transport as streams, ClientSession(streams[0], streams[1]) as client:
            await client.initialize()
            yield client

    return session


@pytest.fixture(scope="module")
def served(store: Path) -> Iterator[httpx.Client]:
    with Service(store=str(store)) as service:
        yield service.client


async def test_an_agent_finds_and_asks_the_questions(connect: Connect) -> None:
    async with connect() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert {"ask", "search", "sparql", "describe", "who-asks-for", "ask-matrix"} <= tools.keys()
        schema = tools["who-asks-for"].input_schema
        assert schema["required"] == ["topic"]
        assert "cqc-alignment" in schema["properties"]["topic"]["examples"]

        answer = (await client.call_tool("who-asks-for", {"topic": "transparency", "body": "bma"})).structured_content
        assert {each["body"]["id"] for each in answer["answers"]} == {"bma"}

        wrong = await client.call_tool("who-asks-for", {"topic": "trasparency"})
        assert wrong.is_error
        assert "transparency" in wrong.structured_content["nearest"]

        plain = await client.call_tool("ask", {"question": "what is NHSEI asked to do about peer review"})
        assert plain.structured_content["understood"]["parameters"] == {"addressee": "nhsei", "topic": "peer-review"}
        assert json.loads(plain.content[0].text) == plain.structured_content

        found = (await client.call_tool("search", {"words": '"peer review"', "kinds": ["ask"]})).structured_content
        assert all("eer review" in hit["quote"] for hit in found["results"])
        assert found["total"] > 1
        second = await client.call_tool("search", {"words": '"peer review"', "kinds": ["ask"], "limit": 1, "offset": 1})
        assert second.structured_content["results"] == found["results"][1:2]

        for iri in (found["results"][0]["iri"], "https://w3id.org/whoasks/mechanism/mou"):
            assert (await client.call_tool("describe", {"iri": iri})).structured_content["iri"] == iri

        query = "PREFIX wa: <https://w3id.org/whoasks/ontology#> SELECT (COUNT(?a) AS ?n) { ?a a wa:Ask }"
        rows = (await client.call_tool("sparql", {"query": query})).structured_content["rows"]
        assert rows[0]["n"] > 100
        refused = await client.call_tool("sparql", {"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"})
        assert refused.is_error

        resources = (await client.list_resources()).resources
        text = (await client.read_resource(resources[0].uri)).contents[0].text
        assert "wa:Ask" in text


@pytest.mark.parametrize(
    ("tool", "given", "parameter", "words"),
    [
        ("nothing", {}, None, "no tool"),
        ("who-ask-for", {}, None, "nearest: who-asks-for"),
        ("body-facets", {}, None, "no tool"),
        ("search", {}, "words", "must be given"),
        ("search", {"words": None}, "words", "must be given"),
        ("search", {"words": 3}, "words", "must be text"),
        ("search", {"words": " "}, "words", "“words” must have words"),
        ("search", {"words": "-cqc"}, "words", "“words” "),
        ("search", {"words": "cqc", "body": "nope"}, "body", "No body is called"),
        ("search", {"words": "cqc", "body": ["bma"]}, "body", "must be text"),
        ("search", {"words": "cqc", "body": {"a": 1}}, "body", "must be text"),
        ("search", {"words": "cqc", "kinds": 5}, "kinds", "must be a list, of which each is one of ask"),
        ("search", {"words": "cqc", "kinds": "ask"}, "kinds", "must be a list"),
        ("search", {"words": "cqc", "kinds": ["ask", "aks"]}, "kinds", "“aks” is not a value of “kinds”; nearest: ask"),
        ("search", {"words": "cqc", "kinds": [5]}, "kinds", "must be a list"),
        ("search", {"words": "cqc", "foo": 1}, "foo", "no parameter"),
        ("search", {"words": "cqc", "limit": 1_000}, "limit", "a whole number from 1 to 100"),
        ("search", {"words": "cqc", "limit": True}, "limit", "a whole number"),
        ("describe", {"iri": "http://x"}, "iri", "a thing here"),
        ("describe", {"iri": "https://w3id.org/whoasks/body/no IRI"}, "iri", "a thing here"),
        ("sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "query", "Only SELECT"),
        ("sparql", {"query": "ASK { ?s ?p ?o }"}, "query", "Only SELECT"),
        ("sparql", {"query": ""}, None, ""),
        ("ask", {"question": ""}, "question", "“question” must be"),
        ("ask", {"question": "x" * 1_001}, "question", "longer than 1,000"),
        ("who-asks-for", {}, "topic", "must be given: a topic, such as"),
        ("bodies", {"kind": "nope"}, "kind", "No kind is called"),
        ("who-asks-for", {"topic": "transparency", "limit": "5"}, "limit", "whole number"),
        ("who-asks-for", {"topic": "transparency", "fields": "body"}, "fields", "no parameter"),
        ("who-asks-for", {"topic": "transparency", "format": "csv"}, "format", "no parameter"),
        ("statements", {"kind": "wish"}, "kind", "it takes ask"),
    ],
)
async def test_what_an_agent_does_wrong_is_told_to_it(
    served: httpx.Client, tool: str, given: dict[str, object], parameter: str | None, words: str
) -> None:
    address = f"{str(served.base_url).rstrip('/')}/mcp"
    async with streamable_http_client(address) as streams, ClientSession(streams[0], streams[1]) as client:
        await client.initialize()
        answer = await client.call_tool(tool, given)
        assert answer.is_error
        assert words in answer.structured_content["detail"]
        assert answer.structured_content.get("parameter") == parameter
