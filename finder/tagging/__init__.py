"""What a listing is: rules → tags, each with its level and the words that earned it."""
