"""Files of other programs, brought in."""
