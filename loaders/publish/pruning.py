"""Finding published responses that are no longer in the corpus."""

from collections.abc import Collection

from loaders.graph import response_graph
from loaders.sources.find import Found


def stale(found: Found, published: Collection[str], left: Collection[str] = ()) -> list[str]:
    """Return the graphs of responses that were published of the consultations found, and are not found any more.

    All of the consultations ``left`` behind are stale. A response whose file was found and is bad is no stale one.
    Where a file could not even be opened to see what it holds, nothing is stale: what is missing may be in it.
    """
    if found.refused:
        return []
    here = {response_graph(source.context.consultation, source.response) for source in found.sources}
    return sorted(graph for graph in of_responses({*consultations(found), *left}, published) if graph not in here)


def consultations(found: Found) -> set[str]:
    """Return the ids of the consultations of which there is something to load."""
    named = {source.context.consultation for source in found.sources} | {manifest.id for manifest in found.manifests}
    return named - {""}


def of_responses(some: Collection[str], published: Collection[str]) -> list[str]:
    """Return the published graphs of the responses to some consultations."""
    folders = tuple(response_graph(consultation, "") for consultation in some)
    return sorted(graph for graph in published if graph.startswith(folders))
