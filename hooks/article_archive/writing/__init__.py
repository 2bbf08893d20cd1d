"""The table of fields, printed for those who write: in an editor of code, and in a browser."""
