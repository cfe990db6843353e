#!/usr/bin/env python3
"""scale.py COLLATE PACK FIXTURES WORK

The queries of the shipped pack take steps in proportion to the records.

A store is filled with a few returns and with FACTOR times as many (and with one
return of a few actions and of FACTOR times as many); the queries of the report
plan and of the checks are run on both, and SQLite counts the steps of its
virtual machine. Comparing every row with every other takes FACTOR * FACTOR times
the steps, which a test with small returns does not feel and a user with many
does. Steps, not seconds: the same on every machine.
"""
import csv
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

import yaml

from sheets import read_workbook, write_workbook

FACTOR = 5
ALLOWED = 1.6 * FACTOR  # sorting takes a little more than its share
SMALL = 50000  # steps below which nobody notices
EACH = 50  # steps that are counted at once
SENDERS = {  # what tells the copies of a return apart
    "chief-executive-2009-10-q2": "Chief Executive",
    "computing-2006-07-q3": "Computing Services",
    "computing-plan-2008-11": "ICT Services",
    "exchequer-2007-08-q4": "Revenues and Customer Contact",
}


def renamed(value, sender, number):
    if not isinstance(value, str):
        return value
    return value.replace(sender, f"{sender} {number:02}")


def copies(fixtures, folder, count):
    """Each workbook so many times, each from a sender of its own."""
    folder.mkdir()
    for path in sorted(fixtures.glob("*/*.xlsx")):
        sender = SENDERS.get(path.stem)
        for number in range(count if sender else 0):
            book = read_workbook(path)
            for sheet in book:
                for at, (value, shape) in list(sheet.cells.items()):
                    sheet.cells[at] = (renamed(value, sender, number), shape)
            write_workbook(book, folder / f"{path.stem}-{number:02}.xlsx")


def grown(fixtures, folder, times):
    """One return with its actions so many times, numbered on."""
    folder.mkdir()
    path = fixtures / "returns" / "finance-2009-10-q2.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    first = next(i for i, row in enumerate(rows) if row[0] == "Action")
    number = re.compile(r"([A-Z]+-[A-Z]+-[A-Z]+-)(\d+)(.*)", re.S)
    with open(folder / path.name, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerows(rows[:first])
        for time in range(times):
            for row in rows[first:]:
                ref = number.fullmatch(row[0])
                if ref:
                    on = int(ref[2]) + 1000 * time
                    row = [f"{ref[1]}{on:03}{ref[3]}"] + row[1:]
                out.writerow(row)


def queries(pack):
    """(name, name to be kept under or None, SQL), in the order of a run."""
    for path in sorted(pack.glob("checks/*.sql")):
        yield path.stem, None, path.read_text(encoding="utf-8")
    plan = yaml.safe_load((pack / "reports/master.yaml").read_text("utf-8"))
    for name, sql in plan["shared"].items():
        yield f"shared {name}", name, sql
    for sheet in plan["sheets"]:
        for number, block in enumerate(sheet["blocks"], 1):
            sql = block.get("query", "")
            if sql and not re.search(r"\bplan_(sheet|column|code)\b", sql):
                yield f"{sheet['sheet']}, block {number}", None, sql


def steps(store, pack):
    """The steps that each query takes on a store."""
    db = sqlite3.connect(store)
    counted, taken = [0], {}

    def count():
        counted[0] += EACH

    db.set_progress_handler(count, EACH)
    for name, keep, sql in queries(pack):
        counted[0] = 0
        if keep:
            db.execute(f"CREATE TEMP TABLE {keep} AS {sql}")
        else:
            db.execute(sql).fetchall()
        taken[name] = counted[0]
    db.close()
    return taken


def filled(collate, pack, folder):
    store = folder.with_suffix(".sqlite")
    run = subprocess.run(
        [collate, "build", "-q", "--pack", pack, folder, "-o", store])
    if run.returncode not in (0, 1):
        sys.exit(f"{folder.name}: exit {run.returncode}")
    return store


def compare(few, many, pack, what):
    """How many queries take more than their share."""
    before, after = steps(few, pack), steps(many, pack)
    wrong = 0
    for name, took in after.items():
        if took > SMALL and took > ALLOWED * before[name]:
            print(f"{what}: {name}: {before[name]} steps, then {took}")
            wrong += 1
    print(f"{what}: {len(after)} queries, {sum(before.values())} steps, "
          f"then {sum(after.values())}; {wrong} out of proportion")
    return wrong


def main():
    collate, pack, fixtures, work = sys.argv[1:]
    pack, fixtures, work = map(pathlib.Path, (pack, fixtures, work))
    wrong = 0
    for what, make in ("returns", copies), ("actions", grown):
        stores = []
        for size in 4, 4 * FACTOR:
            make(fixtures, work / f"{what}{size}", size)
            stores.append(filled(collate, pack, work / f"{what}{size}"))
            shutil.rmtree(work / f"{what}{size}")
        wrong += compare(*stores, pack, what)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
