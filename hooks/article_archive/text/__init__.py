"""A file's text -> parts of safe HTML and components, headings, links."""
