"""From a survey to an organization file and Terraform's `import` blocks: what `govpair discover` writes."""
