"""Guardrails, logs, contacts, services and states in an organization file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest

from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.declarations import (
    LogArchiveDeclaration,
    OrganizationDeclaration,
    ResellerPartnerDeclaration,
    SingleCompanyDeclaration,
)
from constructs_lib.organization_yaml import read_organization
from constructs_lib.state_backends import CloudState, HttpState, LocalState, S3State
from tests.constructs.test_organization_file import complaints, single_company
from workbench.paths import PROJECT

Write = Callable[..., Path]
AFTER = {"commercial": "  region: us-east-1\n", "govcloud": "  region: us-gov-west-1\n"}
"""The last line of a side in the tests' file; what is added to the side begins in the line after it: 14 or 18."""
CONTACT = "{kind: SECURITY, name: Watch, title: Team, email: watch@example.gov, phone: +1 555 0100}"
RESELLER = PROJECT / "examples" / "reseller" / "organization.yaml"


@pytest.fixture
def side(organization: Write) -> Callable[[str, str], Path]:
    """Writes the tests' file with keys added to a side."""

    def write(name: str, keys: str) -> Path:
        return organization((AFTER[name], AFTER[name] + indent(keys, "  ") + "\n"))

    return write


def declared(path: Path, name: str) -> OrganizationDeclaration:
    """What a file declares of one side."""
    found = getattr(single_company(path), name)
    assert isinstance(found, OrganizationDeclaration)
    return found


SIDES = pytest.mark.parametrize("name", ["commercial", "govcloud"])


@SIDES
def test_a_side_has_what_its_declaration_takes(side: Callable[[str, str], Path], name: str) -> None:
    keys = f"""\
trusted_services: [guardduty.amazonaws.com]
delegated_administrators: {{guardduty.amazonaws.com: [security-audit]}}
contacts: [{CONTACT}]
log_archive: {{account: log-archive, bucket_name: agency-logs, retention_days: 400, teardown: true}}
guardrails:
  ready_made: {{deny-leaving-organization: , allow-only-us-regions: {{targets: [Workloads]}}}}
  policies:
    - {{name: a, statements: [{{actions: ["iam:CreateUser"]}}]}}
    - {{name: b, type: TAG_POLICY, content: {{tags: {{}}}}, targets: [Security]}}"""
    found = declared(side(name, keys), name)
    assert found.trusted_services == ["guardduty.amazonaws.com"]
    assert found.delegated_administrators == {"guardduty.amazonaws.com": ["security-audit"]}
    assert found.contacts == [AlternateContact("SECURITY", "Watch", "Team", "watch@example.gov", "+1 555 0100")]
    assert found.log_archive == LogArchiveDeclaration("log-archive", "agency-logs", retention_days=400, teardown=True)
    policies = {each.name: each for each in found.guardrails.all("aws" if name == "commercial" else "aws-us-gov")}
    assert {name: list(each.targets) for name, each in policies.items()} == {
        "deny-leaving-organization": ["/"],
        "allow-only-us-regions": ["Workloads"],
        "a": ["/"],
        "b": ["Security"],
    }
    assert json.loads(policies["a"].document())["Statement"] == [
        {"Effect": "Deny", "Action": ["iam:CreateUser"], "Resource": ["*"]}
    ]
    assert policies["b"].type == "TAG_POLICY"


