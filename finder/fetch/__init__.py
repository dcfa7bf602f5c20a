"""The only package that opens a socket to a source: politely, within limits, and never to a private address."""

from finder.fetch.client import Fetched, Fetcher
from finder.fetch.politeness import NotYet

__all__ = ["Fetched", "Fetcher", "NotYet"]
