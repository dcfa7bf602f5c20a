from __future__ import annotations

import msgspec
from flask.testing import FlaskClient

from finder import __version__
from finder.listing import HarvestReport
from finder.store import Store
from finder.taxonomy import facets
from finder.web.api.records import Sources, Tags


def test_place_names_are_completed(client: FlaskClient) -> None:
    told = {"places": [{"name": "Bloomington, IN"}, {"name": "Bloomington, IL"}]}
    assert client.get("/api/v1/places?q=bloom").json == told
    assert client.get("/api/v1/places?q=x").json == {"places": []}
    missing = client.get("/api/v1/places").json
    assert missing
    assert (missing["code"], missing["parameter"]) == ("bad-parameter", "q")


def test_the_vocabulary_comes_in_the_language_asked_for(client: FlaskClient) -> None:
    answer = client.get("/api/v1/tags?lang=es")
    found = msgspec.json.decode(answer.data, type=Tags)
    assert (found.language, answer.headers["Content-Language"]) == ("es", "es")
    assert [facet.name for facet in found.facets] == list(facets())
    assert [(level.name, level.label) for level in found.levels] == [
        ("stated", "Dicho"),
        ("likely", "Probable"),
        ("no", "No"),
    ]
    fiber = next(term for facet in found.facets for term in facet.terms if term.name == "fiber-arts")
    assert fiber.parent == "crafts"


def test_sources_tell_when_they_were_read_and_lead_on(own: FlaskClient, store: Store) -> None:
    store.save_report(
        HarvestReport(source_id="elm", started_at="2026-11-20T10:00:00Z", last_good="2026-11-20T10:00:00Z", coming=3)
    )
    read = msgspec.json.decode(own.get("/api/v1/sources?state=working").data, type=Sources)
    assert [(one.id, one.state, one.last_good) for one in read.sources] == [("elm", "working", "2026-11-20T10:00:00Z")]
    first = msgspec.json.decode(own.get("/api/v1/sources?q=library&per_page=2").data, type=Sources)
    assert first.links.next
    second = msgspec.json.decode(own.get(first.links.next).data, type=Sources)
    ids = [one.id for one in (*first.sources, *second.sources)]
    assert (len(ids), ids, first.total) == (4, sorted(set(ids)), second.total)


def test_health_says_when_the_last_harvest_was_and_is_not_kept(own: FlaskClient, store: Store) -> None:
    store.save_report(HarvestReport(source_id="elm", started_at="2026-11-20T10:00:00Z"))
    answer = own.get("/api/v1/health")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "status": "ok",
        "version": __version__,
        "sources": 1,
        "last_harvest": "2026-11-20T10:00:00Z",
    }
