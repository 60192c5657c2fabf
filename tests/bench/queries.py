"""The queries that the benchmark sends: four kinds, each with many different constants."""

from random import Random

from ontology.vocabulary import PREFIXES, iri

from .data import CONSULTATION, Size

HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in ("wa", "skos"))


def point_lookup(random: Random, size: Size) -> str:
    """All that is said of one ask."""
    start = 200 * random.randrange(size.asks // size.responses)
    ask = iri("statement", CONSULTATION, f"r{random.randrange(size.responses)}", f"ask-{start}-{start + 150}")
    return f"SELECT ?p ?o {{ <{ask}> ?p ?o }}"


def selective_join(random: Random, size: Size) -> str:
    """Who recommends topic X or narrower to body B, with quotes."""
    topic = iri("topic", f"topic-{random.randrange(size.topics // 10)}")
    body = iri("body", f"org-{random.randrange(20, size.organisations // 10)}")
    return (
        f"{HEAD}SELECT ?body ?ask ?quote {{ ?topic skos:broader* <{topic}> . ?ask a wa:Recommendation ; "
        f"wa:topic ?topic ; wa:addressee <{body}> ; wa:statedBy ?body ; wa:quote ?quote }}"
    )


def agreement(random: Random, size: Size) -> str:
    """Organisations that ask the same bodies for the same things as Y on three topics."""
    body = iri("body", f"org-{random.randrange(size.organisations)}")
    return (
        f"{HEAD}SELECT ?other (COUNT(DISTINCT ?topic) AS ?shared) {{ ?mine wa:statedBy <{body}> ; wa:topic ?topic ; "
        f"wa:addressee ?to . ?theirs wa:topic ?topic ; wa:addressee ?to ; wa:statedBy ?other . "
        f"FILTER(?other != <{body}>) }} GROUP BY ?other HAVING (COUNT(DISTINCT ?topic) >= 3) "
        f"ORDER BY DESC(?shared) ?other LIMIT 20"
    )


def aggregate(random: Random, size: Size) -> str:
    """How many asks there are of each kind and topic, over the whole graph."""
    least = random.randrange(size.topics)  # a constant that changes, so that no cache of results can answer
    return (
        f"{HEAD}SELECT ?topic (COUNT(?ask) AS ?asks) {{ ?ask a wa:Ask ; wa:topic ?topic }} "
        f"GROUP BY ?topic HAVING (COUNT(?ask) > {least}) ORDER BY DESC(?asks) ?topic"
    )


KINDS = {
    "point lookup": point_lookup,
    "selective join": selective_join,
    "agreement": agreement,
    "aggregate": aggregate,
}


def queries(kind: str, size: Size, count: int, seed: int = 11) -> list[str]:
    """Return ``count`` queries of one kind, the same for the same seed."""
    random = Random(f"{seed}/{kind}")
    return [KINDS[kind](random, size) for _ in range(count)]
