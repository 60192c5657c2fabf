"""The model: what bodies, topics and statements are, as Turtle, and what keeps it sound."""

from pathlib import Path

BUNDLED = Path(__file__).parent
"""The folder of the ontology that ships with whoasks."""
