"""Everything that talks to AWS, in four rooms: scripts, provider, plugin, engine."""
