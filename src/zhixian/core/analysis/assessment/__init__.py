"""What can be said of a project before it begins: found in tables, graded by a published rule, kept with its reasons."""
