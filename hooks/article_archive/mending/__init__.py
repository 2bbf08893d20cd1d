"""Mistakes with one right answer, mended in place: everything else stays byte for byte."""
