"""Reading and merging 372,000 edits beside DuckDB on one thread, in one run, as ratios.

    python3 -m venv venv && venv/bin/pip install duckdb
    venv/bin/python tests/bench/merge.py

DuckDB reads one line of JSON an edit, which is what a table of edits is without files of ours, and keeps the last edit of each figure.
Ours are the same edits in forty-four files, each held against its checksum. Each figure is the shortest of several runs, in
milliseconds; only the ratio is worth comparing.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb
from timing import shortest

RETURNS = 62_000
FIELDS = ["roll", "sen_support", "ehc_plans", "incidents", "suspensions", "sessions_lost"]


def lines():
    for index in range(RETURNS):
        name = f"{100_000 + index // 6:06}_2018-19_{index % 6 + 1}"
        for field in FIELDS:
            yield json.dumps({"table": "return", "id": name, "field": field, "value": index,
                              "ms": 1_560_000_000_000 + index, "counter": 0, "device": "amber-fox"})


COLUMNS = {"table": "VARCHAR", "id": "VARCHAR", "field": "VARCHAR", "value": "BIGINT", "ms": "BIGINT", "counter": "INTEGER",
           "device": "VARCHAR"}
with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "edits.json"
    file.write_text("\n".join(lines()) + "\n")
    size = file.stat().st_size
    database = duckdb.connect(config={"threads": 1})
    read = f"""create or replace temp table merged as
        select "table", id, field, arg_max(value, (ms, counter, device)) as value
        from read_json('{file}', format = 'newline_delimited', columns = {COLUMNS}) group by all"""
    theirs = shortest(7, lambda: database.execute(read))
    rows = database.execute("select count(*) from merged").fetchone()[0]
    assert rows == RETURNS * len(FIELDS), rows

built = sys.argv[1:] or ["cargo", "bench", "--quiet", "--no-default-features", "--bench", "merge"]
ours = json.loads(subprocess.run(built, check=True, capture_output=True, text=True).stdout)
print(f"DuckDB {duckdb.__version__}, {size / 1e6:.1f} MB: {theirs:.0f}; ours {ours['large, MB']} MB: {ours['large']:.0f}; "
      f"ratio {theirs / ours['large']:.2f}")
