"""Loading responses, from files to published quads, with a module or a package for each stage."""

from pathlib import Path

BUNDLED_CORPUS = Path(__file__).parent / "corpus"
"""The folder of the bundled consultations, each in a folder of its own with a ``consultation.yaml``."""
