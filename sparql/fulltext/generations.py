"""The text index of each generation: where it is kept, and how it is built.

An index is derived data: if it is lost it is built again, and it is removed with its generation.

    STORE/generations/000001/text-by-iri    the index of that generation
    CACHE/text-by-iri/STORE/000001          the same in the user's cache, for a store on a server or a read-only disk
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from platformdirs import user_cache_path

from ontology.vocabulary import BASE, OA, WA, local_id
from sparql.fulltext.index import Passage, build
from sparql.store import EmbeddedStore
from sparql.store.location import is_remote, open_store

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

FOLDER: Final = "text-by-iri"
"""Changes with the content of an index, so that one from an earlier release is built again and never misread."""
_TEXTS: Final = f"""PREFIX wa: <{WA}> PREFIX oa: <{OA}>
SELECT DISTINCT ?thing ?body ?text WHERE {{
  {{ ?thing a wa:Statement ; wa:quote ?text }} UNION
  {{ ?thing a wa:Answer ; wa:statedIn/oa:hasSelector/oa:exact ?text }}
  ?thing wa:inResponse/wa:respondent ?body
}}"""


def index_folder(location: str, version: str) -> Path:
    """Return the folder of a generation's index: beside it, or in the user's cache if that is read-only."""
    if is_remote(location):
        return _caches(location) / version
    generation = EmbeddedStore(Path(location)).data(version).parent
    if os.access(generation, os.W_OK) or not generation.exists():
        return generation / FOLDER
    made = generation.stat().st_mtime_ns  # a store that is rebuilt counts from 1 again
    return _caches(str(generation.parent.resolve())) / f"{version}.{made}"


def _caches(location: str) -> Path:
    """Return the folder for the indexes of a store in whose own folder nothing can be written."""
    return user_cache_path("whoasks") / FOLDER / sha256(location.encode()).hexdigest()


def build_for(location: str, version: str) -> None:
    """Build the index of a generation if there is none yet, and remove those of forgotten generations."""
    folder = index_folder(location, version)
    if not folder.exists():
        query = open_store(location).query if is_remote(location) else _generation(Path(location), version)
        build(folder, passages_of(query))
    if folder.name != FOLDER:
        _forget(folder.parent, {version, *(generation.version for generation in open_store(location).history())})


def _forget(caches: Path, kept: Collection[str]) -> None:
    """Remove all indexes but those of some generations, and the remains of unfinished ones."""
    for folder in caches.iterdir():
        if folder.name.partition(".")[0] not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _generation(folder: Path, version: str) -> Callable[[str], Results]:
    store = ox.Store.read_only(str(EmbeddedStore(folder).data(version)))
    return partial(store.query, use_default_graph_as_union=True)


def passages_of(query: Callable[[str], Results]) -> Iterator[Passage]:
    """Yield the passages of a dataset."""
    solutions = query(_TEXTS)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT was expected")
    for solution in solutions:
        thing, body, text = (term.value for term in solution)
        yield Passage(thing, kind_of(thing), body, text)


def kind_of(iri: str) -> str:
    """Return the kind of a passage from its IRI: ``ask`` for ``…/ask-10-20``, ``answer`` for ``answer/…``."""
    kind = iri.removeprefix(BASE).partition("/")[0]
    return local_id(iri).rsplit("-", 2)[0] if kind == "statement" else kind
