"""The model in Turtle, and the code that reads and checks it."""

from pathlib import Path

BUNDLED = Path(__file__).parent
"""The folder of the ontology that ships with whoasks."""
