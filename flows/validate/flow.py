"""Validation as a Prefect flow: one task over all tables, because keys cross them."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.handover import read_tables, write_tables
from flows.validate.validation import Validation, validate_tables


@task(name="validate tables", cache_policy=NO_CACHE)
def check_tables(normalised: Path, quality: Path) -> Validation:
    """Hold all tables against `schemas/` and against each other."""
    return validate_tables(read_tables(normalised, written_by="normalise"), quality)


@flow(name="validate", validate_parameters=False)
def validate(normalised: Path, validated: Path, quality: Path) -> Validation:
    """Leave the rows that hold in `validated`, the others with their reasons in `quality`.

    Raises:
        ContractError: the tables would mislead readers; nothing may be released from them.
    """
    validation = check_tables(normalised, quality)
    write_tables(validated, validation.tables)
    return validation
