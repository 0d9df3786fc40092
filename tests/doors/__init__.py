"""Every door of the site, asked by everybody."""
