"""A synthetic county, written in the formats that real exports have."""
