"""Parsed files -> what the archive holds, and every problem."""
