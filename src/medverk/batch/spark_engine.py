"""Counting with Spark: on this machine, or on a cluster if the configuration names one.

    medverk publish --engine spark …                     every core of this machine
    SPARK_REMOTE=sc://spark:15002 medverk publish …      a cluster, by Spark Connect
    SPARK_CONF_DIR=/etc/spark medverk publish …          a cluster, by spark-defaults.conf

The files, and the folder that MEDVERK_SPARK_FOLDER names, must lie where every machine sees them.
What Spark gives back is as large as the counts, not as the responses, and passes that folder.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from medverk.batch.coding import coded_sql, numbered
from medverk.batch.counting import Grain, Names, NoKeyError, Rows, background_sizes, count
from medverk.batch.duckdb_engine import as_parquet, open_link, weeks_of
from medverk.batch.faults import InputFault
from medverk.batch.policy_file import PolicyFile
from medverk.batch.responses_file import (
    KEYS,
    Source,
    check_columns,
    check_responses,
    is_week,
    quote,
)
from medverk.rules.disclosure.hierarchy import Hierarchy

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FOLDER = "MEDVERK_SPARK_FOLDER"
LOGGING = Path(__file__).with_name("spark-log4j2.properties")
HERE: dict[str, bool | float | int | str | None] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={LOGGING.as_uri()}",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""What suits one machine. A cluster has a configuration of its own."""


def count_responses(source: Source, policy: PolicyFile, hierarchy: Hierarchy) -> Grain:
    """Check and count the responses in files. InputFault when they are not in order."""
    shared = os.environ.get(FOLDER)
    with (
        open_link() as (link, _),
        tempfile.TemporaryDirectory(dir=shared) as folder,
        open_session() as spark,
    ):
        types = check_columns(link, source, policy)
        read = as_parquet(link, source, Path(folder))
        names = prepare(spark, read, policy, hierarchy, types)

        def ask(text: str) -> Rows:
            counted = Path(folder) / "counted"
            spark.sql(text).write.mode("overwrite").parquet(counted.as_uri())
            found = quote(str(counted / "*.parquet"))
            return link.execute(f"SELECT * FROM read_parquet({found})").fetchnumpy()  # noqa: S608

        try:
            return count(policy, names, ask)
        except NoKeyError:
            check_responses(link, source, policy, hierarchy)
            raise RuntimeError(f"{source.place} changed while it was read") from None


@contextmanager
def open_session() -> Iterator[SparkSession]:
    """The session that there is, else one that is stopped in the end."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        needed = "PySpark: pip install 'medverk[spark]'"
        raise InputFault(Path("--engine spark"), needed) from error
    logging.getLogger("py4j").setLevel(logging.WARNING)
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    builder = SparkSession.builder.appName("medverk")
    if not any(name in os.environ for name in ("SPARK_REMOTE", "SPARK_CONF_DIR", "SPARK_HOME")):
        builder = builder.master("local[*]").config(map=HERE)
    try:
        spark = builder.getOrCreate()
    except PySparkException as error:
        needed = "Java 17 or newer on this machine, or a cluster that can be reached"
        raise InputFault(Path("--engine spark"), f"{needed} ({error})") from error
    try:
        yield spark
    finally:
        spark.stop()


def prepare(
    spark: SparkSession,
    source: Source,
    policy: PolicyFile,
    hierarchy: Hierarchy,
    types: Mapping[str, str],
) -> Names:
    """Make the coded responses, as a view `responses`."""
    from pyspark.sql.functions import col

    read = spark.read.parquet(*(file.resolve().as_uri() for file in source.files))
    keys = [col(f"`{key}`").cast("string").alias(f"r_{key}") for key in (*KEYS, *policy.background)]
    answers = [col(f"`{question}`").alias(f"r_{question}") for question in policy.questions]
    read.select(*keys, *answers).createOrReplaceTempView("raw")
    weeks = [week for week in distinct(spark, "week") if is_week(week)]
    names = Names(hierarchy.offices(), distinct(spark, "counsellor"), weeks_of(weeks))
    units = zip(KEYS, (names.offices, names.counsellors, weeks), strict=True)
    for column, listed in (*units, *policy.background.items()):
        rows = spark.createDataFrame(numbered(listed), "name string, place bigint")
        rows.createOrReplaceTempView(f"names_{column}")
    spark.sql(placed_sql(policy)).createOrReplaceTempView("placed")
    sizes = names.sizes | background_sizes(policy)
    spark.sql(coded_sql(policy, sizes, types)).createOrReplaceTempView("responses")
    return names


def placed_sql(policy: PolicyFile) -> str:
    """Names by their places, and answers as they are, as `coding` wants them."""
    columns = [f"names_{key}.place AS p_{key}" for key in KEYS]
    for column, values in policy.background.items():
        missing = f"r_{column} IS NULL OR r_{column} = ''"
        place = f"CASE WHEN {missing} THEN {len(values)} ELSE names_{column}.place END"
        columns.append(f"{place} AS p_{column}")
    columns += [f"r_{question}" for question in policy.questions]
    joins = [
        f"LEFT JOIN names_{column} ON names_{column}.name = r_{column}"
        for column in (*KEYS, *policy.background)
    ]
    return f"SELECT {', '.join(columns)} FROM raw {' '.join(joins)}"  # noqa: S608


def distinct(spark: SparkSession, key: str) -> list[str]:
    """The values of a key, in order, but for blanks."""
    found = spark.sql(f"SELECT DISTINCT r_{key} FROM raw WHERE trim(r_{key}) <> ''")  # noqa: S608
    return sorted(value for (value,) in found.collect())
