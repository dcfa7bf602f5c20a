"""The web surfaces: one blueprint per surface, one application factory."""
