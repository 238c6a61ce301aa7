"""What `InvalidInputException` may name as its reason. M: InvalidInputExceptionReason, all of it, and its prose.

What an invitation's target may be refused for is `handshake_reasons.INVITATION_INPUT_REASONS`. The rules in `rules.py`
are AWS's, so that little of this should ever be seen.
"""

from collections.abc import Mapping

from custom_resources.engine.reasons import FailureReason

_TRANSFER = "It belongs to billing transfers between organizations."
_RESOURCE_POLICY = "It belongs to the organization's resource policy."


def _value(title: str, meaning: str, which: str) -> FailureReason:
    """A value that AWS's rules as they are written here let pass."""
    return FailureReason(
        title,
        meaning,
        f"AWS's message names the parameter: correct {which} if it is declared, else report a defect of govpair.",
    )


def _stranger(title: str, meaning: str, what: str) -> FailureReason:
    """A reason of other operations than those called here; M says that any may come with any."""
    return FailureReason(title, meaning, f"Nothing sent here has {what}: report it as a defect of govpair.")


INPUT_REASONS: Mapping[str, FailureReason] = {
    "INVALID_ROLE_NAME": FailureReason(
        "the role's name is AWS's own",
        "Names that begin with AWSServiceRoleFor are kept for AWS's services.",
        "Give another role_name.",
        attribute="role_name",
    ),
    "MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS": FailureReason(
        "the parent belongs to another root",
        "An account moves only between units of the root it is under.",
        "Give as parent the id of a unit of the same organization: that of the other partition is another one.",
        attribute="parent_id",
    ),
    "DUPLICATE_TAG_KEY": FailureReason(
        "two tags have the same key",
        "To AWS the keys are the same, perhaps because they differ in case or trailing spaces only.",
        "Keep one of the two tags, the provider's default_tags included.",
        attribute="tags",
    ),
    "INVALID_SYSTEM_TAGS_PARAMETER": FailureReason(
        "one of the tags is AWS's own",
        "Tag keys that begin with aws: are kept for AWS.",
        "Rename the tag so that its key does not begin with aws:.",
        attribute="tags",
    ),
    "INVALID_EMAIL_ADDRESS_TARGET": FailureReason(
        "AWS does not take the email",
        "The address breaks one of AWS's rules.",
        "Give another email address, of ASCII characters and with a domain that receives mail.",
        attribute="email",
    ),
    "INVALID_FULL_NAME_TARGET": FailureReason(
        "AWS does not take the name",
        "The name has characters that AWS does not accept.",
        "Give a name of letters, digits, full stops and hyphens.",
        attribute="name",
    ),
    "INVALID_PATTERN": _value(
        "a value has the wrong form",
        "It does not match AWS's pattern, or looks to AWS like a script put into a web page.",
        "the value's form",
    ),
    "MAX_LENGTH_EXCEEDED": _value("a value is too long", "It has more characters than AWS takes.", "its length"),
    "MIN_LENGTH_EXCEEDED": _value("a value is too short", "It has fewer characters than AWS takes.", "what is missing"),
    "MAX_VALUE_EXCEEDED": _value("a number is too high", "It is above what AWS takes.", "the high number"),
    "MIN_VALUE_EXCEEDED": _value("a number is too low", "It is below what AWS takes.", "the low number"),
    "INVALID_ENUM": _value("a value is none of AWS's", "AWS has a list of values for it.", "the choice"),
    "INVALID_LIST_MEMBER": _value("a list has a wrong member", "One of the values is none of AWS's.", "that member"),
    "INPUT_REQUIRED": _value("a value is missing", "AWS needs a parameter that is empty.", "the empty value"),
    "CALLER_REQUIRED_FIELD_MISSING": FailureReason(
        "AWS cannot tell who calls",
        "The caller's account, its management account or its organization is missing.",
        "Check that the account of the credential set {set} is in an organization, then run again.",
    ),
    "INVALID_NEXT_TOKEN": FailureReason(
        "a listing was cut off",
        "AWS does not take the token of the next page, perhaps because the listing changed meanwhile.",
        "Run again: the listing starts from its beginning.",
    ),
    "INVALID_PAGINATION_TOKEN": FailureReason(
        "a listing's page is gone",
        "AWS does not know the token of the page any more.",
        "Run again, and with less -parallelism if it happens often.",
    ),
    "MAX_LIMIT_EXCEEDED_FILTER": _stranger("too many filters", "A listing takes one filter.", "two filters"),
    "MAX_FILTER_LIMIT_EXCEEDED": _stranger(
        "more than one filter", "The listing takes one filter.", "more than one filter"
    ),
    "INVALID_SYNTAX_ORGANIZATION_ARN": _stranger(
        "the organization's ARN is wrong", "AWS does not take an ARN.", "an organization's ARN"
    ),
    "INVALID_SYNTAX_POLICY_ID": _stranger("the policy's id is wrong", "AWS does not take an id.", "a policy's id"),
    "INVALID_ENUM_POLICY_TYPE": _stranger("the policy type is wrong", "AWS has no such type.", "a policy type"),
    "IMMUTABLE_POLICY": _stranger(
        "the policy is AWS's own", "AWS's policies can't be changed.", "a change of a policy"
    ),
    "NON_DETACHABLE_POLICY": _stranger(
        "the policy can't be detached", "AWS keeps it attached.", "a policy to be detached"
    ),
    "UNRECOGNIZED_SERVICE_PRINCIPAL": _stranger(
        "the service is unknown", "AWS has no such service principal.", "a service principal"
    ),
    "INVALID_RESOURCE_POLICY_JSON": _stranger("the policy is no JSON", _RESOURCE_POLICY, "a resource policy"),
    "INVALID_PRINCIPAL": _stranger("the policy's principal is wrong", _RESOURCE_POLICY, "a principal"),
    "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY": _stranger(
        "the policy's action is not supported", _RESOURCE_POLICY, "an action in a policy"
    ),
    "UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY": _stranger(
        "the policy's policy type is not supported", _RESOURCE_POLICY, "a policy type in a policy"
    ),
    "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY": _stranger(
        "the policy's resource is not supported", _RESOURCE_POLICY, "a resource in a policy"
    ),
    "UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER": _stranger(
        "the action is not supported for billing transfers", _TRANSFER, "an action on a billing transfer"
    ),
    "START_DATE_NOT_BEGINNING_OF_MONTH": _stranger(
        "the start is not a month's first day", _TRANSFER, "a month that begins"
    ),
    "START_DATE_NOT_BEGINNING_OF_DAY": _stranger("the start is not a day's first moment", _TRANSFER, "a day's start"),
    "START_DATE_TOO_EARLY": _stranger("the start is too early", _TRANSFER, "an early start"),
    "START_DATE_TOO_LATE": _stranger("the start is too late", _TRANSFER, "a late start"),
    "INVALID_START_DATE": _stranger("the start is not allowed", _TRANSFER, "a start date"),
    "END_DATE_NOT_END_OF_MONTH": _stranger("the end is not a month's last moment", _TRANSFER, "a month that ends"),
    "END_DATE_TOO_EARLY": _stranger("the end is too early", _TRANSFER, "an early end"),
    "END_DATE_TOO_LATE": _stranger("the end is too late", _TRANSFER, "a late end"),
    "INVALID_END_DATE": _stranger("the end is not allowed", _TRANSFER, "an end date"),
}
