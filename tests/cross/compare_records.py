#!/usr/bin/env python3
"""compare_records.py EXPECTED RECORDS

Compares two folders of records, one CSV file per kind. EXPECTED says which
columns count (those that do not begin with '_'). Rows are compared as a
multiset: order does not matter, repeats do. Runs of white space count as one
blank and decimals are compared by value (fixtures/README.md). A kind without
an expected file must have no records; the kind 'return' is compared only where
it is expected. Prints what differs; exit 0 where nothing does.
"""
import csv
import os
import re
import sys
from collections import Counter
from decimal import Decimal

SHOWN = 5  # differing rows of a kind


def plain(text):
    text = re.sub(r"\s+", " ", text or "").strip()
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        value = Decimal(text).normalize()
        return format(value, "f") if value else "0"
    return text


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader), reader.fieldnames or []


def multiset(rows, columns):
    return Counter(tuple(plain(row.get(c)) for c in columns) for row in rows)


def compare(kind, expected_path, records_path):
    """Prints how the records of a kind differ; returns how many rows do."""
    if not os.path.exists(records_path):
        print(f"{kind}: no file {records_path}")
        return 1
    rows, names = read(expected_path) if expected_path else ([], [])
    got, got_names = read(records_path)
    columns = [n for n in names or got_names if not n.startswith("_")]
    absent = [c for c in columns if c not in got_names]
    if absent:
        print(f"{kind}: no column {', '.join(absent)}")
        return len(absent)
    want, have = multiset(rows, columns), multiset(got, columns)
    lost = sorted((want - have).elements())
    extra = sorted((have - want).elements())
    for mark, differing in (("-", lost), ("+", extra)):
        for row in differing[:SHOWN]:
            print(f"{kind}: {mark} {' | '.join(row)[:300]}")
    print(f"{kind}: {sum(want.values())} expected, {len(lost)} missing, "
          f"{len(extra)} too many")
    return len(lost) + len(extra)


def main(expected, records):
    kinds = {name for folder in (expected, records)
             for name in os.listdir(folder) if name.endswith(".csv")}
    wrong = 0
    for name in sorted(kinds):
        path = os.path.join(expected, name)
        if os.path.exists(path):
            wrong += compare(name[:-4], path, os.path.join(records, name))
        elif name != "return.csv":
            wrong += compare(name[:-4], None, os.path.join(records, name))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
