from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from constructs_lib.__main__ import SCHEMA, rendered
from constructs_lib.declarations import SingleCompanyDeclaration
from constructs_lib.organization_yaml import OrganizationFileError, read_organization
from tests.constructs.conftest import EXAMPLE

Write = Callable[..., Path]


def complaints(path: Path) -> list[str]:
    """The lines about a file, less its path."""
    with pytest.raises(OrganizationFileError) as raised:
        read_organization(path)
    return [line.removeprefix(f"{path}:") for line in str(raised.value).splitlines()]


def single_company(path: Path) -> SingleCompanyDeclaration:
    """What a file of that model declares."""
    declared = read_organization(path).declaration()
    assert isinstance(declared, SingleCompanyDeclaration)
    return declared


def test_the_example_has_four_pairs_and_two_units() -> None:
    company = single_company(EXAMPLE)
    assert len(company.account_pairs) == 4
    assert (
        company.govcloud.organizational_units
        == company.commercial.organizational_units
        == {"Security": {}, "Workloads": {}}
    )
    assert (company.commercial.credentials.profile, company.govcloud.credentials.profile) == ("commercial", "govcloud")


def test_what_may_be_left_out_is_left_to_the_provider(organization: Write) -> None:
    company = read_organization(organization(("max_new_pairs: 10\n", ""))).declaration()
    first = company.account_pairs[0]
    assert company.max_new_pairs is None
    assert (first.role_name, first.iam_user_access_to_billing, first.adopt_existing, first.closed) == (None,) * 4


def test_text_that_looks_like_a_template_stays_text(organization: Write) -> None:
    company = single_company(organization(("profile: commercial", "profile: '${x}'")))
    assert company.commercial.credentials.profile == "$${x}"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("version: 1", "version: 2", "5:10: version: Expected 1, not 2."),
        ("version: 1\n", "", "5:1: version: It is required and missing."),
        (
            "model: single-company",
            "model: resellers",
            "6:8: model: Expected single-company or reseller, not 'resellers'.",
        ),
        ("owner: ", "ovner: ", "7:1: ovner: Unknown key; did you mean owner?"),
        ("platform-team", "''", "7:8: owner: An owner is 1 to 128"),
        ("  region: us-east-1", "  zone: x", "13:3: commercial.zone: Unknown key; expected one of: "),
        ("name: agency", "name: The Agency", "15:9: govcloud.name: It must be 1 to 64 of a-z, 0-9 and -"),
        ("max_new_pairs: 10", "max_new_pairs: 0", "20:16: max_new_pairs: Expected at least 1, not 0."),
        ("max_new_pairs: 10", "max_new_pairs: ten", "20:16: max_new_pairs: Expected a whole number, not 'ten'."),
        ("name: log-archive", "name: log archive", "27:11: account_pairs[0].name: 'log archive' is not a name for"),
        ("name: log-archive", "name: 100", "27:11: account_pairs[0].name: Expected text, not 100: write it in quotes"),
        ("log-archive@example.gov", "log-archive@example", "28:12: account_pairs[0].email: "),
        ('CostCenter: "100"', "CostCenter: 100", "30:24: account_pairs[0].tags.CostCenter: Expected text, not 100"),
        ('CostCenter: "100"', '"aws:x": "1"', "30:11: account_pairs[0].tags: "),
        (
            "organizational_unit: Workloads",
            "organizational_unit: Workload",
            "37:26: account_pairs[2].organizational_unit: There is no organizational unit 'Workload'; there are: "
            "Security, Workloads.",
        ),
        (
            "aws+security-audit@example.gov",
            "AWS+log-archive@example.gov",
            "32:12: account_pairs[1].email: 'AWS+log-archive@example.gov' is the email of account_pairs[0] already",
        ),
        (
            "name: security-audit",
            "name: log-archive",
            "31:11: account_pairs[1].name: 'log-archive' is the name of account_pairs[0] already",
        ),
        (
            "[Security, Workloads]",
            "[Security, Security, Workloads]",
            "23:34: organizational_units[1]: The organizational unit 'Security' is there twice",
        ),
        (
            "[Security, Workloads]",
            "[Security, {Workloads: {a: {b: {c: {d: {e: {}}}}}}}]",
            "23:63: organizational_units[1].Workloads.a.b.c.d.e: AWS allows organizational units 5 levels deep",
        ),
        (
            "  region: us-east-1",
            "  account_id: 012345678901",
            '13:15: commercial.account_id: Expected text, not a number: write it in quotes, "012345678901".',
        ),
        (
            "region: us-gov-west-1",
            "region: us-west-1",
            "17:11: govcloud.region: The region 'us-west-1' is in partition aws; give one of aws-us-gov",
        ),
    ],
)
def test_a_complaint_names_line_column_key_and_what_was_expected(
    organization: Write, old: str, new: str, complaint: str
) -> None:
    found = complaints(organization((old, new)))
    assert any(line.startswith(complaint) for line in found), found


