"""Engines that make the frame: each file here is the only one that knows its engine."""
