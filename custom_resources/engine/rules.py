"""Pure rules for names, ids and tags: a rule tells what is wrong in a sentence, or None when the value is fine.

Nothing here needs AWS, botocore or Terraform, so plan-time validation, the organization file and the scripts share one
set of rules. Every pattern is anchored (`fullmatch`) and ASCII only unless AWS says otherwise. The source of each rule
stands beside it: **M** is the botocore 1.44 service model (`organizations/2016-11-28` or `account/2021-02-01`).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

Rule = Callable[[object], str | None]
"""A validator: takes any value, returns the sentence that says what is wrong, or None."""

OWNER_MARKER = "govpair:owner"
"""Tag key of the creation marker (rule 1 of docs/architecture.md). Reserved: nobody may set it by hand."""

MEMBERSHIP_CLAIM = "govpair:membership"
"""Tag key in the GovCloud organization: which declaration manages a membership that it may end. Reserved too."""

TRAIL_CLAIM = "govpair:trail"
"""Tag key of a trail: which declaration manages it and may delete it. Reserved too."""

OWN_TAGS = frozenset({OWNER_MARKER, MEMBERSHIP_CLAIM, TRAIL_CLAIM})
"""Tag keys that govpair sets for itself."""

MAX_TAGS = 50
"""Tags per resource (M: MAX_TAG_LIMIT_EXCEEDED; Organizations quotas page)."""


def _text(value: object, what: str) -> str | None:
    return None if isinstance(value, str) else f"{what} must be text, not {type(value).__name__}."


def shown(value: object) -> str:
    """A value as Python writes it, text in quotes, to say what was seen: cut short, since it may be anything."""
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= 80 else text[:77] + "..."
    return repr(text) if isinstance(value, str) else text


def _pattern(pattern: str, what: str, expected: str) -> Rule:
    compiled = re.compile(pattern, re.ASCII)

    def rule(value: object) -> str | None:
        if problem := _text(value, what):
            return problem
        assert isinstance(value, str)
        return None if compiled.fullmatch(value) else f"{shown(value)} is not {expected}."

    rule.__doc__ = f"Tell why the value is not {expected}, or None."
    rule.__name__ = rule.__qualname__ = what
    return rule


_LOCAL_FORBIDDEN = frozenset("\"'()<>[]:;,\\|%&")


def email(value: object) -> str | None:
    """Tell why the value cannot be the root email of a pair, or None. Source: M, CreateGovCloudAccount `Email`."""
    if problem := _text(value, "email"):
        return problem
    assert isinstance(value, str)
    seen = shown(value)
    if not 6 <= len(value) <= 64:
        return f"The email {seen} has {len(value)} characters; AWS takes 6 to 64."
    if any(not 0x20 <= ord(c) < 0x7F for c in value):
        return f"The email {seen} has characters outside printable 7-bit ASCII."
    if value.count("@") != 1:
        return f"The email {seen} must have exactly one @."
    local, domain = value.split("@")
    if not local:
        return f"The email {seen} has nothing before the @."
    if " " in local:
        return f"The email {seen} has white space before the @."
    if bad := sorted(set(local) & _LOCAL_FORBIDDEN):
        return f"The email {seen} has characters before the @ that AWS refuses: {' '.join(bad)}"
    if local.startswith("."):
        return f"The email {seen} must not start with a dot."
    if not re.fullmatch(r"[A-Za-z0-9.-]+", domain):
        return f"The domain of the email {seen} may only have letters, digits, dots and hyphens."
    if "." not in domain:
        return f"The domain of the email {seen} needs at least one dot."
    if domain[0] in ".-" or domain[-1] in ".-":
        return f"The domain of the email {seen} must not start or end with a dot or a hyphen."
    return None


def email_key(value: str) -> str:
    """The same for emails that AWS is assumed to take for one, without regard to case (claim: email-without-case)."""
    return value.strip().lower()


def same_email(one: str, other: str) -> bool:
    """Whether AWS is assumed to take both for one."""
    return email_key(one) == email_key(other)


# The API takes printable ASCII (M: CreateAccountName), the GovCloud sign-up rules only these; the strict rule holds
# only where a pair is created.
new_account_name: Rule = _pattern(
    r"[A-Za-z0-9.-]{1,50}", "new_account_name", "a name for a new pair: 1 to 50 letters, digits, dots and hyphens"
)

# M: account PutAccountName `AccountName`, pattern [ -;=?-~]+, 1-50: printable ASCII without < and >.
account_name: Rule = _pattern(
    r"[ -;=?-~]{1,50}", "account_name", "an account name: 1 to 50 printable ASCII characters without < and >"
)

# M: organizations `RoleName`, pattern [\w+=,.@-]{1,64}.
role_name: Rule = _pattern(
    r"[\w+=,.@-]{1,64}", "role_name", "a role name: 1 to 64 letters, digits and the characters _ + = , . @ -"
)

# iam model, CreateAccountAlias `AccountAlias`, pattern ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$, 3-63.
account_alias: Rule = _pattern(
    r"[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]",
    "account_alias",
    "an account alias: 3 to 63 lower-case letters, digits and single hyphens between them",
)

# M: organizations `AccountId`, pattern ^\d{12}$.
account_id: Rule = _pattern(r"[0-9]{12}", "account_id", "an account id: exactly 12 digits")

# M: organizations `OrganizationId`, pattern ^o-[a-z0-9]{10,32}$.
organization_id: Rule = _pattern(
    r"o-[a-z0-9]{10,32}",
    "organization_id",
    "an organization id: o- and then 10 to 32 lower-case letters and digits",
)

# M: organizations `HandshakeId`, pattern ^h-[0-9a-z]{8,32}$.
handshake_id: Rule = _pattern(
    r"h-[0-9a-z]{8,32}", "handshake_id", "an invitation's id: h- and then 8 to 32 lower-case letters and digits"
)

# M: organizations `ParentId`: a root's or an organizational unit's id.
parent_id: Rule = _pattern(
    r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}",
    "parent_id",
    "the id of a root (r-ab12) or of an organizational unit (ou-ab12-cd34ef56)",
)

# IAM User Guide, "IAM identifiers": arn:PARTITION:iam::ACCOUNT:role/PATH/NAME; this project knows two partitions.
role_arn: Rule = _pattern(
    r"arn:(aws|aws-us-gov):iam::[0-9]{12}:role/([!-~]{1,510}/)?[\w+=,.@-]{1,64}",
    "role_arn",
    "the ARN of a role such as arn:aws-us-gov:iam::123456789012:role/NAME",
)


def ou_name(value: object) -> str | None:
    """Tell why the value cannot name an organizational unit, or None. Source: M, `OrganizationalUnitName`, 1-128."""
    if problem := _text(value, "ou_name"):
        return problem
    assert isinstance(value, str)
    if not 1 <= len(value) <= 128:
        return f"The organizational unit name {shown(value)} has {len(value)} characters; AWS takes 1 to 128."
    return None


def invitation_notes(value: object) -> str | None:
    """Tell why the value cannot be an invitation's notes, or None. Source: M, `HandshakeNotes`, at most 1024."""
    if problem := _text(value, "invitation_notes"):
        return problem
    assert isinstance(value, str)
    return f"The notes have {len(value)} characters; AWS takes at most 1024." if len(value) > 1024 else None


