"""`python -m flows.schema` prints the data dictionary; `make docs` keeps `docs/data_dictionary.md` current with it."""

from __future__ import annotations

import sys

from flows.schema.dictionary import data_dictionary

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(data_dictionary())