def test_a_policy_comes_from_a_file_beside_the_organization_file(side: Callable[[str, str], Path]) -> None:
    path = side("govcloud", "guardrails: {policies: [{name: a, file: rules/a.json}]}")
    (path.parent / "rules").mkdir()
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}
    (path.parent / "rules" / "a.json").write_text(json.dumps(document, indent=2))
    (policy,) = declared(path, "govcloud").guardrails.all("aws-us-gov")
    assert json.loads(policy.document()) == document


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("guardrails: {ready_made: {deny-everything: }}", "18:29: govcloud.guardrails.ready_made.deny-everything: "),
        (
            "guardrails: {ready_made: {protect-log-bucket: }}",
            "govcloud.guardrails.ready_made.protect-log-bucket: The ready-made policy protect-log-bucket needs the",
        ),
        ("guardrails: {ready_made: {deny-root-use: {targets: 1.5}}}", "targets of deny-root-use must be a list"),
        ("guardrails: {ready_made: {deny-root-use: {targets: [[a]]}}}", "targets of deny-root-use must be "),
        ("guardrails: {ready_made: {protect-log-bucket: {bucket_name: 1}}}", "bucket_name of protect-log-b"),
        ("guardrails: {policies: [{name: a}]}", "[0]: It needs one of file, content and statements; it has none."),
        ("guardrails: {policies: [{name: a, file: nowhere.json}]}", ".file: {folder}/nowhere.json cannot be read: No "),
        ("guardrails: {policies: [{name: a, content: {Statement: 1}}]}", "18:46: govcloud.guardrails.policies[0].cont"),
        (
            "guardrails: {policies: [{name: a, statements: [{actions: ['s3:*'], resources: ['arn:aws:s3:::x']}]}]}",
            "18:82: govcloud.guardrails.policies[0].statements[0].resources[0]: arn:aws:s3:::x is not of the",
        ),
        (
            "guardrails: {policies: [{name: a, type: RESOURCE_CONTROL_POLICY, "
            f"statements: [{{actions: ['s3:{'x' * 5_200}']}}]}}]}}",
            "after minifying; AWS takes 5,120 in a RESOURCE_CONTROL_POLICY.",
        ),
        (
            "guardrails: {policies: [{name: a, targets: [Nowhere], statements: [{actions: ['s3:*']}]}]}",
            "There is no organizational unit 'Nowhere' to attach it to; there are: /, Security, Workloads, and ids.",
        ),
        (
            "guardrails: {policies: [" + ", ".join(f"{{name: p{n}, content: {{tags: {{}}}}, type: TAG_POLICY}}"
            for n in range(11)) + "]}",
            "18:15: govcloud.guardrails: / would have 11 policies of type TAG_POLICY",
        ),
        (
            "guardrails: {policies: [{name: a, content: {tags: {}}, type: TAG_POLICY}, "
            "{name: a, content: {tags: {}}, type: TAG_POLICY}]}",
            "policies[1]: There are two policies 'a'",
        ),
        ("guardrails: {policies: [{name: a, file: /etc/hostname}]}", "/etc/hostname is not in the folder of the organ"),
        ("guardrails: {policies: [{name: a, content: {Version: !!binary aGk=}}]}", "something that JSON has not: "),
        ("guardrails: {policies: [{name: a, targets: [ou-typo], content: {tags: {}}, type: TAG_POLICY}]}", "'ou-typo'"),
        ("log_archive: {account: log-archive, bucket_name: abc, object_lock_days: 99999999}", "Expected at most 36500"),
        ("log_archive: {account: log-archive, bucket_name: abc, retention_days: 5, object_lock_days: 50}", "is less"),
        (
            "guardrails: {policies: [{name: a, statements: [{actions: ['s3:*', CreateAccessKey]}]}]}",
            "18:69: govcloud.guardrails.policies[0].statements[0].actions[1]: Statement 1: Action 'CreateAccessKey'",
        ),
        (
            "guardrails: {policies: [{name: a, targets: [Security, Nowhere], statements: [{actions: ['s3:*']}]}]}",
            "18:57: govcloud.guardrails.policies[0].targets[1]: There is no organizational unit 'Nowhere' to attach",
        ),
        ("guardrails: {polices: []}", "govcloud.guardrails.polices: Unknown key; did you mean policies?"),
        ("log_archive: {account: nobody, bucket_name: abc}", "18:26: govcloud.log_archive.account: There is "),
        ("log_archive: {account: log-archive, bucket_name: A}", "govcloud.log_archive.bucket_name: "),
        ("log_archive: {account: log-archive, bucket_name: abc, retention: 3}", "did you mean retention_days?"),
        (
            "log_archive: {account: log-archive, bucket_name: abc, organization_trail: true}",
            "organization_trail: The organization doesn't trust cloudtrail.amazonaws.com: add it to trusted_services.",
        ),
        ("trusted_services: [guardduty]", "18:22: govcloud.trusted_services[0]: Expected a service principal, such as"),
        (
            "delegated_administrators: {guardduty.amazonaws.com: [nobody]}",
            "delegated_administrators.guardduty.amazonaws.com[0]: There is no open pair 'nobody'; there are: ",
        ),
        (
            "delegated_administrators: {guardduty.amazonaws.com: [log-archive]}",
            "The organization doesn't trust guardduty.amazonaws.com: add it to trusted_services.",
        ),
        (f"contacts: [{CONTACT}, {CONTACT}]", "govcloud.contacts[1].kind: An account has one SECURITY contact."),
        (f"contacts: [{CONTACT.replace('SECURITY', 'HOME')}]", "Expected BILLING, OPERATIONS or SECURITY, not 'HOME'"),
        (f"contacts: [{CONTACT.replace('watch@example.gov', 'nobody')}]", "contacts[0].email: 'nobody' is no email"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_place(side: Callable[[str, str], Path], keys: str, complaint: str) -> None:
    path = side("govcloud", keys)
    found = complaints(path)
    assert any(complaint.replace("{folder}", str(path.parent)) in line for line in found), found


def test_what_is_wrong_in_a_policy_s_own_file_is_told_with_that_file_s_place(
    side: Callable[[str, str], Path],
) -> None:
    path = side("govcloud", "guardrails: {policies: [{name: a, file: rules/a.json}]}")
    file = path.parent / "rules" / "a.json"
    file.parent.mkdir()
    statement = {"Effect": "Deny", "Action": ["iam:*", "CreateAccessKey"], "Resource": "arn:aws:s3:::x"}
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2))
    assert [line.split(" must ")[0].split(" is ")[0] for line in complaints(path)] == [
        f"{file}:8:9: Statement[0].Action[1]: Statement 1: Action 'CreateAccessKey'",
        f"{file}:10:19: Statement[0].Resource: arn:aws:s3:::x",
    ]


