"""From a file to published quads, with a module or a package for each stage."""

from pathlib import Path

BUNDLED_CORPUS = Path(__file__).parent / "corpus"
"""The folder of the bundled consultations: each has a folder with a ``consultation.yaml``."""
