"""Questions, checks and rules as SPARQL files; the store that they are asked of; the binding of parameters."""

from pathlib import Path

BUNDLED_QUESTIONS = Path(__file__).parent / "questions"
"""The folder of the saved questions that ship with whoasks."""
BUNDLED_RULES = Path(__file__).parent / "rules"
"""The folder of the rules of inference."""
BUNDLED_CHECKS = Path(__file__).parent / "checks"
"""The folder of the checks that the ontology must pass."""
BUNDLED_LISTINGS = Path(__file__).parent / "listings"
"""The folder of the questions that list bodies, topics, responses and statements."""
BUNDLED_RECORDS = Path(__file__).parent / "records"
"""The folder of the queries that the service itself asks, about the records of the dataset."""
BUNDLED_PHRASING = Path(__file__).parent / "phrasing.yaml"
"""The words in which plain English is asked."""
BUNDLED_EXAMPLES = Path(__file__).parent / "examples"
"""Sentences that people ask, from which plain English is learned."""