def test_a_policy_s_file_that_is_no_json_is_told_where_it_is_named(side: Callable[[str, str], Path]) -> None:
    path = side("govcloud", "guardrails: {policies: [{name: a, file: a.json}]}")
    (path.parent / "a.json").write_text("{")
    (line,) = complaints(path)
    assert "govcloud.guardrails.policies[0].file: The policy is no JSON: line 1, column 2: " in line


def test_a_policy_version_without_quotes_is_no_date(side: Callable[[str, str], Path]) -> None:
    document = "{Version: 2012-10-17, Statement: [{Effect: Deny, Action: 'iam:*', Resource: '*'}]}"
    path = side("govcloud", f"guardrails: {{policies: [{{name: a, content: {document}}}]}}")
    (policy,) = declared(path, "govcloud").guardrails.all("aws-us-gov")
    assert json.loads(policy.document())["Version"] == "2012-10-17"


def test_two_customers_policies_cannot_have_one_name_in_aws(tmp_path: Path) -> None:
    policy = "guardrails: {{policies: [{{name: {}, statements: [{{actions: ['s3:*']}}]}}]}}"
    path = reseller(
        tmp_path,
        (
            "        ready_made:\n          protect-trails:\n",
            "        policies: [{name: b-c, statements: [{actions: ['s3:*']}]}]\n",
        ),
        ("name: summit\n", "name: harbor-b\n    commercial: {" + policy.format("c") + "}\n"),
    )
    assert [line for line in complaints(path) if "it would be called harbor-b-c, as another policy" in line]


def test_govcloud_arns_have_no_place_in_a_commercial_policy(side: Callable[[str, str], Path]) -> None:
    statement = "{actions: ['s3:*'], resources: ['arn:aws-us-gov:s3:::x']}"
    found = complaints(side("commercial", f"guardrails: {{policies: [{{name: a, statements: [{statement}]}}]}}"))
    assert found == [
        "14:82: commercial.guardrails.policies[0].statements[0].resources[0]: arn:aws-us-gov:s3:::x is not of the "
        "partition aws: it would match nothing there."
    ]


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("s3: {bucket: agency-states, region: us-gov-west-1}", S3State("agency-states", "us-gov-west-1")),
        ("http: {address: 'https://x/{stack}'}", HttpState("https://x/{stack}")),
        ("cloud: {organization: agency}", CloudState("agency")),
    ],
)
def test_states_are_where_the_file_says(organization: Write, written: str, state: object) -> None:
    company = single_company(organization(("max_new_pairs: 10", f"state: {{{written}}}")))
    assert company.state == state


def test_a_local_state_is_beside_the_file(organization: Write) -> None:
    path = organization(("max_new_pairs: 10", "state: {local: {directory: states}}"))
    assert single_company(path).state == LocalState(path.parent / "states")


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{}", "20:8: state: It needs exactly one of local, s3, http, cloud; it has none."),
        ("{cloud: {organization: a}, local: {directory: b}}", "20:8: state: It needs exactly one of local, s3, http, "),
        ("{http: {address: 'https://x'}}", "20:25: state.http.address: It has no {stack} in it"),
        (
            "{s3: {bucket: abc, region: x, dynamodb_table: x}}",
            "state.s3.dynamodb_table: Unknown key; expected ",
        ),
    ],
)
def test_a_state_that_cannot_be_is_refused(organization: Write, written: str, complaint: str) -> None:
    found = complaints(organization(("max_new_pairs: 10", f"state: {written}")))
    assert any(line.startswith(complaint) or f": {complaint}" in line for line in found), found


