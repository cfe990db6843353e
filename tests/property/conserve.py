#!/usr/bin/env python3
"""conserve.py COLLATE FIXTURES WORK RETURNS [SEED [SECONDS]]

Nothing is dropped in silence: makes returns, each ruined at random in its own
way (mutate.py), has them collated a hundred at a time and counts again, apart
from the program (count.py), what its ledger, sums and records say of them:

  rows      every row that holds anything lies in one run of the ledger
  figures   in = accepted + excluded + rejected + superseded in each column,
            and in = the sum of the figures that stand there in the file
  records   every figure of a record stands in the cell that it names, and
            accepted (or superseded) = the sum of these
  findings  a row that nothing explains, a rejected one and a refused file each
            have their finding
  exit      0, 1 or 3

Stops after SECONDS where given. The same SEED makes the same returns. What is
wrong is printed with the seed, and the return is kept in WORK/failed. Exit 0
where nothing is.
"""
import copy
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict

import count
import grids
import mutate

BATCH, COPIES = 100, 0.12  # returns in one run; the share sent again
QUARTER = r"Quarter \d (\d{4}/\d\d)"
# file, head rows to keep, may be CSV, and where the sender is named
SOURCES = [
    ("returns/finance-2009-10-q2.csv", 16, True, [(r"(Finance and Information Services)", "{} Services")]),
    ("more/chief-executive-2009-10-q2.xlsx", 16, True, [(r"(Chief Executive) - .*", "Chief {}")]),
    ("returns/exchequer-2007-08-q4.xlsx", 8, False, [(r"SERVICE: (.+)", "Revenues {}")]),
    ("more/computing-2006-07-q3.xlsx", 8, False, [(r"This report .+ performance for (.+)", "Computing {}")]),
    ("more/computing-plan-2008-11.xlsx", 10, False, [(r"(ICT Services)", "{} Services")]),
]
RECORDS = {"progress": ("percent_complete", 4), "measure": ("value", 6), "amount": ("value", 6),
           "control_total": ("value", 6)}


def load(fixtures):
    return [(grids.read_csv if name.endswith("csv") else grids.read_xlsx)(os.path.join(fixtures, name))
            for name, *_ in SOURCES]


class Return:
    """One made return: where it came from, what was done to it, its book."""

    def __init__(self, seed, number, bases):
        r = random.Random(f"{seed}:{number}")
        which = r.randrange(len(SOURCES))
        _, head, plain, names = SOURCES[which]
        self.seed, self.number, self.book = seed, number, copy.deepcopy(bases[which])
        who = number // BATCH * BATCH if r.random() < COPIES else number
        mutate.shorten(r, self.book, head)
        mutate.identify(self.book, [(p, n.format(f"U{who}")) for p, n in names])
        self.csv = plain and (which == 0 or r.random() < 0.3) and r.random() < 0.7
        if not self.csv and not self.book[0].name:
            self.book[0].name = "Annex 1"
        self.changes = mutate.mutate(r, self.book)

    def write(self, folder):
        self.path = f"{folder}/r{self.number:06}.{'csv' if self.csv else 'xlsx'}"
        (grids.write_csv if self.csv else grids.write_xlsx)(self.book, self.path)


class Store:
    """What the program says of a batch, by path and sheet."""

    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.sources = {}
        self.layouts = {}
        for number, file, layout, outcome in self.db.execute("SELECT _id, path, layout, outcome FROM source"):
            self.sources[os.path.basename(file)] = number
            self.layouts[number] = layout, outcome
        self.tally = self.group("SELECT _source, sheet_index, rows_in, rows_explained FROM tally")
        self.ledger = self.group("SELECT _source, sheet_index, first_row - 1, last_row - 1, disposition, rule,"
                                 " row_count FROM ledger")
        self.money = self.group("SELECT m._source, m.sheet_index, m.col, m.kind, f.name, v.in_exact,"
                                " v.accepted_exact, v.excluded_exact, v.rejected_exact, v.superseded_exact,"
                                " v.difference_exact FROM (SELECT source AS _source, * FROM t_money) m"
                                " JOIN t_field f ON f.kind = m.kind AND f.field = m.field"
                                " JOIN t_column c ON c.col = m.col JOIN money v ON v._source = m._source"
                                " AND v.sheet_index = m.sheet_index AND v.col_name = c.name AND v.kind = m.kind"
                                " AND v.field = f.name")
        self.findings = defaultdict(list)
        for source, *rest in self.db.execute("SELECT source, check_name, sheet, row, message FROM t_finding"):
            self.findings[source].append(rest)
        self.figures = defaultdict(list)
        for kind, (field, decimals) in RECORDS.items():
            values = dict(self.db.execute(f"SELECT id, f_{field} FROM r_{kind}"))
            for record, source, sheet, row, col in self.db.execute(
                    "SELECT _id, _source, sheet, row - 1, col - 1 FROM lineage WHERE field = ?", (field,)):
                if record in values:
                    self.figures[source].append((kind, field, decimals, sheet, row, col, values[record]))

    def group(self, query):
        grouped = defaultdict(list)
        for source, sheet, *rest in self.db.execute(query):
            grouped[source, sheet].append(rest)
        return grouped


