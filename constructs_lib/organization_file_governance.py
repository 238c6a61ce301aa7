"""What an organization file says of guardrails, logs, contacts and services. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from constructs_lib.alternate_contact import KINDS, AlternateContact, contact_problem
from constructs_lib.declarations import GuardrailsDeclaration, LogArchiveDeclaration
from constructs_lib.organization_file_parts import Part, by
from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.organizational_unit_tree import Location
from constructs_lib.policy_document import Statement
from constructs_lib.policy_types import POLICY_TYPES, SERVICE_CONTROL_POLICY
from constructs_lib.ready_made_policies import ready_made
from custom_resources.engine import trail_rules


def _service(value: object) -> str | None:
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9.-]{1,114}\.amazonaws\.com", value):
        return None
    return f"Expected a service principal, such as cloudtrail.amazonaws.com, not {value!r}."


def _policy_type(value: object) -> str | None:
    return None if value in POLICY_TYPES else f"Expected one of {', '.join(POLICY_TYPES)}, not {value!r}."


def _beside(value: str, info: ValidationInfo) -> str:
    """The path of a file that is named from the folder of the organization file, and can be read."""
    folder = Path((info.context or {}).get("folder", "."))
    path = folder / value
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            sentence = f"{value} is not in the folder of the organization file, or below it."
            raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        path.read_text(encoding="utf-8")
    except OSError as problem:
        sentence = f"{path} cannot be read: {problem.strerror}."
    except (RuntimeError, UnicodeEncodeError):
        sentence = f"{value!r} is no path of a file."
    except UnicodeDecodeError:
        sentence = f"{path} is no UTF-8 text."
    else:
        return str(path)
    raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


Service = Annotated[str, by(_service)]
PolicyTypeName = Annotated[str, by(_policy_type)]


_STATEMENT_KEYS = {
    "Sid": "sid",
    "Effect": "effect",
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "Condition": "conditions",
}
"""The key of a statement here, by the element of the policy language that it becomes."""


class StatementPart(Part):
    """A statement of a service or resource control policy."""

    sid: str | None = Field(None, description="Letters and digits; different in one policy.")
    effect: Literal["Deny", "Allow"] = Field("Deny", description="Allow is for service control policies only.")
    actions: list[str] = Field(default_factory=list, description="Such as s3:DeleteBucket.")
    not_actions: list[str] = Field(default_factory=list, description="Everything but these.")
    resources: list[str] = Field(default_factory=lambda: ["*"], description="ARNs of the partition, or *.")
    conditions: dict[str, dict[str, str | list[str]]] = Field(
        default_factory=dict, description="Operator: condition key: value or values."
    )

    def statement(self) -> Statement:
        """As the constructs take it."""
        return Statement(**self.model_dump())


class PolicyPart(Part):
    """A policy of an organization; what it says is in one of file, content and statements."""

    name: str = Field(min_length=1, max_length=128, description="Different from the organization's other policies.")
    type: PolicyTypeName = Field(SERVICE_CONTROL_POLICY, description="Type of policy; default SERVICE_CONTROL_POLICY.")
    description: str = Field("", max_length=512, description="For those who read it in AWS.")
    targets: list[str] = Field(
        default_factory=lambda: ["/"], description="Paths of organizational units, ids, or / for the root (default)."
    )
    file: Annotated[str, AfterValidator(_beside)] | None = Field(
        None, description="JSON file, its path from this file's folder."
    )
    content: dict[str, Any] | None = Field(None, description="The document itself.")
    statements: list[StatementPart] | None = Field(None, description="Statements of a control policy.")
    renamed_from: str | None = Field(None, min_length=1, description="The name that it had before, until applied.")

    @model_validator(mode="after")
    def _one_content(self) -> PolicyPart:
        given = [each for each in ("file", "content", "statements") if getattr(self, each) is not None]
        if len(given) != 1:
            sentence = f"It needs one of file, content and statements; it has {' and '.join(given) or 'none'}."
            raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        return self

    def place(self, location: Location) -> Location:
        """Where in this part stands what ``OrganizationPolicy.placed_problems`` has at that location."""
        if location[:1] != ("content",):
            return location
        if self.statements is None:
            return ("content" if self.file is None else "file", *location[1:])
        match location[1:]:
            case ("Statement", int(number), str(element), *rest) if element in _STATEMENT_KEYS:
                return ("statements", number, _STATEMENT_KEYS[element], *rest)
            case ("Statement", int(number), *_):
                return ("statements", number)
        return ("statements",)

    def policy(self) -> OrganizationPolicy:
        """As the constructs take it."""
        given = self.model_dump(include={"name", "targets", "type", "description", "renamed_from"})
        if self.file is not None:
            return OrganizationPolicy.from_file(Path(self.file), **given)
        content = self.content if self.statements is None else [each.statement() for each in self.statements]
        return OrganizationPolicy(content=content or {}, **given)


class GuardrailsPart(Part):
    """The policies of one organization."""

    ready_made: dict[str, dict[str, Any] | None] = Field(
        default_factory=dict, description="Options by name of a ready-made policy (docs/governance.md)."
    )
    policies: list[PolicyPart] = Field(default_factory=list, description="Others.")

    def declaration(self) -> GuardrailsDeclaration:
        """As the constructs take it."""
        options = {name: each or {} for name, each in self.ready_made.items()}
        return GuardrailsDeclaration(options, [each.policy() for each in self.policies])

    def placed(self, partition: str) -> Iterator[tuple[Location, OrganizationPolicy | str]]:
        """Each policy with its location below this part, or what is wrong with a ready-made one."""
        for name, options in self.ready_made.items():
            try:
                yield ("ready_made", name), ready_made(name, partition, **(options or {}))
            except (ValueError, TypeError) as wrong:
                yield ("ready_made", name), str(wrong)
        for position, each in enumerate(self.policies):
            yield ("policies", position), each.policy()


class LogArchivePart(Part):
    """The bucket for the log files of an organization's accounts on one side, and the trails that write to it."""

    account: str = Field(description="Name of the pair in whose account, on this side, the bucket is.")
    bucket_name: Annotated[str, by(trail_rules.bucket_name)] = Field(description="Unique in the partition.")
    trail_name: Annotated[str, by(trail_rules.trail_name)] | None = Field(None, description="Name of the trails.")
    organization_trail: bool = Field(
        False, description="One trail of the organization in place of one in each account; needs trusted access."
    )
    retention_days: int | None = Field(
        None, ge=1, le=36_500, description="Days until log files are deleted; default: kept."
    )
    object_lock_days: int | None = Field(None, ge=1, le=36_500, description="Days in which no log file can be deleted.")
    teardown: bool = Field(False, description="Let the bucket be deleted, with the log files in it.")

    @model_validator(mode="after")
    def _kept_as_long_as_locked(self) -> LogArchivePart:
        if self.retention_days and self.object_lock_days and self.retention_days < self.object_lock_days:
            sentence = f"retention_days: {self.retention_days} is less than object_lock_days, {self.object_lock_days}."
            raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        return self

    def declaration(self) -> LogArchiveDeclaration:
        """As the constructs take it."""
        return LogArchiveDeclaration(**self.model_dump())


