"""Who asks whom, shortened: whatever is not shown by name is counted among the others."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from service.pages.dataset import Dataset, Row, Value
from service.pages.flows import strongest
from sparql.saved.paging import Page

Pair = tuple[str, str]
PAIRS = st.lists(
    st.tuples(st.sampled_from([f"b:{n}" for n in range(9)]), st.sampled_from([f"c:{n}" for n in range(9)]))
)


def iris(terms: Value | Sequence[Value]) -> list[str]:
    return [terms.value] if isinstance(terms, Value) else [term.value for term in terms]


class Counted(Dataset):
    """Answers the queries of the flows from a list of who asks whom."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = pairs

    async def rows(self, query: str, page: Page | None = None, /, **terms: Value | Sequence[Value]) -> list[Row]:
        match query:
            case "flow-totals":
                sources, targets = ({pair[end] for pair in self.pairs} for end in (0, 1))
                return [{"sources": str(len(sources)), "targets": str(len(targets)), "number": str(len(self.pairs))}]
            case "flow-sources" | "flow-targets":
                name = query.removeprefix("flow-").removesuffix("s")
                counts = Counter(pair[name == "target"] for pair in self.pairs)
                return [
                    {name: body, "number": str(count)} for body, count in counts.most_common(page and page.limit + 1)
                ]
            case "flows":
                shown = [set(iris(terms[end])) for end in ("source", "target")]
                counted = Counter(pair for pair in self.pairs if pair[0] in shown[0] and pair[1] in shown[1])
                return [{"source": a, "target": b, "number": str(count)} for (a, b), count in counted.items()]
            case _:
                return [{"thing": iri, "label": f"Body {iri}"} for iri in iris(terms["thing"])]


@settings(deadline=None)  # an event loop is made for each example
@given(PAIRS, st.integers(1, 10))
def test_no_ask_is_lost_or_counted_twice_and_the_bodies_shown_have_all_of_theirs(pairs: list[Pair], most: int) -> None:
    links = asyncio.run(strongest(Counted(pairs), most))
    assert sum(link.count for link in links) == len(pairs)
    for end in (0, 1):
        counts: Counter[str] = Counter()
        for link in links:
            counts[(link.source, link.target)[end].iri] += link.count
        named = {iri: count for iri, count in counts.items() if iri}
        known = Counter(pair[end] for pair in pairs)
        assert named == {iri: known[iri] for iri in named}
        assert len(named) == min(most, len(known))
        others = {(link.source, link.target)[end].label for link in links if not (link.source, link.target)[end].iri}
        assert len(others) <= 1
        assert all(label.startswith(str(len(known) - most)) for label in others)
