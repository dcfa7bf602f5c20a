"""Raw record → Listing, or Dropped with the reason."""
