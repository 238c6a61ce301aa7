"""Every rule of "Names and lengths" (aws-facts.md), on both sides of each of its borders."""

import pytest

from custom_resources.engine import rules

LONGEST_EMAIL = "a" * 52 + "@example.gov"


@pytest.mark.parametrize(
    "value",
    [
        "a@b.co",
        LONGEST_EMAIL,
        "aws+log-archive@example.gov",
        "o.k-_/!#$*?=^`{}~@EXAMPLE-1.Gov",
        "trailing.@example.gov",
        "a..b@example.gov",
    ],
)
def test_an_email_that_aws_takes_is_accepted(value: str) -> None:
    assert rules.email(value) is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("a@b.c", "5 characters"),
        ("a" + LONGEST_EMAIL, "65 characters"),
        ("jürgen@example.gov", "ASCII"),
        ("tab\t@example.gov", "ASCII"),
        ("line\n@example.gov", "ASCII"),
        ("a@example.gov\n", "ASCII"),
        ("nobody.example.gov", "exactly one @"),
        ("a@b@example.gov", "exactly one @"),
        ("@example.gov", "nothing before"),
        ("a b@example.gov", "white space"),
        (".a@example.gov", "start with a dot"),
        ("abcd@localhost", "at least one dot"),
        ("abcdef@", "domain"),
        ("abcd@exa_mple.gov", "domain"),
        ("abcd@exa mple.gov", "domain"),
        ("abcd@-example.gov", "start or end"),
        ("abcd@example.gov-", "start or end"),
        ("abcd@.example.gov", "start or end"),
        ("abcd@example.gov.", "start or end"),
        (7, "int"),
    ],
)
def test_an_email_that_aws_refuses_is_refused_and_says_why(value: object, why: str) -> None:
    assert why in (rules.email(value) or "accepted")


@pytest.mark.parametrize("character", list("\"'()<>[]:;,\\|%&"))
def test_each_forbidden_character_of_the_local_part_is_refused(character: str) -> None:
    assert character in (rules.email(f"a{character}b@example.gov") or "")


@pytest.mark.parametrize("value", ["a", "x" * 50, "Log-Archive.1", "-", "."])
def test_a_new_account_name_of_letters_digits_dots_and_hyphens_is_accepted(value: str) -> None:
    assert rules.new_account_name(value) is None


@pytest.mark.parametrize(
    "value", ["", "x" * 51, "log archive", "log_archive", "log\u2013archive", "naïve", "x\n", "٣", None]
)
def test_another_new_account_name_is_refused(value: object) -> None:
    assert rules.new_account_name(value)


@pytest.mark.parametrize("value", ["a", "x" * 50, "Log Archive (old) & more; ok?", " ~!=:@_"])
def test_an_existing_account_name_may_have_printable_ascii(value: str) -> None:
    assert rules.account_name(value) is None


@pytest.mark.parametrize("value", ["", "x" * 51, "a<b", "a>b", "tab\t", "é", "x\n"])
def test_an_existing_account_name_outside_the_pattern_is_refused(value: str) -> None:
    assert rules.account_name(value)


@pytest.mark.parametrize("value", ["a", "r" * 64, "A_z0+=,.@-"])
def test_a_role_name_is_accepted(value: str) -> None:
    assert rules.role_name(value) is None


@pytest.mark.parametrize("value", ["", "r" * 65, "a b", "a/b", "rôle", "role\n"])
def test_a_bad_role_name_is_refused(value: str) -> None:
    assert rules.role_name(value)