def _tag_characters(value: str) -> str | None:
    # [\p{L}\p{Z}\p{N}_.:/=+\-@]*: the only rule here that is not ASCII.
    for character in value:
        if character not in "_.:/=+-@" and unicodedata.category(character)[0] not in "LZN":
            return f"has the character {character!r}; AWS takes letters, digits, spaces and _ . : / = + - @"
    return None


def tag_key(value: object) -> str | None:
    """Tell why the value cannot be a tag key, or None. Source: M, organizations `TagKey`; `aws:` is reserved."""
    if problem := _text(value, "tag key"):
        return problem
    assert isinstance(value, str)
    if not 1 <= len(value) <= 128:
        return f"The tag key {shown(value)} has {len(value)} characters; AWS takes 1 to 128."
    if value.lower().startswith("aws:"):
        return f"The tag key {shown(value)} starts with aws:, which AWS keeps for itself."
    if problem := _tag_characters(value):
        return f"The tag key {shown(value)} {problem}."
    return None


def tag_value(value: object) -> str | None:
    """Tell why the value cannot be a tag value, or None. Source: M, organizations `TagValue`: 0-256, null not."""
    if value is None:
        return 'A tag value must not be null; use "" for an empty one.'
    if problem := _text(value, "tag value"):
        return problem
    assert isinstance(value, str)
    if len(value) > 256:
        return f"The tag value {shown(value)} has {len(value)} characters; AWS takes at most 256."
    if problem := _tag_characters(value):
        return f"The tag value {shown(value)} {problem}."
    return None


def owner(value: object) -> str | None:
    """Tell why the value cannot be an owner's name, or None.

    Our own rule: it becomes a tag's value, and two owners must stay apart after trimming.
    """
    if isinstance(value, str) and re.fullmatch(
        r"[A-Za-z0-9][A-Za-z0-9_.:/=+@ -]{0,126}[A-Za-z0-9]|[A-Za-z0-9]", value, re.ASCII
    ):
        return None
    return "An owner is 1 to 128 letters, digits, spaces and _.:/=+@-, beginning and ending with a letter or digit."


def tags(value: object, limit: int = MAX_TAGS) -> str | None:
    """Tell why the mapping cannot be the tags of one resource, or None.

    `limit` is how many tags are free: 50 (M), or 49 where the creation marker takes one.
    """
    if not isinstance(value, Mapping):
        return f"tags must be a map, not {type(value).__name__}."
    if len(value) > limit:
        why = "" if limit == MAX_TAGS else f"; AWS takes {MAX_TAGS}, the creation marker {OWNER_MARKER} is one of them"
        return f"There are {len(value)} tags; at most {limit} are possible{why}."
    for key, content in value.items():
        if key == OWNER_MARKER:
            return f"The tag key {OWNER_MARKER!r} is reserved for govpair's creation marker; set `owner` instead."
        if key in (MEMBERSHIP_CLAIM, TRAIL_CLAIM):
            return f"The tag key {key!r} is reserved for govpair's mark on what its destroy may end."
        if problem := tag_key(key):
            return problem
        if problem := tag_value(content):
            return f"Tag {key!r}: {problem}"
    return None


def region_in(partition: str, region: object) -> str | None:
    """Tell why a region is not one of the partition (`aws` or `aws-us-gov`), or None.

    GovCloud's regions, and no others, begin with us-gov- (AWS GovCloud (US) User Guide, endpoints).
    """
    if problem := _text(region, "region"):
        return problem
    seen = "aws-us-gov" if str(region).startswith("us-gov-") else "aws"
    if seen == partition:
        return None
    example = "us-gov-west-1" if partition == "aws-us-gov" else "us-east-1"
    return f"The region {shown(str(region))} is in partition {seen}; give one of {partition}, such as {example}."
