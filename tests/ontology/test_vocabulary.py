"""The program and the model speak of the same terms."""

import re

import pytest

from ontology import BUNDLED
from ontology.sources import Sources
from ontology.vocabulary import WA

ROOMS = [BUNDLED.parent / room for room in ("ontology", "sparql", "loaders", "service")]
DECLARED = {iri.removeprefix(WA) for source in Sources.read(BUNDLED).model for iri in source.lines}
USED = sorted(
    (str(path.relative_to(BUNDLED.parent)), name)
    for room in ROOMS
    for path in room.rglob("*")
    if path.suffix in {".py", ".rq"}
    for name in set(re.findall(r"\bwa:([A-Za-z]\w+)", path.read_text(encoding="utf-8")))
)


def test_the_program_uses_terms() -> None:
    assert len(USED) > 50


@pytest.mark.parametrize("name", sorted({name for _, name in USED}))
def test_every_term_that_the_program_uses_is_declared(name: str) -> None:
    assert name in DECLARED, [path for path, used in USED if used == name]
