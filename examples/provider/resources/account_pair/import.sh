# by the commercial account's id, by the root email, or by both ids where AWS doesn't tell the GovCloud one
terraform import govpair_account_pair.audit 111122223333
terraform import govpair_account_pair.audit aws+security-audit@example.gov
terraform import govpair_account_pair.audit 111122223333/444455556666
# with what AWS never tells, where it isn't the default, so that the next plan is empty
terraform import govpair_account_pair.audit 111122223333,iam_user_access_to_billing=DENY,role_name=Ops