def wrong_rows(store, key, sheet):
    """Every filled row in one run; no run holds another row."""
    filled = count.rows_in(sheet)
    told = store.tally.get(key, [[0, 0]])[0]
    if told != [len(filled), len(filled)]:
        yield f"{len(filled)} rows, tally {told}"
    left = Counter(filled)
    for first, last, what, rule, rows in store.ledger[key]:
        inside = [r for r in filled if first <= r <= last]
        if len(inside) != rows or not rows:
            yield f"run {first + 1}-{last + 1} ({what}, {rule}) counts {rows}, not {len(inside)}"
        left.subtract(inside)
    if any(left.values()):
        yield f"rows not in one run: {[r + 1 for r, n in left.items() if n][:9]}"


UNREAD = re.compile(r"; the (?:(\d+) rows|(row)) below it w")


def rows_told(message):
    """The header of an unknown table, and the rows below it that were not read."""
    unread = UNREAD.search(message)
    return 1 + (int(unread[1] or 1) if unread else 0)


def wrong_findings(store, key, sheet, found):
    told = {(check, row): message for check, name, row, message in found
            if name == sheet.name or not sheet.name}
    rows = {row for _, row in told}
    filled = set(count.rows_in(sheet))
    unread = 0  # rows that the header of an unknown table has told already
    for first, last, what, rule, _ in sorted(store.ledger[key]):
        for r in sorted(filled.intersection(range(first, last + 1))):
            if ("unknown_table", r) in told:
                unread += rows_told(told["unknown_table", r])
            if what == "unrecognised" and ("unrecognised_row", r) not in told:
                if rule == count.UNKNOWN and unread:
                    unread -= 1
                else:
                    yield f"row {r + 1} is unrecognised without a finding ({rule})"
            if what == "rejected" and r not in rows:
                yield f"row {r + 1} is rejected without a finding ({rule})"
    if unread:
        yield f"{unread} rows too many told as unread"


def wrong_money(store, key, sheet, layout, accepted):
    """Each figure column against the cells and against the records."""
    runs = [run[:4] for run in store.ledger[key]]
    want = {k: v for k, v in count.sums_in(sheet, runs, layout).items()}
    for col, kind, field, *sums in store.money[key]:
        read, good, out, bad, old, difference = sums
        where = f"column {grids.letters(col)}, {kind}.{field}"
        part = kind in count.PARTS.get(layout, ())
        if None in sums:
            held = accepted.get((sheet.name, col, kind, field), 0) if part else want.get((col, kind, field), 0)
            if abs(held) < count.BIGGEST // 8:
                yield f"{where}: a sum is missing {sums}"
            want.pop((col, kind, field), None)
            continue
        if read != good + out + bad + old or difference:
            yield f"{where}: in {read} is not {good} + {out} + {bad} + {old}"
        if part:
            if out:
                yield f"{where}: {out} left out of figures of a form or of texts"
        elif read != want.pop((col, kind, field), None):
            yield f"{where}: in {read}, in the cells {count.sums_in(sheet, runs, layout).get((col, kind, field))}"
        if good + old != accepted.get((sheet.name, col, kind, field), 0):
            yield f"{where}: accepted {good} + {old}, records {accepted.get((sheet.name, col, kind, field), 0)}"
    for (col, kind, field), value in want.items():
        yield f"column {grids.letters(col)}, {kind}.{field}: {value} in the cells is in no sum"


