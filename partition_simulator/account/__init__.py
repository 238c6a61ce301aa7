"""AWS Account Management: the way from a commercial account to its GovCloud account, names, and moto's contacts."""
