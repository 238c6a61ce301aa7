# by the GovCloud account's id and the invitation's; a third part names the role, if it isn't the default one
terraform import govpair_invitation_acceptance.logs 444455556666/h-examplehandshake
