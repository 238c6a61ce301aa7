"""Condition operators: how a value of the request is compared with one of the policy.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from partition_simulator.authorization.patterns import arn_matches, matcher

Comparison = Callable[[str, str], bool]


@dataclass(frozen=True)
class Operator:
    """``holds(value, expected)`` compares; ``negated`` operators want it to hold for none of the expected values.

    patterns: whether expected values are patterns.
    """

    holds: Comparison
    negated: bool = False
    patterns: bool = False


def _numbers(compare: Callable[[float, float], bool]) -> Comparison:
    def holds(value: str, expected: str) -> bool:
        with suppress(ValueError):
            return compare(float(value), float(expected))
        return False

    return holds


def _dates(compare: Callable[[float, float], bool]) -> Comparison:
    def holds(value: str, expected: str) -> bool:
        with suppress(ValueError):
            return compare(_moment(value), _moment(expected))
        return False

    return holds


def _moment(text: str) -> float:
    """A date as W3C profiles write it, or seconds since 1970."""
    with suppress(ValueError):
        return float(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _in_network(value: str, expected: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(value) in ipaddress.ip_network(expected, strict=False)
    return False


def _like(value: str, expected: str) -> bool:
    return matcher(expected)(value)


def _same_letters(value: str, expected: str) -> bool:
    return value.lower() == expected.lower()


OPERATORS: dict[str, Operator] = {
    "StringEquals": Operator(str.__eq__),
    "StringNotEquals": Operator(str.__eq__, negated=True),
    "StringEqualsIgnoreCase": Operator(_same_letters),
    "StringNotEqualsIgnoreCase": Operator(_same_letters, negated=True),
    "StringLike": Operator(_like, patterns=True),
    "StringNotLike": Operator(_like, negated=True, patterns=True),
    "ArnEquals": Operator(arn_matches, patterns=True),
    "ArnLike": Operator(arn_matches, patterns=True),
    "ArnNotEquals": Operator(arn_matches, negated=True, patterns=True),
    "ArnNotLike": Operator(arn_matches, negated=True, patterns=True),
    "Bool": Operator(_same_letters),
    "NumericEquals": Operator(_numbers(float.__eq__)),
    "NumericNotEquals": Operator(_numbers(float.__eq__), negated=True),
    "NumericLessThan": Operator(_numbers(float.__lt__)),
    "NumericLessThanEquals": Operator(_numbers(float.__le__)),
    "NumericGreaterThan": Operator(_numbers(float.__gt__)),
    "NumericGreaterThanEquals": Operator(_numbers(float.__ge__)),
    "DateEquals": Operator(_dates(float.__eq__)),
    "DateNotEquals": Operator(_dates(float.__eq__), negated=True),
    "DateLessThan": Operator(_dates(float.__lt__)),
    "DateLessThanEquals": Operator(_dates(float.__le__)),
    "DateGreaterThan": Operator(_dates(float.__gt__)),
    "DateGreaterThanEquals": Operator(_dates(float.__ge__)),
    "IpAddress": Operator(_in_network),
    "NotIpAddress": Operator(_in_network, negated=True),
}
