"""Writing extractions as quads: the named graphs of responses and consultations.

Every IRI is made from the consultation, the response and the span, so that the same text gives the same graph.
"""

from loaders.graph.consultation import consultation_quads
from loaders.graph.names import consultation_graph, name, node, response_graph
from loaders.graph.response import lines, quads

__all__ = ["consultation_graph", "consultation_quads", "lines", "name", "node", "quads", "response_graph"]
