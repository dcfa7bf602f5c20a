"""Pages to look around in: towns, what is made or suits there, venues and hosts, and the list of them all."""
