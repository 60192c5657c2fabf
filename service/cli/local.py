"""Asking questions of the published dataset in this process, as the command line does without a server."""

from functools import lru_cache

from ontology.lexicon import Lexicon
from service.answers.answering import Answerer
from service.answers.searching import TextSearch
from service.errors import Problem
from service.settings import Settings
from sparql.results import Table
from sparql.saved.catalogue import Catalogue
from sparql.store import Store


class LocalEngine:
    """Evaluates queries over a store in this process."""

    def __init__(self, store: Store, location: str) -> None:
        self._store = store
        self.text = TextSearch(location)

    @property
    def version(self) -> str:
        """The generation that queries are answered from; empty before the first publication."""
        return self._store.version() or ""

    async def select(self, text: str) -> Table:
        """Evaluate a SELECT query. Raises Problem 400 for a syntax error."""
        query = await self.text.expand(text, self.version)
        try:
            return Table.of(self._store.query(query))
        except SyntaxError as error:
            raise Problem(400, f"SPARQL syntax error: {error.msg}") from None


@lru_cache(maxsize=1)
def local_catalogue(settings: Settings) -> tuple[Lexicon, Catalogue]:
    """Read the lexicon and the saved questions of the settings."""
    lexicon = Lexicon.load(settings.ontology)
    return lexicon, Catalogue.load(settings.questions, lexicon)


def local_answerer(settings: Settings, store: Store) -> Answerer:
    """Return an answerer of saved questions over a store in this process."""
    return Answerer(LocalEngine(store, settings.store), *local_catalogue(settings))