ACCEPTED = {
    "account_id": ["123456789012", "000000000000"],
    "organization_id": ["o-abcde12345", "o-" + "a" * 32],
    "parent_id": ["r-ab12", "r-" + "0" * 32, "ou-ab12-cd34ef56", "ou-" + "a" * 32 + "-" + "b" * 32],
    "role_arn": [
        "arn:aws:iam::123456789012:role/Admin",
        "arn:aws-us-gov:iam::123456789012:role/path/to/" + "r" * 64,
    ],
}
REFUSED: dict[str, list[object]] = {
    "account_id": ["12345678901", "1234567890123", "12345678901a", "123456789012\n", "١٢٣٤٥٦٧٨٩٠١٢", 123456789012],
    "organization_id": ["o-abcde1234", "o-" + "a" * 33, "o-ABCDE12345", "abcde12345"],
    "parent_id": [
        *("", "o-abcde12345", "r-ab12-cd34ef56", "ou-ab12-cd34ef56\n", "xr-ab12", "r-ab12x-", "r-ab1"),
        *("r-" + "0" * 33, "r-AB12"),
        *("ou-ab1-cd34ef56", "ou-ab12-cd34ef5", "ou-" + "a" * 33 + "-cd34ef56", "ou-ab12-" + "b" * 33, "ou-ab12"),
    ],
    "role_arn": [
        "arn:aws-cn:iam::123456789012:role/Admin",
        "arn:aws:iam::12345:role/Admin",
        "arn:aws:iam::123456789012:user/Admin",
        "arn:aws:iam::123456789012:role/" + "r" * 65,
        "arn:aws:iam::123456789012:role/",
        "Admin",
    ],
}


@pytest.mark.parametrize(("rule", "value"), [(rule, value) for rule, values in ACCEPTED.items() for value in values])
def test_an_id_of_the_right_shape_is_accepted(rule: str, value: str) -> None:
    assert getattr(rules, rule)(value) is None


@pytest.mark.parametrize(("rule", "value"), [(rule, value) for rule, values in REFUSED.items() for value in values])
def test_an_id_of_another_shape_is_refused(rule: str, value: object) -> None:
    assert getattr(rules, rule)(value)


def test_an_organizational_unit_name_has_1_to_128_characters_of_any_kind() -> None:
    assert [rules.ou_name(name) is None for name in ("", "é", "x" * 128, "x" * 129)] == [False, True, True, False]


def test_invitation_notes_have_at_most_1024_characters() -> None:
    assert [rules.invitation_notes(notes) is None for notes in ("", "x" * 1024, "x" * 1025)] == [True, True, False]


@pytest.mark.parametrize("value", ["k", "k" * 128, "Kostenstelle ÄÖ", "a_.:/=+-@", "案件 1", "xaws:y"])
def test_a_tag_key_is_accepted(value: str) -> None:
    assert rules.tag_key(value) is None


@pytest.mark.parametrize("value", ["", "k" * 129, "aws:cloudformation", "AWS:x", "a!b", "a,b", "tab\t", None])
def test_a_bad_tag_key_is_refused(value: object) -> None:
    assert rules.tag_key(value)


@pytest.mark.parametrize(
    ("value", "fine"), [("", True), ("v" * 256, True), ("v" * 257, False), (None, False), ("{", False)]
)
def test_a_tag_value_may_be_empty_and_not_null_and_has_at_most_256_characters(value: object, fine: bool) -> None:
    assert (rules.tag_value(value) is None) is fine


def test_fifty_tags_are_accepted_and_one_more_is_refused() -> None:
    assert rules.tags({f"k{n}": "" for n in range(50)}) is None
    assert "50" in (rules.tags({f"k{n}": "" for n in range(51)}) or "")


def test_the_marker_takes_one_of_the_fifty_tags() -> None:
    assert "govpair:owner" in (rules.tags({f"k{n}": "" for n in range(50)}, limit=49) or "")


@pytest.mark.parametrize("key", ["govpair:owner", "govpair:membership", "govpair:trail"])
def test_the_marker_and_the_claims_cannot_be_declared_as_a_tag(key: str) -> None:
    assert "reserved" in (rules.tags({key: "me"}) or "")


def test_a_bad_tag_value_is_reported_with_its_key() -> None:
    assert "CostCenter" in (rules.tags({"CostCenter": None}) or "")


@pytest.mark.parametrize("value", ["govpair", "platform team", "a", "team:one/two=3+4@example.gov"])
def test_an_owner_fit_for_a_tag_value_is_accepted(value: str) -> None:
    assert rules.owner(value) is None


@pytest.mark.parametrize("value", ["", " x", "x ", "a\nb", "x" * 129, "größe", "a\n", "${x}", None])
def test_an_owner_that_a_tag_cannot_hold_or_that_a_trim_changes_is_refused(value: str) -> None:
    assert rules.owner(value)
