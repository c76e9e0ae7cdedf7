"""Engines that hold facts: one file each, ending in ENGINE; each passes tests/facts/conformance."""

MARK = "§"  # marks a value that is bound when the query runs, inside a compiled expression
