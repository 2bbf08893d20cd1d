"""Another program's file -> files in our format, and a list of what needs a human."""
