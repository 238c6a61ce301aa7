# by the GovCloud account's id
terraform import govpair_membership.logs 444455556666
