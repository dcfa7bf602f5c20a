"""The catalogue of sources: `data/sources.csv`, and those that were added here."""
