from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from finder.search.parameters import PARAMETERS
from finder.search.query import Query
from finder.web.api.endpoint import ENDPOINTS
from finder.web.api.openapi import schema_of
from finder.web.api.problems import KINDS

EACH = 40
"""Questions of each sort for each address: `benchmarks/api_cases.py` asks ten thousand of a real server."""


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.content_type == "application/json"
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_file_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_address_of_the_api_is_described(app: Flask, document: dict[str, Any]) -> None:
    rules = {str(rule) for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    told = {f"/api/v1{path}".replace("{", "<").replace("}", ">") for path in document["paths"]}
    assert told == rules


def test_every_field_parameter_and_error_has_its_meaning(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    fields = {f"{name}.{field}": shape for name, one in schemas.items() for field, shape in one["properties"].items()}
    assert [name for name, shape in fields.items() if not shape.get("description")] == []
    operations = [one["get"] for one in document["paths"].values()]
    assert [one["name"] for operation in operations for one in operation["parameters"] if not one["description"]] == []
    told = " ".join(str(operation["responses"]) for operation in operations)
    assert [kind.code for kind in KINDS if f"`{kind.code}`" not in told] == [
        "bad-request",
        "unknown-address",
        "read-only",
    ]


def test_the_search_takes_what_the_find_page_takes(document: dict[str, Any]) -> None:
    told = {one["name"]: one for one in document["paths"]["/groups"]["get"]["parameters"]}
    assert told.keys() - PARAMETERS.keys() == {"closest", "lang", "selection"}
    assert told["within"]["schema"] == {"type": "number", "minimum": 0.1, "maximum": 2000}
    assert told["free"]["schema"] == {"type": "boolean", "default": False}
    assert told["per_page"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}


@pytest.mark.parametrize("name", [name for name, one in PARAMETERS.items() if one.default is not None])
def test_a_default_that_is_told_is_the_one_that_is_taken(name: str) -> None:
    taken = {"stated": Query().stated_only, "join": Query().participation or "any"}
    assert schema_of(PARAMETERS[name])["default"] == taken.get(name, getattr(Query(), name, None))


def test_what_is_unknown_is_told_as_null_and_never_as_a_value(document: dict[str, Any]) -> None:
    group = document["components"]["schemas"]["Group"]
    assert group["required"] == ["title"]
    assert {shape["default"] for shape in group["properties"].values() if "anyOf" in shape} == {None}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("name", [one.name for one in ENDPOINTS])
def test_each_answer_is_as_it_is_described(app: Flask, name: str, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operation = described.find_operation_by_id(name)

    @settings(max_examples=EACH, derandomize=True, deadline=None, database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Case[Any]) -> None:
        answer = case.call(headers={"Accept-Encoding": "identity"})
        # What fits each parameter may be refused all the same: some go together (lat and lon), some do not.
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    holds()
