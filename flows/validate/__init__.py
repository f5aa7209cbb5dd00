"""Holding the tables against `schemas/` and against each other before anything is published."""
