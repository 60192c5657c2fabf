"""Plain English understood as one of the saved questions, without a language model.

    words → names and phrases → ways to cut the question into parts → fits with the likely saved questions, each with
    the signs for and against it → readings, ranked by the weights of the signs → confidence in the first reading

The knowledge is data: labels and cues of the ontology, the phrasings of the saved questions, the groups of words in
``phrasing.yaml``, and worked examples, from which classifiers learn which saved questions are likely. The weights of
the signs, and the confidence in a reading, are fitted to sentences whose meaning is known (``fitting``) and kept in
``weights.json``. A wrong reading is worse than none, so a reading below :data:`UNDERSTOOD` does not count as
understood.
"""

from sparql.asking.phrasing import Phrasing, PhrasingError
from sparql.asking.ranking import Reading
from sparql.asking.understanding import UNDERSTOOD, Stated, Understanding, Understood

__all__ = ["UNDERSTOOD", "Phrasing", "PhrasingError", "Reading", "Stated", "Understanding", "Understood"]