def reseller(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    text = RESELLER.read_text()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "organization.yaml"
    path.write_text(text)
    return path


def test_a_customer_has_its_own_on_both_sides() -> None:
    found = read_organization(RESELLER).declaration()
    assert isinstance(found, ResellerPartnerDeclaration)
    harbor = found.customers[0]
    assert [each.name for each in harbor.guardrails.all("aws-us-gov")] == [
        "deny-leaving-organization",
        "protect-log-bucket",
        "no-users",
    ]
    assert harbor.log_archive == LogArchiveDeclaration("harbor-logs", "harbor-log-archive")
    assert [each.name for each in harbor.commercial.guardrails.all("aws")] == ["protect-trails"]
    assert not harbor.closed


def test_a_customer_leaves(tmp_path: Path) -> None:
    found = read_organization(reseller(tmp_path, ("  - name: meadow", "  - closed: true\n    name: meadow")))
    declared = found.declaration()
    assert isinstance(declared, ResellerPartnerDeclaration)
    assert {each.name: each.closed for each in declared.customers} == {"harbor": False, "meadow": True, "summit": False}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "          protect-trails:\n",
            "          protect-trails: {targets: [r-abcd]}\n",
            "There is no organizational unit 'r-abcd' to attach it to; there are: /, Security, Workloads.",
        ),
        (
            "  - name: meadow\n",
            "  - name: meadow\n    log_archive: {account: meadow-logs, bucket_name: harbor-log-archive}\n",
            "customers[1].log_archive.bucket_name: 'harbor-log-archive' is the bucket of harbor already.",
        ),
        (
            "email: aws+harbor-management@example.gov}",
            "email: aws+harbor-management@example.gov, closed: true}",
            "customers[0].account_pairs[0].closed: It manages the customer's organization",
        ),
        (
            "  - name: meadow\n",
            "  - name: meadow\n    trusted_services: [guardduty.amazonaws.com]\n"
            "    delegated_administrators: {guardduty.amazonaws.com: [meadow-management]}\n",
            "There is no open pair 'meadow-management'; there are: meadow-logs",
        ),
        (
            "organizational_units: {Security: {}, Workloads: {Production: {}, Test: {}}}",
            "organizational_units: {Security: {}, Workloads: {Production: {a: {b: {c: {}}}}, Test: {}}}",
            "AWS allows organizational units 5 levels deep; 'c' would be at level 6.",
        ),
        (
            "owner: reseller-platform\n",
            "owner: reseller-platform\ndefaults: {organizational_units: {Typo: {role_name: x}}}\n",
            "defaults.organizational_units.Typo: There is no organizational unit 'Typo'",
        ),
        (
            "name: summit\n",
            "name: harbor-commercial\n",
            "harbor is a customer too, and baseline-harbor-commercial",
        ),
        (
            "          protect-trails:\n",
            "          protect-trails:\n        policies: [{name: t, type: TAG_POLICY, content: {tags: {}}}]\n",
            "TAG_POLICY is not enabled: add it to commercial.enabled_policy_types.",
        ),
        (
            "    commercial:\n      guardrails:",
            "    commercial:\n      log_archive: {account: harbor-logs, bucket_name: abc, organization_trail: true}\n"
            "      guardrails:",
            "customers[0].commercial.log_archive.organization_trail: It would log the other customers' accounts too.",
        ),
    ],
)
def test_what_customers_cannot_have_has_its_place(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    found = complaints(reseller(tmp_path, (old, new)))
    assert any(complaint in line for line in found), found


def test_the_example_of_a_company_has_all_of_it() -> None:
    found = read_organization(PROJECT / "examples" / "single-company" / "organization.yaml").declaration()
    assert isinstance(found, SingleCompanyDeclaration)
    assert [each.name for each in found.govcloud.guardrails.policies] == ["no-users"]
    assert found.govcloud.log_archive == LogArchiveDeclaration("log-archive", "agency-log-archive", trail_name="audit")
