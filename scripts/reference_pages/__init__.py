"""One module per kind of generated page, each ending in PAGES."""
