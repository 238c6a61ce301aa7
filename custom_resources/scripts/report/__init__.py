"""What `govpair report` writes: one survey and its findings as a page, a diagram, a table or a document. Pure."""
