"""The filter language, read and put to devices."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.conditional_access.devices import DeviceFilter
from assessor.conditional_access.rules import Compare, RuleError, comparisons, parse
from assessor.model.access_rows import Filter


def met(rule, device, mode="include"):
    return DeviceFilter(Filter(mode=mode, rule=rule), "P").matches(device).value


@pytest.mark.parametrize(
    ("rule", "device", "expected"),
    [
        ('device.model -eq "Surface"', {"model": "SURFACE"}, True),
        ('device.model -ne "Surface"', {"model": "Pixel"}, True),
        ('device.model -startsWith "Sur"', {"model": "Surface"}, True),
        ('device.model -notStartsWith "Sur"', {"model": "Surface"}, False),
        ('device.model -endsWith "face"', {"model": "Surface"}, True),
        ('device.model -notEndsWith "x"', {"model": "Surface"}, True),
        ('device.model -contains "rfa"', {"model": "Surface"}, True),
        ('device.physicalIds -contains "[Order]:1"', {"physicalIds": ["[Order]:1", "x"]}, True),
        ('device.physicalIds -contains "Order"', {"physicalIds": ["[Order]:1"]}, False),
        ('device.model -in ["a", "b"]', {"model": "b"}, True),
        ('device.model -notIn ["a", "b"]', {"model": "b"}, False),
        ("device.isCompliant -eq True", {"isCompliant": True}, True),
        ("device.isCompliant -eq True", {"isCompliant": False}, False),
        ("-not (device.isCompliant -eq True)", None, True),
        ('device.model -eq "a" -or device.model -eq "b" -and device.isCompliant -eq True', {"model": "a"}, True),
        ('(device.model -eq "a" -or device.model -eq "b") -and device.isCompliant -eq True', {"model": "a"}, False),
        ('device.displayName -eq "say `"hi`""', {"displayName": 'say "hi"'}, True),
        ('DEVICE.TrustType -EQ "serverad" -AND device.isCompliant -NE true', {"trustType": "ServerAD"}, True),
        ('device.extensionAttribute1 -eq "SAW"', {"extensionAttribute1": "SAW"}, False),
        ('device.extensionAttribute1 -eq "SAW"', {"extensionAttribute1": "SAW", "trustType": "ServerAD"}, True),
        ('device.extensionAttribute1 -ne "SAW"', {"trustType": "Workplace"}, None),
        ('device.extensionAttribute1 -ne "SAW"', None, True),
        ('device.extensionAttribute16 -ne "SAW"', None, None),
    ],
)
def test_a_rule_put_to_a_device(rule, device, expected):
    assert met(rule, device) is expected
    assert met(rule, device, "exclude") is (None if expected is None else not expected)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "device.model",
        "device.model -eq",
        "device.model -is 1",
        "(device.model -eq 1",
        "device.model -eq 1 1",
        '"a" -eq "b"',
        "((" * 50,
        "device.model -in [",
        '"open',
    ],
)
def test_what_is_no_rule_is_refused_and_its_filter_is_unknown(rule):
    with pytest.raises(RuleError):
        parse(rule)
    assert met(rule, None) is None


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_refused(text):
    with contextlib.suppress(RuleError):
        assert list(comparisons(parse(text)))


@given(st.lists(st.sampled_from(["-and", "-or", "-not", "(", ")", "device.model", "-eq", '"x"', "[", "]", ","]), max_size=12))
def test_any_row_of_tokens_is_a_rule_or_refused(tokens):
    with contextlib.suppress(RuleError):
        assert all(isinstance(one, Compare) for one in comparisons(parse(" ".join(tokens))))
