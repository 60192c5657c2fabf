"""A page takes no parameter that it does not know, and no value that there is not: as the JSON of the same address."""

import httpx
import pytest


@pytest.mark.parametrize(
    "path",
    [
        "/topics?foo=1",
        "/asks?foo=1",
        "/claims?x=1",
        "/compare?table=foo",
        "/graph?consultation=nope",
        "/bodies?knd=regulator",
    ],
)
def test_an_unknown_parameter_is_refused(site: httpx.Client, path: str) -> None:
    reply = site.get(path)
    assert reply.status_code == 400
    assert path.partition("?")[2].partition("=")[0] in reply.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/asks?topic=nope", "no topic “nope”"),
        ("/asks?topic=transparancy", "transparency"),
        ("/claims?modality=nope", "no modality “nope”"),
        ("/asks?body=nhsie", "nhsei"),
        ("/asks?consultation=nope", "nothing at /consultation/nope"),
    ],
)
def test_an_unknown_value_is_told_with_the_nearest(site: httpx.Client, path: str, said: str) -> None:
    reply = site.get(path)
    assert reply.status_code == 404
    assert said in reply.text


@pytest.mark.parametrize("path", ["/bodies?kind=regulator", "/topics?broader=accountability", "/bodies?name=care"])
def test_a_filter_that_only_the_listing_has_leads_to_it(site: httpx.Client, path: str) -> None:
    reply = site.get(path)
    assert (reply.status_code, reply.headers["location"]) == (303, f"/questions{path}")
    assert site.get(f"/questions{path}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/asks?topic=transparency&offset=0", "/claims?modality=sought", "/bodies?q=care&page=1"]
)
def test_a_known_filter_is_taken(site: httpx.Client, path: str) -> None:
    assert site.get(path).status_code == 200
