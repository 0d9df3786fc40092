"""The site's rooms, from the portal down to the kit; the core decides, these rooms gather, act and show."""
