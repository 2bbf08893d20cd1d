"""Catalogue -> what feed readers follow: one small module for each format."""
