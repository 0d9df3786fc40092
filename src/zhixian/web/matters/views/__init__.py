"""Pages of matters and dossiers: guides, the form, the dossier for either side, 公示, papers."""
