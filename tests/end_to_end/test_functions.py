"""The provider's functions under real Terraform."""

from __future__ import annotations

import json

import pytest

from custom_resources.provider.provider import GovpairProvider
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block

pytestmark = pytest.mark.terraform


def output(expression: str) -> str:
    return block('output "it"', {"value": Expression(expression)})


#: Each function: a call and its result, and another one.
CALLS = {
    "role_arn": (
        ('"222222222222", "Ops", "aws-us-gov"', "arn:aws-us-gov:iam::222222222222:role/Ops"),
        ('"111111111111", "Ops", "aws"', "arn:aws:iam::111111111111:role/Ops"),
    ),
    "root_arn": (
        ('"222222222222", "aws-us-gov"', "arn:aws-us-gov:iam::222222222222:root"),
        ('"111111111111", "aws"', "arn:aws:iam::111111111111:root"),
    ),
    "managed_policy_arn": (
        ('"ReadOnlyAccess", "aws-us-gov"', "arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess"),
        ('"service-role/AWSConfigRole", "aws"', "arn:aws:iam::aws:policy/service-role/AWSConfigRole"),
    ),
    "partition": (('"us-gov-east-1"', "aws-us-gov"), ('"us-east-1"', "aws")),
    "pair_email": (
        ('"aws+{name}@example.gov", "log"', "aws+log@example.gov"),
        ('"{name}@example.gov", "audit"', "audit@example.gov"),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_whole_life_of_a_function_s_result_without_a_call_of_aws(
    name: str, folder: Folder, estate: SimulatedEstate
) -> None:
    for arguments, result in CALLS[name]:
        folder.write(output(f"provider::govpair::{name}({arguments})")).apply().succeeded()
        assert json.loads(folder.run("output", "-json").succeeded().output)["it"]["value"] == result
        folder.plans_nothing()
    folder.destroy().succeeded()
    assert estate.calls() == 0


def test_every_function_is_called_here() -> None:
    assert set(CALLS) == {function.name for function in GovpairProvider.functions}


@pytest.mark.parametrize(
    ("call", "argument", "words"),
    [
        ('role_arn("2222", "Ops", "aws-us-gov")', "account_id", "exactly 12 digits"),
        ('role_arn("222222222222", "Ops", "us-gov")', "partition", "is no partition"),
        ('root_arn("222222222222", "")', "partition", "is no partition"),
        ('managed_policy_arn("arn:aws:iam::aws:policy/x", "aws")', "name", "no name of a managed policy"),
        ('partition("cn-north-1")', "region_or_arn", "neither a region of the partitions"),
        ('pair_email("aws@example.gov", "log")', "template", "has no {name} in it"),
        ('pair_email("aws+{name}@example.gov", "log archive")', "name", "a name for a new pair"),
    ],
)
def test_a_bad_argument_is_blamed_by_its_name(call: str, argument: str, words: str, folder: Folder) -> None:
    run = folder.write(output(f"provider::govpair::{call}")).plan().failed()
    assert f'Invalid value for "{argument}" parameter' in run.words
    assert words in run.words


@pytest.mark.parametrize("argument", ["null", "tostring(null)"])
def test_null_is_refused_by_terraform_itself(argument: str, folder: Folder) -> None:
    run = folder.write(output(f"provider::govpair::partition({argument})")).plan().failed()
    assert "argument must not be null" in run.words


def test_what_is_not_known_yet_makes_the_result_unknown(folder: Folder) -> None:
    made = block('resource "terraform_data" "name"', {"input": "log"})
    email = 'provider::govpair::pair_email("aws+{name}@example.gov", terraform_data.name.output)'
    run = folder.write(made + output(email)).plan().succeeded()
    assert "(known after apply)" in run.words
    folder.apply().succeeded()
    assert json.loads(folder.run("output", "-json").succeeded().output)["it"]["value"] == "aws+log@example.gov"
