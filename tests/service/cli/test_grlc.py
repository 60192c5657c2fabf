"""Files written for grlc are answered as grlc answers them."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from service.cli import app
from sparql.store import EmbeddedStore
from tests.service.live import Service, problem


def test_the_transform_of_grlc_makes_the_answers(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "albums.rq").write_text(
        "#+ summary: Albums of each band\n"
        '#+ transform: {"band": "?band", "albums": "?album", "$anchor": "band"}\n'
        "#+ asks: [which albums are there, list the albums]\n"
        'SELECT ?band ?album { VALUES (?band ?album) { ("A" "1") ("A" "2") ("B" "3") } }\n',
        encoding="utf-8",
    )
    with Service(store=str(tmp_path_factory.mktemp("empty")), questions=str(folder)) as service:
        answers = service.client.get("/questions/albums").json()["answers"]
        assert answers == [{"band": "A", "albums": ["1", "2"]}, {"band": "B", "albums": "3"}]
        assert service.client.get("/questions/albums?format=csv").text.splitlines()[1:] == ["A,1", "A,2", "B,3"]
        asked = service.client.get("/ask", params={"q": "which albums are there"}).json()
        assert (asked["understood"]["question"], asked["answers"]) == ("albums", answers)
        linked = service.client.get("/questions/albums?format=jsonld").json()
        assert linked["answers"] == answers
        parts = service.client.get("/questions/albums?fields=album").json()["answers"]
        assert parts == [{"album": "1"}, {"album": "2"}, {"album": "3"}]


GRLC_VALUES = """#+ endpoint: http://dbpedia.org/sparql
#+ summary: Albums of a genre
#+ enumerate:
#+   - genre
#+   - year
PREFIX x: <http://x/>
SELECT ?album WHERE { ?album x:genre ?_genre_iri ; x:year ?__year_integer } LIMIT 100
"""


def publish(store: Path, turtle: str) -> None:
    graph = ox.NamedNode("https://w3id.org/whoasks/graph/response/demo/albums")
    with EmbeddedStore(store).writing("test") as writer:
        parsed = ox.parse(f"@prefix : <http://x/> . {turtle}".encode(), format=ox.RdfFormat.TURTLE)
        writer.replace_graph(graph.value, (ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed))


def test_a_grlc_file_that_enumerates_without_values_takes_those_of_the_dataset(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, folder = tmp_path_factory.mktemp("store"), tmp_path / "questions"
    folder.mkdir()
    (folder / "albums.rq").write_text(GRLC_VALUES, encoding="utf-8")
    publish(store, ":a :genre :rock ; :year 1969 . :b :genre :jazz ; :year 1959 . :c :genre :rock ; :year 1971 .")
    with Service(store=str(store), questions=str(folder)) as service:

        def choices() -> dict[str, list[str]]:
            (albums,) = (one for one in service.client.get("/questions").json()["questions"] if one["name"] == "albums")
            return {each["name"]: each["choices"] for each in albums["parameters"]}

        assert choices() == {"genre": ["http://x/jazz", "http://x/rock"], "year": ["1959", "1969", "1971"]}
        (genre, year) = service.client.get("/openapi.json").json()["paths"]["/questions/albums"]["get"]["parameters"][
            :2
        ]
        assert (genre["schema"]["enum"], year["schema"]["enum"]) == (choices()["genre"], choices()["year"])
        page = service.client.get("/questions/albums", headers={"Accept": "text/html"}).text
        assert '<option value="http://x/jazz">' in page
        answers = service.client.get("/questions/albums?genre=http://x/rock&year=1969").json()["answers"]
        assert answers == [{"album": "http://x/a"}]
        refused = problem(service.client.get("/questions/albums?genre=http://x/jaz"), 400)
        assert (refused["parameter"], refused["nearest"]) == ("genre", ["http://x/jazz", "http://x/rock"])

        publish(store, ":d :genre :folk ; :year 1965 .")
        until = time.monotonic() + 20
        while choices() != {"genre": ["http://x/folk"], "year": ["1965"]}:
            assert time.monotonic() < until, choices()
            time.sleep(0.05)


def test_a_parameter_with_a_default_need_not_be_given_by_anybody(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, folder = tmp_path_factory.mktemp("store"), tmp_path / "questions"
    folder.mkdir()
    header = "#+ defaults:\n#+   - genre: http://x/rock\n"
    (folder / "albums.rq").write_text(header + GRLC_VALUES.replace("#+ enumerate:\n#+   - genre\n#+   - year\n", ""))
    publish(store, ":a :genre :rock ; :year 1969 . :b :genre :jazz ; :year 1959 .")
    for name, folder_of in (("STORE", store), ("QUESTIONS", folder)):
        monkeypatch.setenv(f"WHOASKS_{name}", str(folder_of))
    done = CliRunner().invoke(app, ["ask", "albums", "--csv"])
    assert done.stdout.splitlines() == ["album", "http://x/a"], done.output
    with Service(store=str(store), questions=str(folder)) as service:
        (albums,) = (one for one in service.client.get("/questions").json()["questions"] if one["name"] == "albums")
        (genre, _) = albums["parameters"]
        assert (genre["required"], genre["default"]) == (False, "http://x/rock")
        at_length = service.client.get("/openapi.json").json()["paths"]["/questions/albums"]["post"]["requestBody"]
        assert at_length["content"]["application/json"]["schema"]["required"] == []
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        accept = {"Accept": "application/json, text/event-stream"}
        tools = service.client.post("/mcp", json=call, headers=accept).json()["result"]["tools"]
        (schema,) = (tool["inputSchema"] for tool in tools if tool["name"] == "albums")
        assert schema["required"] == []
