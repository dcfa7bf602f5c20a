"""Prices out of text."""
