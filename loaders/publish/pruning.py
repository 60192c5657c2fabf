"""Finding published responses that are no longer in the corpus."""

from collections.abc import Collection

from loaders.graph import response_graph
from loaders.sources.find import Found


def stale(found: Found, published: Collection[str], left: Collection[str] = ()) -> list[str]:
    """Return the published graphs of responses that are no longer in the corpus.

    Only responses to the consultations that were found count, and to those that were ``left`` behind, all of which are
    stale. Nothing is stale if any file was refused, since the missing responses may be in it.
    """
    if found.refused:
        return []
    here = {response_graph(source.context.consultation, source.response) for source in found.sources}
    return sorted(graph for graph in response_graphs({*consultations(found), *left}, published) if graph not in here)


def consultations(found: Found) -> set[str]:
    """Return the ids of the consultations of which there is something to load."""
    named = {source.context.consultation for source in found.sources} | {manifest.id for manifest in found.manifests}
    return named - {""}


def response_graphs(some: Collection[str], published: Collection[str]) -> list[str]:
    """Return the published graphs of the responses to some consultations."""
    prefixes = tuple(response_graph(consultation, "") for consultation in some)
    return sorted(graph for graph in published if graph.startswith(prefixes))
