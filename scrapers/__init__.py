"""One file per platform: what to ask a source for, and how to read its answer."""
