"""A small corpus that is loaded the normal way, and a service on which it can be reviewed."""

from pathlib import Path
from typing import Final

import httpx

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from service.access import new_token
from sparql.store import EmbeddedStore
from tests.service.live import Service

LETTER: Final = """Question 1: Should it change?

We agree 🙂. NHSEI should publish the minutes. CQC must act soon. We are concerned that costs may rise.

- The hall has nine windows.
- Ferry operators should publish fares.
"""
_MANIFEST: Final = """id: survey
title: A survey
owner: nhsei
questions: [{number: 1, text: "Should it change?"}]
responses: [{file: letter.txt, respondent: bma}]
"""
MINUTES: Final = "NHSEI should publish the minutes."
ACT: Final = "CQC must act soon."
COSTS: Final = "We are concerned that costs may rise."
FARES: Final = "Ferry operators should publish fares."
"""Asked of a party that the ontology does not hold."""
WINDOWS: Final = "The hall has nine windows."


class Reviewed:
    """A loaded corpus, and the service on it; ``token`` is Rosa's, ``unnamed`` does not say whose it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.corpus = folder / "corpus"
        self.corpus.mkdir()
        (self.corpus / "letter.txt").write_text(LETTER, encoding="utf-8")
        (self.corpus / "consultation.yaml").write_text(_MANIFEST, encoding="utf-8")
        self.token, digest = new_token()
        self.unnamed, other = new_token()
        self.tokens = f"Rosa R.:{digest},{other}"
        load(self.store, [self.corpus], self.plan)

    @property
    def store(self) -> EmbeddedStore:
        """The store that it is loaded into."""
        return EmbeddedStore(self.folder / "store")

    @property
    def reviews(self) -> Path:
        """Where what is said on the pages is kept."""
        return self.folder / "store-reviews"

    @property
    def plan(self) -> Plan:
        """How it is loaded, as the command line does."""
        return Plan(BUNDLED, jobs=1, reviews=self.reviews)

    def serve(self) -> Service:
        """Return a service on the store, to be entered."""
        return Service(store=str(self.folder / "store"), tokens=self.tokens)

    def status(self) -> dict[str, tuple[str, str]]:
        """Return the kind and the review status of each published statement, by its words."""
        rows = self.store.query(
            """SELECT ?quote ?statement ?review { ?statement a wa:Statement ; wa:quote ?quote ; wa:review ?review }"""
        )
        return {
            row["quote"].value: (
                row["statement"].value.rsplit("/", 1)[-1].split("-")[0],
                row["review"].value.rsplit("/", 1)[-1],
            )
            for row in rows
        }


def place(quote: str) -> dict[str, object]:
    """Return words of the letter with their place."""
    start = LETTER.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def give(client: httpx.Client, token: str, **verdict: object) -> httpx.Response:
    """Send a verdict on a statement of the letter."""
    body = {"consultation": "survey", "response": "bma", **verdict}
    return client.post("/reviews", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=240)
