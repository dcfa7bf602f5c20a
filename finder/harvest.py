"""Runs sources through the stages, one report per source."""
