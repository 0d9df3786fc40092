"""Look-alike marks (近似商标): marks of a snapshot that come close to a protected sign, each with its reasons by a published rule."""
