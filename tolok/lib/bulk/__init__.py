"""Files of posts to schedule: one FORMAT a file, found by listing this folder."""
