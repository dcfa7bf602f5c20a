"""Where a listing is: gazetteer, geocoders, time zones."""
