# ACCOUNT_ID/NAME; commercial/ACCOUNT_ID/NAME where the side matters, ACCOUNT_ID/NAME/ROLE_NAME for another role.
terraform import govpair_account_trail.audit 222222222222/security-audit
