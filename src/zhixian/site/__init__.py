"""Where the parts become one site: settings, addresses, and the table of which facts and effects serve which matter."""
