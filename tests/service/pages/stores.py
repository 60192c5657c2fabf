"""Stores for the tests of the pages: the annotated corpus, and a response that means harm."""

from collections.abc import Iterable
from pathlib import Path

from loaders import graph
from loaders.document import AccountabilityClaim, Ask, AskKind, Context, Document, Extraction, Modality, Span
from ontology import BUNDLED
from ontology.sources import Sources
from ontology.vocabulary import GRAPH_MODEL
from sparql.store import EmbeddedStore
from tests.annotations import annotated

HARM = "<script>window.harm = 1</script><img src=x onerror='window.harm = 1'>"


def annotated_corpus() -> list[Extraction]:
    """Return the two bundled responses as they were annotated by hand."""
    return [annotated(respondent) for respondent in ("bma", "nhs-confederation")]


def harmful_response() -> Extraction:
    """Return a response whose words, name and title would each run a script where a page did not escape them."""
    text = f"1. Question?\n\nWe ask that {HARM} be done. “{HARM}” is accountable to all.\n"
    ask, claim = Span(text.index("We ask"), text.index(" “")), Span(text.index("“"), text.rindex("."))
    context = Context(
        consultation="sof-2021-22", respondent_label=f"Harm {HARM}", title=HARM, date="2021-05-14", owner="nhsei"
    )
    asked = Ask(
        question=None,
        rule="by-hand",
        span=ask,
        kind=AskKind.RECOMMENDATION,
        addressees=("nhsei",),
        topics=("cqc-alignment",),
    )
    claimed = AccountabilityClaim(
        question=None,
        rule="by-hand",
        span=claim,
        accountable=("ics",),
        to=("nhsei",),
        accountable_for=HARM,
        modality=Modality.SOUGHT,
    )
    document = Document(f"{HARM}.txt", text, (), "0" * 64)
    return Extraction(document=document, context=context, asks=[asked], accountabilities=[claimed])


def fill(folder: Path, extractions: Iterable[tuple[Extraction, str | None]]) -> Path:
    """Publish the model and some responses, each with an id, in a new store."""
    with EmbeddedStore(folder).writing("for the tests of the pages") as writer:
        writer.replace_graph(GRAPH_MODEL, Sources.read(BUNDLED).quads)
        for extraction, response in extractions:
            context = extraction.context
            name = response or context.respondent or ""
            writer.replace_graph(graph.consultation_graph(context.consultation), graph.consultation_quads(context))
            writer.replace_graph(
                graph.response_graph(context.consultation, name), graph.quads(extraction, response=response)
            )
    return folder
