"""Validating data against ``shapes.ttl`` (SHACL)."""

from collections.abc import Iterator

from rdflib import SH, Graph, URIRef

from ontology.findings import Finding
from ontology.sources import SHAPES, OntologyError, Source, Sources


def nonconforming(sources: Sources) -> Iterator[Finding]:
    """Yield a finding for everything in the model and its narrated examples that does not conform to the shapes."""
    shapes = next((source for source in sources.files if source.path.name == SHAPES), None)
    if shapes is None:
        return
    data = Graph(bind_namespaces="none")
    for source in (*sources.model, *sources.examples):
        for triple in source.graph:
            data.add(triple)
    try:
        found = violations(data, shapes)
    except OntologyError as error:
        yield Finding(shapes.path, error.line or 1, "shapes", f"{error.reason}.")
        return
    for node, message in found:
        yield Finding(*sources.where(node), "shapes", f"<{node}>: {message}")


def violations(data: Graph, shapes: Source) -> list[tuple[str, str]]:
    """Return each node that does not conform to a shape, with the message of that shape.

    Raises OntologyError if the shapes are not Turtle or not SHACL.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    _ = shapes.quads  # raises OntologyError, with the line, if they are not Turtle
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes.graph, inference="none", meta_shacl=False)
    except ReportableRuntimeError as error:
        raise OntologyError(shapes.path.name, str(error.args[0]).rstrip(".")) from None
    found = set()
    for result in report.subjects(SH.resultSeverity, SH.Violation) if isinstance(report, Graph) else ():
        node, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        path = report.value(result, SH.resultPath)
        found.add((str(node), str(message) + (f" ({path})" if isinstance(path, URIRef) else "")))
    return sorted(found)
