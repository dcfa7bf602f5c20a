"""Creative Community Finder: find other people to make things with, near where you live."""

__version__ = "0.1.0"
