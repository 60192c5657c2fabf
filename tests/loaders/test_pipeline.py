"""The whole way from files to the published dataset: it is published whole, and only where something has changed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from loaders import BUNDLED_CORPUS
from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.pipeline import Plan, Summary, ensure, load
from loaders.sources.gather import gathered
from loaders.standalone import extract_file
from ontology import BUNDLED
from ontology.sources import OntologyError
from ontology.vocabulary import GRAPH_INFERENCES
from sparql.inference import infer
from sparql.store import EmbeddedStore

CORPUS = BUNDLED_CORPUS / "sof-2021-22"
PLAN = Plan(BUNDLED, jobs=2)
PREFIXES = "PREFIX wa: <https://w3id.org/whoasks/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> "
LETTER = "Question 1: Should it change?\n\nYes. We agree. NHSEI should publish the minutes of its oversight meetings.\n"


def rows(store: EmbeddedStore, query: str) -> list[ox.QuerySolution]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def contents(store: EmbeddedStore) -> set[str]:
    """Return every quad but the provenance."""
    found = rows(store, "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(!isBlank(?s) && !isBlank(?o)) }")
    return {" ".join(str(row[name]) for name in "gspo") for row in found if "provenance" not in str(row["g"])}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[EmbeddedStore, Summary]:
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    return store, load(store, [], PLAN)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("kent", "essex"):
        (folder / f"{name}.txt").write_text(f"{LETTER}\nFrom {name}.\n", encoding="utf-8")
    return folder


def test_the_bundled_corpus_becomes_two_responses_with_nine_answers_each(
    loaded: tuple[EmbeddedStore, Summary],
) -> None:
    store, summary = loaded
    assert (summary.read, summary.loaded, summary.unchanged, summary.quarantined) == (2, 2, 0, [])
    found = rows(
        store,
        "SELECT (COUNT(?answer) AS ?answers) { ?answer wa:inResponse ?response ; a wa:Answer } GROUP BY ?response",
    )
    assert [row["answers"].value for row in found] == ["9", "9"]


def test_a_load_is_kept_beyond_the_newest_generations(loaded: tuple[EmbeddedStore, Summary]) -> None:
    assert [generation.lasting for generation in loaded[0].history()] == [True]


def test_every_quote_of_the_published_dataset_is_the_text_at_its_offsets(loaded: tuple[EmbeddedStore, Summary]) -> None:
    found = rows(
        loaded[0],
        """PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?quote ?start ?end ?text {
          ?statement wa:quote ?quote ; wa:statedIn ?passage . ?passage oa:hasSource/wa:text ?text ;
          oa:hasSelector [ oa:start ?start ; oa:end ?end ] }""",
    )
    assert len(found) == loaded[1].statements
    for row in found:
        assert row["text"].value[int(row["start"].value) : int(row["end"].value)] == row["quote"].value


def test_each_response_says_which_load_wrote_it(loaded: tuple[EmbeddedStore, Summary]) -> None:
    found = rows(
        loaded[0],
        """SELECT ?graph ?rules { ?graph prov:wasGeneratedBy ?load ; prov:wasDerivedFrom ?document .
        ?document wa:sha256 ?digest . ?load a wa:Load ; wa:rulesVersion ?rules }""",
    )
    assert len(found) == 2


def test_every_statement_names_a_rule_that_says_what_it_finds(loaded: tuple[EmbeddedStore, Summary]) -> None:
    described = rows(
        loaded[0],
        """SELECT DISTINCT ?statement { ?statement wa:extractedBy ?rule . ?rule a wa:Rule ; skos:definition ?told .
        FILTER(STRSTARTS(?told, "Finds: ")) }""",
    )
    assert len(described) == loaded[1].statements


def test_a_first_load_infers_in_its_workers_what_the_rules_find_in_the_whole(
    loaded: tuple[EmbeddedStore, Summary],
) -> None:
    found = rows(
        loaded[0],
        f"""SELECT ?s ?p ?o {{ GRAPH <{GRAPH_INFERENCES}> {{ ?s ?p ?o }}
        FILTER(?p NOT IN (wa:between, wa:score, wa:similarTo)) FILTER NOT EXISTS {{ ?s a wa:Similarity }} }}""",
    )
    whole = {(quad.subject, quad.predicate, quad.object) for quad in infer(loaded[0].query)}
    assert {(row["s"], row["p"], row["o"]) for row in found} == whole


def test_loading_the_same_again_publishes_nothing(loaded: tuple[EmbeddedStore, Summary]) -> None:
    store, _summary = loaded
    before = store.version()
    again = load(store, [], PLAN)
    assert (again.loaded, again.unchanged, again.published) == (0, 2, None)
    assert store.version() == before


def test_a_changed_file_replaces_the_graph_of_its_response_whole(corpus: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load(store, [corpus], PLAN)
    changed = "Question 1: Should it change?\n\nNo. We disagree. Kent must be asked first.\n"
    (corpus / "kent.txt").write_text(changed, encoding="utf-8")
    summary = load(store, [corpus], PLAN)
    assert (summary.loaded, summary.unchanged) == (1, 1)
    fresh = EmbeddedStore(tmp_path / "fresh")
    load(fresh, [corpus], PLAN)
    assert contents(store) == contents(fresh)
    assert (
        len(
            rows(store, "SELECT ?graph ?print { ?graph wa:fingerprint ?print . FILTER(CONTAINS(STR(?graph), 'kent')) }")
        )
        == 1
    )


def test_a_bad_file_is_quarantined_and_the_rest_is_loaded(corpus: Path, tmp_path: Path) -> None:
    (corpus / "broken.txt").write_bytes(b"one\ntwo \x93\n")
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    summary = load(EmbeddedStore(tmp_path / "store"), [corpus], PLAN)
    assert summary.loaded == 2
    assert summary.quarantined[-1].sentence.endswith("and of many responses .csv, .jsonl, .tsv, .xlsx, .zip")
    sentences = sorted(f"{Path(error.file).name}: {error.sentence}" for error in summary.quarantined)
    assert [sentence.split(" (")[0].split(";")[0] for sentence in sentences] == [
        "broken.txt: is not UTF-8",
        "empty.txt: is empty",
        "picture.png: is of no format that can be read",
    ]


def test_a_strict_load_publishes_nothing_where_one_file_is_bad(corpus: Path, tmp_path: Path) -> None:
    (corpus / "broken.txt").write_bytes(b"\x93")
    store = EmbeddedStore(tmp_path / "store")
    with pytest.raises(BadInput, match="not UTF-8"):
        load(store, [corpus], Plan(BUNDLED, jobs=2, strict=True))
    assert store.version() is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\x00\x93", "is not UTF-8"),
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"Dear all,\n\nthank you for your kind letter.\n", "holds no recognisable question"),
    ],
)
def test_where_the_only_file_is_bad_nothing_is_published(tmp_path: Path, content: bytes, sentence: str) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(CORPUS / "consultation.yaml", folder / "consultation.yaml")
    text = (folder / "consultation.yaml").read_text(encoding="utf-8")
    (folder / "consultation.yaml").write_text(text.split("# `expect`")[0], encoding="utf-8")
    (folder / "letter.txt").write_bytes(content)
    store = EmbeddedStore(tmp_path / "store")
    with pytest.raises(BadInput, match=sentence):
        load(store, [folder], PLAN)
    assert store.version() is None
    assert store.history() == []


def test_a_manifest_with_an_unknown_respondent_stops_the_load_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder)
    path = folder / "consultation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("respondent: bma", "respondent: bmx"), encoding="utf-8")
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "bmx" in text)
    store = EmbeddedStore(tmp_path / "store")
    with pytest.raises(BadInput, match=rf":{line}: unknown respondent bmx"):
        load(store, [folder], PLAN)
    assert store.version() is None


def test_a_file_that_is_not_what_the_manifest_expects_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder)
    text = (folder / "bma.txt").read_text(encoding="utf-8")
    (folder / "bma.txt").write_text(text.split("\n5. ")[0], encoding="utf-8")
    summary = load(EmbeddedStore(tmp_path / "store"), [folder], PLAN)
    assert [error.sentence for error in summary.quarantined] == ["holds 4 answers, where the manifest expects 9"]


def described(folder: Path, entries: str) -> None:
    head = 'id: lanes\ntitle: Lanes\nquestions: [{number: 1, text: "Should it change?"}]\n'
    (folder / "consultation.yaml").write_text(head + entries, encoding="utf-8")


def test_a_manifest_describes_a_file_in_a_folder_under_it_and_no_other_of_that_name(corpus: Path) -> None:
    (corpus / "north").mkdir()
    shutil.copy(corpus / "kent.txt", corpus / "north" / "kent.txt")
    shutil.copy(corpus / "kent.txt", corpus / "north" / "readme.txt")
    described(
        corpus,
        "responses: [{file: north/kent.txt, respondent: cqc, title: Northern}, {file: ./north/readme.txt, id: told}]\n",
    )
    with gathered([corpus], lexicon=PLAN.lexicon(), limits=PLAN.limits) as found:
        known = {source.path.relative_to(corpus).as_posix(): source for source in found.sources}
    assert {path: (source.response, source.context.title) for path, source in known.items()} == {
        "essex.txt": ("essex", None),
        "kent.txt": ("kent", None),
        "north/kent.txt": ("cqc", "Northern"),
        "north/readme.txt": ("told", None),
    }


@pytest.mark.parametrize(
    ("entries", "line", "sentence"),
    [
        (
            "responses:\n  - file: kent.txt\n  - file: norfolk.txt\n",
            6,
            "names the response norfolk.txt, which is not there",
        ),
        ("responses: [{file: own/kent.txt}]\n", 4, "own/kent.txt, which another manifest stands nearer to"),
        (
            "tables:\n  - file: none*.csv\n    answers: {1: One}\n",
            5,
            "names the table none*.csv, and no file is called so",
        ),
    ],
)
def test_an_entry_that_no_file_comes_up_for_is_refused_with_its_line(
    corpus: Path, tmp_path: Path, entries: str, line: int, sentence: str
) -> None:
    described(corpus, entries)
    (corpus / "own").mkdir()
    shutil.copy(corpus / "kent.txt", corpus / "own" / "kent.txt")
    (corpus / "own" / "consultation.yaml").write_text("id: own\ntitle: Own\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(EmbeddedStore(tmp_path / "store"), [corpus], PLAN)
    assert (caught.value.line, sentence in str(caught.value)) == (line, True), caught.value


def test_what_a_manifest_expects_is_checked_again_when_it_expects_something_else(corpus: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    described(corpus, "responses: [{file: kent.txt, expect: {answers: 1}}]\n")
    assert load(store, [corpus], PLAN).loaded == 2
    described(corpus, "responses: [{file: kent.txt, expect: {answers: 7}}]\n")
    summary = load(store, [corpus], PLAN)
    assert ([error.sentence for error in summary.quarantined], summary.unchanged) == (
        ["holds 1 answers, where the manifest expects 7"],
        1,
    )


def test_a_response_without_the_one_question_is_refused_in_a_plain_sentence(corpus: Path, tmp_path: Path) -> None:
    described(corpus, "responses: [{file: kent.txt}]\n")
    (corpus / "kent.txt").write_text("Dear all,\n\nthank you for your kind letter.\n", encoding="utf-8")
    summary = load(EmbeddedStore(tmp_path / "store"), [corpus], PLAN)
    assert [error.sentence for error in summary.quarantined] == [
        "holds no recognisable question: no answer to the one question of lanes was found in it"
    ]


def test_a_file_that_takes_too_long_is_given_up_and_the_rest_is_loaded(corpus: Path, tmp_path: Path) -> None:
    (corpus / "endless.txt").write_text("We should. " * 400_000, encoding="utf-8")
    plan = Plan(BUNDLED, jobs=1, limits=Limits(seconds=3))
    summary = load(EmbeddedStore(tmp_path / "store"), [corpus], plan)
    assert summary.loaded == 2
    assert [error.sentence for error in summary.quarantined] == ["took too long to read"]


def test_a_topic_added_to_a_copy_of_the_ontology_is_found_by_the_next_question(corpus: Path, tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(BUNDLED, ontology)
    store = EmbeddedStore(tmp_path / "store")
    load(store, [corpus], Plan(ontology, jobs=2))
    assert ensure(store, Plan(ontology, jobs=2)) is None
    with (ontology / "topics.ttl").open("a", encoding="utf-8") as topics:
        topics.write(
            '\n<https://w3id.org/whoasks/topic/minutes> a wa:Topic ; dcterms:identifier "minutes" ;'
            ' skos:prefLabel "Minutes"@en ; skos:inScheme <https://w3id.org/whoasks/topics> ;'
            ' wa:cue "minutes of its oversight meetings" .\n'
        )
    assert ensure(store, Plan(ontology, jobs=2)) is not None
    assert len(rows(store, "SELECT ?ask { ?ask a wa:Ask ; wa:topic <https://w3id.org/whoasks/topic/minutes> }")) == 2


def test_a_store_whose_documents_are_gone_keeps_what_it_holds_when_the_model_changes(tmp_path: Path) -> None:
    ontology, letters = shutil.copytree(BUNDLED, tmp_path / "ontology"), tmp_path / "letters"
    letters.mkdir()
    (letters / "a.txt").write_text(LETTER)
    store = EmbeddedStore(tmp_path / "store")
    load(store, [letters], Plan(ontology, jobs=1))
    held = contents(store)
    with (ontology / "topics.ttl").open("a") as topics:
        topics.write("\n# another state of the model\n")
    shutil.rmtree(letters)
    assert ensure(store, Plan(ontology, jobs=1)) is None
    assert contents(store) == held


def test_a_lone_file_is_extracted_with_what_can_be_guessed(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    (extraction,) = extract_file(path, PLAN)
    assert [answer.question for answer in extraction.answers] == ["1"]
    assert [ask.span.of(extraction.document.text) for ask in extraction.asks] == [
        "NHSEI should publish the minutes of its oversight meetings."
    ]


def test_a_response_that_the_corpus_holds_no_longer_is_removed_when_asked(corpus: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load(store, [corpus], PLAN)
    (corpus / "kent.txt").unlink()
    assert load(store, [corpus], PLAN).removed == 0
    everything = "SELECT ?s { { ?s ?p ?o } UNION { GRAPH ?s { } } FILTER CONTAINS(STR(?s), '/letters/kent') }"
    assert rows(store, everything)
    summary = load(store, [corpus], replace(PLAN, prune=True))
    assert (summary.unchanged, summary.removed) == (1, 1)
    assert not rows(store, everything), "no statement, provenance or inference is left"
    assert rows(store, everything.replace("kent", "essex"))


def test_responses_of_a_folder_that_gets_a_manifest_are_not_there_twice_without_a_word(
    corpus: Path, tmp_path: Path
) -> None:
    store, other = EmbeddedStore(tmp_path / "store"), tmp_path / "other"
    shutil.copytree(corpus, other)
    load(store, [other], PLAN)
    load(store, [corpus], PLAN)
    (corpus / "consultation.yaml").write_text("id: lanes\ntitle: Lanes\n", encoding="utf-8")
    told = [note for note in load(store, [corpus], PLAN).notes if "--prune" in note]
    assert [note[:75] for note in told] == [
        "2 responses that were loaded from here as consultation “letters” are still "
    ]
    assert load(store, [corpus], replace(PLAN, prune=True)).removed == 2
    found = rows(store, "SELECT DISTINCT ?id { ?r a wa:Response ; wa:inConsultation/dcterms:identifier ?id }")
    assert {row["id"].value for row in found} == {"lanes", "other"}
    assert not [note for note in load(store, [corpus], PLAN).notes if "--prune" in note]


def test_nothing_is_removed_while_a_file_cannot_be_opened(corpus: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load(store, [corpus], PLAN)
    (corpus / "kent.txt").unlink()
    (corpus / "kent.zip").write_bytes(b"no archive")
    assert load(store, [corpus], replace(PLAN, prune=True)).removed == 0


def test_shapes_that_cannot_be_read_refuse_a_load_with_their_line(corpus: Path, tmp_path: Path) -> None:
    ontology, store = shutil.copytree(BUNDLED, tmp_path / "ontology"), EmbeddedStore(tmp_path / "store")
    (ontology / "shapes.ttl").write_text("\nnonsense\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"shapes\.ttl: line 2: "):
        load(store, [corpus], Plan(ontology, jobs=1))
    assert store.version() is None
