"""Pictures and videos that people upload: what they are, and pictures made fit for a network."""
