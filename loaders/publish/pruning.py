"""Which published responses stand in the corpus no longer."""

from collections.abc import Collection

from loaders.graph import response_graph
from loaders.sources.find import Found


def stale(found: Found, published: Collection[str]) -> list[str]:
    """Return the graphs of responses that were published of the consultations found, and are not found any more.

    A response whose file was found and is bad is no stale one. Where a file could not even be opened to see what it
    holds, nothing is stale: what is missing may be in it.
    """
    if found.refused:
        return []
    consultations = {source.context.consultation for source in found.sources}
    consultations |= {manifest.id for manifest in found.manifests}
    folders = tuple(response_graph(consultation, "") for consultation in consultations if consultation)
    here = {response_graph(source.context.consultation, source.response) for source in found.sources}
    return sorted(graph for graph in published if graph.startswith(folders) and graph not in here)
