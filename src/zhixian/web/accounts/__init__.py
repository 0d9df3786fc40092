"""People, their seats in units and organisations, and how they prove who they are."""
