"""From a file to quads: read, segment, extract, resolve, graph, publish; one module for each stage."""

from pathlib import Path

BUNDLED_CORPUS = Path(__file__).parent / "corpus"
"""The folder of the consultations that ship with whoasks: one folder each, with its ``consultation.yaml``."""
