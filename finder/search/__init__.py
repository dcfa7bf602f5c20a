"""What a visitor asks and what is answered: `parse` and `search`."""
