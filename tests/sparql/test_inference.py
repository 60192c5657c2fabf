"""The rules infer what the model and the data imply, and nothing from what is only proposed or disputed."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import BUNDLED
from ontology.sources import Sources
from ontology.vocabulary import GRAPH_INFERENCES, GRAPH_MODEL, WA, iri
from sparql.inference import RuleError, infer, read_rules

ASK = iri("statement", "c", "r", "ask-0-10")
DATA = """
PREFIX wa: <https://w3id.org/whoasks/ontology#>
PREFIX body: <https://w3id.org/whoasks/body/>
PREFIX modality: <https://w3id.org/whoasks/modality/>
INSERT DATA { GRAPH <https://w3id.org/whoasks/graph/response/c/r> { %s } }
"""


def inferred(*facts: str) -> set[tuple[str, str, str]]:
    store = ox.Store()
    store.bulk_extend(Sources.read(BUNDLED).quads)
    for fact in facts:
        store.update(DATA % fact)
    found = list(infer(lambda text: store.query(text, use_default_graph_as_union=True)))
    assert {str(quad.graph_name.value) for quad in found} == {GRAPH_INFERENCES}
    return {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in found}


def applies(ask_fact: str) -> set[str]:
    found = inferred(ask_fact)
    return {o.rsplit("/", 1)[-1] for s, p, o in found if s == ASK and p == f"{WA}appliesTo"}


def test_an_ask_of_the_systems_applies_to_each_of_the_42() -> None:
    bodies = applies(f"<{ASK}> wa:addressee body:ics")
    assert len(bodies) == 43
    assert {"ics", "ics-north-east-and-north-cumbria", "ics-kent-and-medway"} <= bodies
    assert "cqc" not in bodies


def test_an_ask_of_trusts_applies_to_the_kinds_of_trusts_and_not_to_their_overseer() -> None:
    bodies = applies(f"<{ASK}> wa:addressee body:trust")
    assert {"trust", "mental-health-trust", "ambulance-trust", "acute-trust", "community-trust"} == bodies


def test_an_ask_of_one_body_applies_to_no_other() -> None:
    assert applies(f"<{ASK}> wa:addressee body:cqc") == {"cqc"}


def test_an_ask_of_regulators_applies_to_the_cqc() -> None:
    assert {"cqc", "gmc"} <= applies(f"<{ASK}> wa:addressee body:regulators")


def claim(modality: str) -> str:
    return f"<urn:claim> wa:modality modality:{modality} ; wa:accountableBody body:ccg ; wa:accountTo body:cqc"


def test_a_current_claim_makes_a_body_accountable() -> None:
    assert (iri("body", "ccg"), f"{WA}accountableTo", iri("body", "cqc")) in inferred(claim("current"))


@pytest.mark.parametrize("modality", ["proposed", "sought", "disputed"])
def test_what_is_not_claimed_to_be_so_makes_nobody_accountable(modality: str) -> None:
    assert not [found for found in inferred(claim(modality)) if found[1] == f"{WA}accountableTo"]


def test_a_system_is_overseen_by_the_team_of_its_region() -> None:
    fact = (iri("body", "nhsei-north-west"), f"{WA}oversees", iri("body", "ics-greater-manchester"))
    assert fact in inferred()


def test_who_answers_today_follows_the_changes() -> None:
    found = inferred()
    assert (iri("body", "ccg"), f"{WA}succeededBy", iri("body", "icb")) in found
    assert (iri("body", "cqc"), f"{WA}succeededBy", iri("body", "icb")) not in found


def test_a_statement_is_about_the_segment_that_it_names() -> None:
    found = inferred("<urn:s> wa:quote 'The exit criteria for segment 4 should be agreed.'")
    about = {o for s, p, o in found if s == "urn:s" and p == f"{WA}about"}
    assert iri("segment", "segment-4") in about
    assert iri("segment", "segment-3") not in about


def test_a_statement_on_peer_review_is_about_the_mechanism() -> None:
    found = inferred("<urn:s> wa:topic <https://w3id.org/whoasks/topic/peer-review>")
    assert ("urn:s", f"{WA}about", iri("mechanism", "peer-review")) in found


def test_what_follows_already_is_not_inferred_again() -> None:
    store = ox.Store()
    store.bulk_extend(Sources.read(BUNDLED).quads)

    def query(text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return store.query(text, use_default_graph_as_union=True)

    first = set(infer(query))
    store.bulk_extend(first)
    assert set(infer(query)) == first, "the graph of inferences is left out of account"
    stated = {ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(GRAPH_MODEL)) for q in first}
    store.remove_graph(ox.NamedNode(GRAPH_INFERENCES))
    store.bulk_extend(stated)
    assert not list(infer(query)), "a second pass finds nothing new"


def test_a_file_that_is_no_rule_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "10-wrong.rq").write_text("SELECT * { ?s ?p ?o }")
    with pytest.raises(RuleError, match=r"10-wrong\.rq: a rule is a CONSTRUCT"):
        read_rules(tmp_path)