def wrong_records(figures, sheets):
    """A record's figure stands in its cell: all of it, or one of its numbers."""
    for kind, field, decimals, name, row, col, value in figures:
        rows = sheets[name].rows
        cell = rows[row].get(col) if row < len(rows) else None
        where = f"{kind}.{field} of {name} {grids.letters(col)}{row + 1}"
        if cell is None:
            yield f"{where}: {value} from an empty cell"
        elif count.figure(cell, decimals) != value and value not in count.numbers(cell, decimals):
            yield f"{where}: {value} from {cell}"


def wrong_with(made, store):
    number = store.sources.get(os.path.basename(made.path))
    if number is None:
        return ["it is no source of the store"]
    layout, outcome = store.layouts[number]
    found = store.findings[number]
    if outcome == "refused":
        return [] if found else ["refused without a finding"]
    accepted = Counter()
    sheets = {s.name: s for s in made.book}
    if made.csv:  # a text file's sheet has the name that the program gives it
        for name, in store.db.execute("SELECT name FROM t_sheet WHERE source = ?", (number,)):
            made.book[0].name = name
            sheets = {name: made.book[0]}
    for kind, field, _, name, _, col, value in store.figures[number]:
        accepted[name, col, kind, field] += value
    wrong = list(wrong_records(store.figures[number], sheets))
    for index, sheet in enumerate(made.book):
        key = number, index
        for line in (*wrong_rows(store, key, sheet), *wrong_findings(store, key, sheet, found),
                     *wrong_money(store, key, sheet, layout, accepted)):
            wrong.append(f"{sheet.name}: {line}")
    return wrong


def run(collate, pack, made, work):
    """One run of the program over the returns; {return: what is wrong}."""
    shutil.rmtree(f"{work}/batch", ignore_errors=True)
    os.makedirs(f"{work}/batch")
    for m in made:
        m.write(f"{work}/batch")
    done = subprocess.run([collate, "build", "-q", "--pack", pack, f"{work}/batch", "-o", f"{work}/batch.sqlite"],
                          capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 1, 3):
        words = f"exit {done.returncode}: {done.stderr.strip()[-300:]}"
        half = len(made) // 2
        if not half:
            return {made[0]: [words]}, Counter()
        first, second = (run(collate, pack, part, work)[0] for part in (made[:half], made[half:]))
        return {**first, **second} or {made[0]: [words + " (all together)"]}, Counter()
    if "[nothing_read]" in done.stderr:  # then nothing is written
        return {}, Counter(refused=len(made))
    store = Store(f"{work}/batch.sqlite")
    outcomes = Counter(outcome for _, outcome in store.layouts.values())
    outcomes["rows"] = sum(len(count.rows_in(s)) for m in made for s in m.book)
    outcomes["columns"] = sum(map(len, store.money.values()))
    wrong = {m: lines for m in made if (lines := wrong_with(m, store))}
    store.db.close()
    return wrong, outcomes


def keep(made, work, lines):
    os.makedirs(f"{work}/failed", exist_ok=True)
    shutil.copy(made.path, f"{work}/failed/{made.seed}-{os.path.basename(made.path)}")
    print(f"seed {made.seed}, return {made.number} ({', '.join(made.changes)}):")
    for line in lines[:5]:
        print(f"  {line}")
    sys.stdout.flush()


def main(collate, fixtures, work, returns, seed="1", seconds="0"):
    bases, totals, failed, ran = load(fixtures), Counter(), 0, 0
    pack = os.path.join(fixtures, "../../mappings/council")
    ends = time.monotonic() + float(seconds) if float(seconds) else None
    for first in range(0, int(returns), BATCH):
        if ends and time.monotonic() > ends:
            break
        made = [Return(seed, n, bases) for n in range(first, min(first + BATCH, int(returns)))]
        wrong, outcomes = run(collate, pack, made, work)
        totals += outcomes
        ran += len(made)
        for m, lines in wrong.items():
            keep(m, work, lines)
        failed += len(wrong)
    print(f"seed {seed}: {ran} returns, {totals['rows']} rows, {totals['columns']} columns of figures "
          f"({totals['read']} read, {totals['superseded']} superseded, {totals['refused']} refused): {failed} wrong")
    return 1 if failed or not totals["read"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
