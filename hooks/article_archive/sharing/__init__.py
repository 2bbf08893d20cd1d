"""Catalogue -> the pictures that other sites show of pages: their words, their letters, their files."""
