"""Pictures: every link is drawn, at places that do not overlap, whatever the numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.pages.picture import NARROW, WIDE, Link, Node, draw_claims, draw_flows
from service.pages.scales import heat_step
from service.pages.statements import Thing

BODIES = st.sampled_from([Thing(f"Body {letter}", f"b:{letter}") for letter in "abcdef"])
SOUGHT = Thing("sought", "m:sought")
LINKS = st.lists(
    st.builds(Link, BODIES, BODIES, st.integers(1, 5000), st.just(SOUGHT)),
    max_size=20,
    unique_by=lambda link: (link.source, link.target),
)


def apart(nodes: list[Node]) -> bool:
    return all(above.y + above.height <= below.y for above, below in pairwise(nodes))


@given(LINKS)
def test_every_flow_and_claim_is_drawn_within_the_picture_and_no_two_bodies_overlap(links: list[Link]) -> None:
    for picture in (draw(links, frame) for draw in (draw_flows, draw_claims) for frame in (WIDE, NARROW)):
        assert {flow.link for flow in picture.flows} == set(links)
        assert {node.thing for node in picture.sources} == {link.source for link in links}
        assert {node.thing for node in picture.targets} == {link.target for link in links}
        assert apart(list(picture.sources))
        assert apart(list(picture.targets))
        assert all(0 <= flow.y <= picture.height for flow in picture.flows)
        for node in (*picture.sources, *picture.targets):
            assert all(0 <= y <= picture.height for y, _ in node.lines)
            assert 0 <= node.label_x <= picture.frame.width


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_asks_are_never_shaded_less(first: int, second: int) -> None:
    largest = max(first, second)
    fewer, more = sorted((first, second))
    assert 0 <= heat_step(fewer, largest) <= heat_step(more, largest) <= 6
    assert (heat_step(fewer, largest) == 0) == (fewer == 0)
