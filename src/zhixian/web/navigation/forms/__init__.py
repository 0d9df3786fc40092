"""Forms of topics, of their landscapes and of what is searched in them."""
