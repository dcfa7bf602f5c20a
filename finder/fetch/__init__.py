"""The only package that opens a socket to a source: politely, within limits, and never to a private address."""

from finder.fetch.client import Fetched, Fetcher

__all__ = ["Fetched", "Fetcher"]
