"""One kind of feed a file; each ends in READER."""
