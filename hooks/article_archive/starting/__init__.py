"""A new archive's first files, and new files of an archive: what is asked for them, how they are called, what they hold."""