class ContactPart(Part):
    """An alternate contact of accounts."""

    kind: Literal["BILLING", "OPERATIONS", "SECURITY"] = Field(description=f"One of {', '.join(KINDS)}.")
    name: str = Field(description="1 to 64 characters.")
    title: str = Field(description="1 to 50 characters.")
    email: str = Field(description="At most 254 characters.")
    phone: str = Field(description="1 to 25 digits, spaces and ( ) + -.")

    @field_validator("name", "title", "email", "phone")
    @classmethod
    def _as_aws_takes_it(cls, value: str, info: ValidationInfo) -> str:
        if problem := contact_problem(str(info.field_name), value):
            raise PydanticCustomError("rule", "{sentence}", {"sentence": problem})
        return value

    def contact(self) -> AlternateContact:
        """As the constructs take it."""
        return AlternateContact(**self.model_dump())


class GuardedPart(Part):
    """What may be said of accounts on one side, an organization's or a customer's."""

    guardrails: GuardrailsPart = Field(default_factory=GuardrailsPart, description="Policies.")
    contacts: list[ContactPart] = Field(
        default_factory=list, description="Alternate contacts of every account on this side, one of each kind."
    )
    log_archive: LogArchivePart | None = Field(None, description="Log bucket and trails; a stack baseline-NAME.")

    def guarded(self) -> dict[str, Any]:
        """These as arguments of a declaration."""
        return {
            "guardrails": self.guardrails.declaration(),
            "contacts": [each.contact() for each in self.contacts],
            "log_archive": self.log_archive and self.log_archive.declaration(),
        }


class GovernedPart(GuardedPart):
    """What may be said of an organization and the accounts in it."""

    trusted_services: list[Service] = Field(default_factory=list, description="Service principals it trusts.")
    delegated_administrators: dict[Service, list[str]] = Field(
        default_factory=dict, description="Names of pairs by the service that their accounts here administer."
    )

    def governed(self) -> dict[str, Any]:
        """These as arguments of a declaration."""
        return {
            **self.guarded(),
            "trusted_services": self.trusted_services,
            "delegated_administrators": self.delegated_administrators,
        }
