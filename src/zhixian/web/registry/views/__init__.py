"""Pages of the registry: the desk, one upload, rights and parties."""
