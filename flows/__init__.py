"""Rectification notices of inspected public bodies, as validated open data.

One package, a folder per stage; `docs/architecture.md` draws the way of the data.
"""

__version__ = "0.1.0"