@pytest.mark.parametrize(
    ("s3", "complaint"),
    [
        ("region: us-gov-wst-1", "state.s3.region: There is no region 'us-gov-wst-1'; GovCloud has us-gov-west-1 and"),
        ("region: virginia", "state.s3.region: There is no region 'virginia'"),
        (
            "region: us-gov-west-1, role_arn: 'arn:aws:iam::111122223333:role/states'",
            "role_arn: arn:aws:iam::111122223333:role/states is not of the partition aws-us-gov",
        ),
        (
            "region: us-east-1, kms_key_id: "
            "'arn:aws:kms:us-west-2:111122223333:key/12345678-1234-1234-1234-123456789012'",
            "is in us-west-2; a bucket in us-east-1 takes keys of its own",
        ),
        ("region: us-gov-east-1, role_arn: 'arn:aws-us-gov:iam::111122223333:role/states'", None),
    ],
)
def test_an_s3_state_is_of_one_partition(organization: Write, s3: str, complaint: str | None) -> None:
    path = organization(("owner: ", f"state: {{s3: {{bucket: agency-states, {s3}}}}}\nowner: "))
    if complaint is None:
        assert single_company(path).state is not None
    else:
        assert any(complaint in line for line in complaints(path)), complaints(path)


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        ("old", "old", "31:11: account_pairs[1].renamed_from: Another pair was 'old' too."),
        ("older", "old", None),
        (
            "security-audit",
            "old",
            "renamed_from: There is a pair 'security-audit': apply one renaming before a name is",
        ),
        ("mission-app-test", "old", "renamed_from: There is a pair 'mission-app-test': apply one renaming"),
        ("log-archive", "old", "renamed_from: It is the name that the pair has."),
    ],
)
def test_a_pair_has_the_old_name_of_one_that_is_gone(
    organization: Write, first: str, second: str, complaint: str | None
) -> None:
    path = organization(
        ("name: log-archive\n", f"name: log-archive\n    renamed_from: {first}\n"),
        ("name: security-audit\n", f"name: security-audit\n    renamed_from: {second}\n"),
    )
    if complaint is None:
        assert single_company(path).account_pairs[0].renamed_from == first
    else:
        assert any(complaint.split(": ", 1)[-1] in line for line in complaints(path))


def test_every_complaint_is_told_at_once_in_the_order_of_the_lines(organization: Write) -> None:
    path = organization(
        ("version: 1", "version: 2"),
        ("platform-team", "''"),
        ("aws+log-archive@example.gov", "nobody"),
        ("  - name: mission", "  - nme: mission"),
    )
    assert [line.split(": ")[:2] for line in complaints(path)] == [
        ["5:10", "version"],
        ["7:8", "owner"],
        ["28:12", "account_pairs[0].email"],
        ["35:5", "account_pairs[2].name"],
        ["35:5", "account_pairs[2].nme"],
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b'a: 1\nb: "c\nd: 1\n', "4:1: It is no valid YAML: found unexpected end of stream (while scanning a quoted "
        "scalar that begins in line 2)."),
        (b"a: 1\n\tb: 2\n", "2:1: It is no valid YAML: found character '\\t' that cannot start any token."),
        (b"a: 1\na: 2\n", '2:1: It is no valid YAML: found duplicate key "a" with value "2" (original value: "1").'),
        (b"a: 1\n---\nb: 1\n", "2:1: It is no valid YAML: expected a single document in the stream, but found"),
        (b"a: b\nc: \xff\n", "2:4: It is no UTF-8 text."),
        (b"", "1:1: Expected a mapping with the keys version, model, "),
        (b"- a\n", "1:1: Expected a mapping with the keys version, model, "),
        (b"a: \x00\n", "1:1: It is no valid YAML: "),
        (b"[" * 1000, "1:1: It is no valid YAML: nested too deep."),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_complaint(tmp_path: Path, text: bytes, complaint: str) -> None:
    path = tmp_path / "organization.yaml"
    path.write_bytes(text)
    (found,) = complaints(path)
    assert found.startswith(complaint), found


def test_a_file_that_is_not_there_is_one_complaint(tmp_path: Path) -> None:
    assert complaints(tmp_path / "nowhere.yaml") == ["1:1: It cannot be read: No such file or directory."]


def test_a_tag_in_the_yaml_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "organization.yaml"
    marker = tmp_path / "ran"
    path.write_text(f"version: !!python/object/apply:os.mkdir ['{marker}']\n")
    assert complaints(path)
    assert not marker.exists()


def test_the_published_schema_is_up_to_date() -> None:
    assert SCHEMA.read_text() == rendered(), "run `make generated`, and look at what it changes"
