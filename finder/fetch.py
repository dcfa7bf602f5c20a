"""The only module that opens a socket to a source."""
