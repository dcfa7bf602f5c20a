"""What librarians make and keep here: lists for their own pages, saved under a name, and how these are."""
