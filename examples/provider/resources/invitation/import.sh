# by the invitation's id; its tags, which AWS doesn't tell, are then taken from the configuration
terraform import govpair_invitation.logs h-examplehandshake
