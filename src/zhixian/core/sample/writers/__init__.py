"""The county as files: each writer garbles the truth the way a real export does."""
