# by the GovCloud account's id; a second part names the role, if it isn't the default one
terraform import govpair_membership.logs 444455556666
terraform import govpair_membership.logs 444455556666/Ops
