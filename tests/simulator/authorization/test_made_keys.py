"""Keys made through IAM are looked up anew at each call."""

from __future__ import annotations

from tests.simulator.authorization.conftest import add_user, refused
from tests.simulator.conftest import Bench


def test_a_key_that_was_used_ends_with_its_status_and_its_user(organized: Bench) -> None:
    iam = organized.client("iam", "govcloud")
    user = add_user(organized, "govcloud", {"Action": "iam:ListUsers"})
    mine = organized.client("iam", "govcloud", user)
    assert mine.list_users()["Users"]
    iam.update_access_key(UserName="narrow", AccessKeyId=user.access_key_id, Status="Inactive")
    assert refused(mine.list_users)[0] == "InvalidClientTokenId"
    iam.update_access_key(UserName="narrow", AccessKeyId=user.access_key_id, Status="Active")
    assert mine.list_users()["Users"]
    iam.delete_access_key(UserName="narrow", AccessKeyId=user.access_key_id)
    assert refused(mine.list_users)[0] == "InvalidClientTokenId"
