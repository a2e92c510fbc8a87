"""Fields of a row in one spelling, and lists in a form that can be read."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.compare import shapes
from assessor.compare.fields import differences, flat, unsaid

ALIKE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"a": None}, {}),
    ({"a": []}, {"a": None}),
    ({"a": ""}, {}),
    ({"a": {"b": None}}, {"a": None}),
    ({"state": "Enabled"}, {"state": "enabled"}),
    ({"a": ["x", "y"]}, {"a": ["Y", "x", "X"]}),
    ({"end": "2026-11-16T12:00:00Z"}, {"end": "2026-11-16T12:00:00.0000000+00:00"}),
    ({"end": "2026-11-16T12:00:00.1230000Z"}, {"end": "2026-11-16T12:00:00.123Z"}),
    ({"a": [{"id": 1, "b": None}]}, {"a": [{"id": 1}]}),
    ({"lastModifiedDateTime": "2026-01-01T00:00:00Z"}, {"lastModifiedDateTime": "2026-02-01T00:00:00Z"}),
]
UNLIKE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"a": False}, {}),
    ({"a": 0}, {}),
    ({"displayName": "admins"}, {"displayName": "Admins"}),
    ({"membershipRule": '(user.city -eq "Bonn")'}, {"membershipRule": '(user.city -eq "bonn")'}),
    ({"end": "2026-11-16T12:00:00Z"}, {"end": "2026-11-16T12:00:01Z"}),
    ({"end": "2026-11-16T12:00:00Z"}, {"end": "2026-11-16T12:00:00+01:00"}),
    ({"a": ["x"]}, {"a": ["x", "y"]}),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_thing_are_alike(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert differences(flat(one), flat(other)) == ()


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_differs_is_told(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert len(differences(flat(one), flat(other))) == 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "displayName", "id"]), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), VALUES, max_size=3), st.dictionaries(st.sampled_from(["x", "y", "z"]), VALUES, max_size=3))
def test_differences_mirror(one: dict[str, Any], other: dict[str, Any]) -> None:
    there, back = differences(flat(one), flat(other)), differences(flat(other), flat(one))
    assert [(each.name, each.before, each.after) for each in there] == [(each.name, each.after, each.before) for each in back]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), VALUES, max_size=3), st.integers())
def test_the_order_of_fields_makes_no_difference(row: dict[str, Any], seed: int) -> None:
    items = list(row.items())
    random.Random(seed).shuffle(items)  # noqa: S311  # chance, not secrecy
    assert differences(flat(row), flat(dict(items))) == ()


def test_what_a_row_does_not_say_is_not_null() -> None:
    assert unsaid({"a": {"b": 1}}, "a.b") is None
    assert unsaid({"a": {}}, "a.b") == "b"
    assert unsaid({}, "a.b") == "a"
    assert unsaid({"a": None}, "a.b") is None


def test_lists_are_read_by_key_or_as_words() -> None:
    assert shapes.by("id")([{"id": "Sms", "state": "off"}, "no row"]) == {"Sms": {"state": "off"}}
    assert shapes.each("query")([{"query": "/users/1"}, {"other": 1}]) == ["/users/1"]
    assert shapes.words(" openid  profile ") == ["openid", "profile"]
    assert shapes.permissions([{"allowedResourceActions": ["a", "b"]}, {"allowedResourceActions": ["c"], "condition": "$SubjectIsOwner"}]) == [
        "a",
        "b",
        "c where $SubjectIsOwner",
    ]
    assert shapes.plans([{"servicePlanId": "p", "capabilityStatus": "Warning"}, {"servicePlanId": "q", "capabilityStatus": "Deleted"}]) == ["p (Warning)"]
    assert shapes.tasks([{"displayName": "Mail"}, {"displayName": "Disable", "isEnabled": False}]) == ["Mail", "Disable (off)"]
    assert (shapes.review_status("InProgress"), shapes.review_status("Completed")) == ("running", "over")
