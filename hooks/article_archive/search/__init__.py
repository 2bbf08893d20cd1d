"""Catalogue -> what searches read: small documents, and the index of their words."""
