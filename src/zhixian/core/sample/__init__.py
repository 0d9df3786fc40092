"""A synthetic county, written in the formats that real exports have."""

from zhixian.core.sample.make import SEED, make

__all__ = ["SEED", "make"]
