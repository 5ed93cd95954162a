"""What publication on files is measured beside: the same numbers, and no protection whatever.

Three tables at three levels for every half-year, with how many chose what, in one query of DuckDB.
With `--all`, also what else a publication says: totals by week at the three levels, and each
counsellor's.

    python -m bench.plain_tables FOLDER [--all]    (with R, U.csv as bench.agency writes them)
"""

import sys
from pathlib import Path

import duckdb

from bench.agency import QUESTIONS

TABLES = (("age",), ("sex",), ("age", "sex"))
LEVELS = ("office", "county", "")
EDITION = "left(week, 4) || CASE WHEN right(week, 2) <= '26' THEN '-H1' ELSE '-H2' END"


TOTALS = ("(week, office)", "(week, county)", "(week)", "(week, office, counsellor)")


def plain_sql(folder: Path, *, totals: bool = False) -> str:
    """The query. A grouping set for each table and level, and for totals if asked for."""
    tables = [
        f"({', '.join(filter(None, ('edition', level, *table)))})"
        for level in LEVELS
        for table in TABLES
    ]
    sets = ", ".join([*tables, *(TOTALS if totals else ())])
    keys = "edition, county, office, age, sex" + (", week, counsellor" if totals else "")
    counts = ", ".join(
        f"count(*) FILTER (WHERE {question} = {category + 1})"
        for question, shares in QUESTIONS.items()
        for category in range(len(shares))
    )
    return f"""
        SELECT {keys}, count(*) AS n, {counts}
        FROM (
            SELECT {EDITION} AS edition, r.*, u.parent AS county
            FROM read_parquet('{folder}/R/*.parquet') r
            JOIN read_csv('{folder}/U.csv') u ON u.unit = r.office
        )
        GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608 - our own names


def main() -> int:
    rows = duckdb.sql(plain_sql(Path(sys.argv[1]), totals="--all" in sys.argv)).fetchnumpy()
    print(len(rows["n"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
