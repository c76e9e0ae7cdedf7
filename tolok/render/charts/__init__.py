"""One file per chart idea. Each returns finished drawings, a spec, a sentence and a table."""
