"""The made-up world of the demo workspace: pure, seeded, with truths planted in it."""
