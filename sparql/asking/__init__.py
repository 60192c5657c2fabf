"""Plain English understood as one of the saved questions, without a language model.

    words → names and phrases → ways to cut the question into parts → fit with the likely saved questions → readings

What is understood is data: labels and cues of the ontology, the phrasings of the saved questions, the groups of words
in ``phrasing.yaml``, and worked examples, from which it is learned which saved questions are likely. A wrong reading is
worse than none: what a reading leaves unexplained lowers its confidence, and below :data:`UNDERSTOOD` nothing is taken
as understood.
"""

from sparql.asking.phrasing import Phrasing, PhrasingError
from sparql.asking.ranking import Reading
from sparql.asking.understanding import UNDERSTOOD, Understanding, Understood

__all__ = ["UNDERSTOOD", "Phrasing", "PhrasingError", "Reading", "Understanding", "Understood"]
