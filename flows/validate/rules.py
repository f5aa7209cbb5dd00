"""Rules that cross rows or tables, as DuckDB queries generated from `schemas/`: keys, counts and conditions of a row.

Each query names the failing rows by number. A null passes: what must not be null is `required`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from flows import schema
from flows.errors import ConfigurationError
from flows.schema import CountRule, ForeignKey, RowReference, Table
from flows.validate.messages import generated_check
from flows.validate.outcome import WARNING, Check, Outcome

ENGINE = "duckdb"
ROW = "__row"
VISIBLE = r"[^\s\p{Z}]"  # any character but white space, of which "\u3000" between Chinese words is one


@dataclass(frozen=True, slots=True)
class RuleQuery:
    """A check and the query that selects the numbers of the rows that fail it."""

    check: Check
    sql: str


def run_rules(tables: Mapping[str, pa.Table]) -> tuple[Outcome, ...]:
    """Run every rule over the tables given.

    Raises:
        ConfigurationError: a rule of `schemas/` is not valid SQL.
    """
    return run_queries(tables, rule_queries(frozenset(tables)))


def run_queries(tables: Mapping[str, pa.Table], queries: Iterable[RuleQuery]) -> tuple[Outcome, ...]:
    """Run these queries over the tables given.

    Raises:
        ConfigurationError: a rule of `schemas/` is not valid SQL.
    """
    with duckdb.connect() as connection:
        for name, table in tables.items():
            numbers = pa.array(range(table.num_rows), pa.int64())
            connection.register(name, table.append_column(ROW, numbers))
        return tuple(_outcome(connection, query) for query in queries)


def rule_queries(present: frozenset[str]) -> tuple[RuleQuery, ...]:
    """The queries of all rules whose tables are present, in the order of the tables."""
    return tuple(query for table in schema.tables() if table.name in present for query in _queries(table, present))


def _outcome(connection: duckdb.DuckDBPyConnection, query: RuleQuery) -> Outcome:
    try:
        rows = connection.execute(f"SELECT DISTINCT {ROW} FROM ({query.sql}) ORDER BY ALL").fetchall()  # noqa: S608
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        raise ConfigurationError(
            f"the rule {query.check.rule!r} of table {query.check.table!r} is not valid: {str(error).splitlines()[0]}",
            where=f"schemas/tables/{query.check.table}.yaml",
            remedy="write the condition in DuckDB's SQL over the columns of the table",
        ) from error
    return Outcome(query.check, ENGINE, holds=not rows, rows=tuple(row for (row,) in rows))


def _queries(table: Table, present: frozenset[str]) -> Iterator[RuleQuery]:
    for rule in table.rules:
        if rule.holds is not None:
            check = Check(table.name, rule.name, rule.columns[0], rule.severity, rule.message_zh, rule.message_en)
            yield RuleQuery(check, f'SELECT {ROW} FROM "{table.name}" AS this WHERE NOT ({rule.holds})')  # noqa: S608
    yield from _blank_queries(table)
    for key in table.foreign_keys:
        if key.table in present:
            yield from _key_queries(table, key, schema.table(key.table))
    for count in table.counts:
        if count.table in present:
            yield _count_query(table, count)
    if table.row_reference is not None:
        yield _reference_query(table, table.row_reference, present)


def _blank_queries(table: Table) -> Iterator[RuleQuery]:
    """Texts of white space only; a code list or a pattern has no room for them anyway."""
    for column in table.columns:
        if column.type == "string" and not (column.enum or column.pattern):
            blank = f"NOT regexp_matches(\"{column.name}\", '{VISIBLE}')"
            sql = f'SELECT {ROW} FROM "{table.name}" WHERE {blank}'  # noqa: S608
            yield RuleQuery(generated_check("not_blank", table, column.name, WARNING), sql)


def _key_queries(table: Table, key: ForeignKey, parent: Table) -> Iterator[RuleQuery]:
    joined = (
        f'SELECT child.{ROW} FROM "{table.name}" AS child JOIN "{parent.name}" AS parent '  # noqa: S608
        f'ON parent."{parent.primary_key}" = child."{key.column}" WHERE '
    )
    orphans = (
        f'SELECT child.{ROW} FROM "{table.name}" AS child WHERE child."{key.column}" IS NOT NULL AND NOT EXISTS '  # noqa: S608
        f'(SELECT 1 FROM "{parent.name}" AS parent WHERE parent."{parent.primary_key}" = child."{key.column}")'
    )
    yield RuleQuery(generated_check("foreign_key", table, key.column, parent=parent.name), orphans)
    if table.has_evidence and parent.has_evidence:
        strangers = joined + "parent.notice_id <> child.notice_id"
        yield RuleQuery(generated_check("same_notice", table, key.column), strangers)
    if key.inside:
        outside = joined + "child.char_start < parent.char_start OR child.char_end > parent.char_end"
        yield RuleQuery(generated_check("inside_parent", table, key.column, WARNING, parent=parent.name), outside)


def _count_query(table: Table, count: CountRule) -> RuleQuery:
    sql = (
        f'SELECT parent.{ROW} FROM "{table.name}" AS parent LEFT JOIN '  # noqa: S608
        f'(SELECT "{count.by}" AS key, count(*) AS rows FROM "{count.table}" GROUP BY "{count.by}") AS counted '
        f'ON counted.key = parent."{table.primary_key}" WHERE coalesce(counted.rows, 0) <> parent."{count.column}"'
    )
    return RuleQuery(generated_check("row_count", table, count.column, parent=count.table), sql)


def _reference_query(table: Table, reference: RowReference, present: frozenset[str]) -> RuleQuery:
    keys = " UNION ALL ".join(
        f'SELECT \'{each.name}\' AS name, "{each.primary_key}" AS key FROM "{each.name}"'  # noqa: S608
        for each in schema.tables()
        if each.name in present
    )
    known = ", ".join(f"'{each}'" for each in sorted(present))
    sql = (
        f'SELECT child.{ROW} FROM "{table.name}" AS child WHERE child."{reference.table}" IN ({known}) '  # noqa: S608
        f'AND child."{reference.row}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ({keys}) AS named '
        f'WHERE named.name = child."{reference.table}" AND named.key = child."{reference.row}")'
    )
    return RuleQuery(generated_check("row_reference", table, reference.row), sql)
