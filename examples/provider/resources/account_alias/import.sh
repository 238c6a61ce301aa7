# ACCOUNT_ID; commercial/ACCOUNT_ID where the side matters, ACCOUNT_ID/ROLE_NAME for another role.
terraform import govpair_account_alias.logs 222222222222
