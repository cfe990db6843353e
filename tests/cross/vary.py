#!/usr/bin/env python3
"""vary.py COLLATE PACK FIXTURES WORK [RETURN...]

Changes the fixture returns as departments change them (columns moved, headers
reworded, notes added, dates spelled in another way, another encoding), builds
each changed return and compares. Every change in variations.py says what it
must give: the same records, or which records are gone and which came, and
which findings tell of it. Findings are counted by name and compared with those
of the unchanged return: one too many fails as one too few does. Only the
checks of the pack may find more than was said where records changed, because
every new check may. In every run the ledger must add up (rows read = rows
explained) and so must the money (difference 0 in every column).

Prints a line for each return and for each thing that is wrong; exit 0 where
nothing is.
"""
import concurrent.futures
import copy
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter

from compare_records import plain, read
from sheets import read_csv, read_workbook, write_csv, write_workbook
from variations import REWORDED, RETURNS, variations

MEASURED = "select rows_in, rows_explained from tally"
MONEY = "select difference_exact from money"
FINDINGS = "select check_name from finding"


def rows_of(path):
    """Records of a folder as (kind, fields): fields as pairs, in order."""
    records = Counter()
    for name in sorted(os.listdir(path)):
        if not name.endswith(".csv"):
            continue
        rows, names = read(os.path.join(path, name))
        fields = [n for n in names if not n.startswith("_")]
        for row in rows:
            records[name[:-4], tuple((f, plain(row[f])) for f in fields)] += 1
    return records


def without(records, ignored):
    """The records with some fields left out."""
    result = Counter()
    for (kind, fields), count in records.items():
        result[kind, tuple(f for f in fields if f[0] not in ignored)] += count
    return result


def fits(record, kind, fields):
    own = dict(record[1])
    return record[0] == kind and all(own.get(f) == v for f, v in fields.items())


class Run:
    """One build: its exit code, records, findings and sums."""

    def __init__(self, collate, pack, files, work):
        command = [collate, "build", "-q", "--pack", pack, *files,
                   "-o", f"{work}/records/", "-o", f"{work}/store.sqlite"]
        done = subprocess.run(command, capture_output=True, text=True,
                              timeout=120)
        self.command, self.code, self.words = command, done.returncode, done.stderr
        self.records, self.findings = Counter(), Counter()
        self.open = []
        if self.code in (0, 1, 3) and os.path.exists(f"{work}/store.sqlite"):
            self.records = rows_of(f"{work}/records")
            self.ask(f"{work}/store.sqlite")
        elif self.code == 3:  # nothing was read, so nothing is written
            told = subprocess.run([collate, "check", "--format", "json", "--pack", pack, *files],
                                  capture_output=True, text=True, timeout=120)
            self.findings = Counter(f["check"] for f in json.loads(told.stdout))

    def ask(self, path):
        store = sqlite3.connect(path)
        self.findings = Counter(name for name, in store.execute(FINDINGS))
        self.open = [f"ledger: {a} rows in, {b} explained"
                     for a, b in store.execute(MEASURED) if a != b]
        self.open += [f"money: difference {d}"
                      for d, in store.execute(MONEY) if d != 0]
        if not store.execute(MEASURED).fetchall() and self.code != 3:
            self.open.append("the ledger is empty")
        store.close()


def differing(what, want, have):
    """Lines that tell how two multisets differ."""
    lines = []
    for mark, rest in (("missing", want - have), ("too many", have - want)):
        for item, count in list(rest.items())[:4]:
            if isinstance(item, tuple):
                item = item[0] + ": " + " | ".join(v for _, v in item[1])[:160]
            lines.append(f"{what} {mark}: {count} x {item}")
        if len(rest) > 4:
            lines.append(f"{what} {mark}: and {len(rest) - 4} more")
    return lines


def wrong_with(run, base, v, checks):
    """What a variation's run has that it should not have, as lines."""
    if run.code not in (0, 1, 3):
        return [f"exit {run.code}: {run.words.strip()[-400:]}"]
    wrong = list(run.open)
    want = Counter() if v.refused else Counter(base.records)
    for kind, fields in v.minus:
        gone = [r for r in want if fits(r, kind, fields)]
        if not gone:
            wrong.append(f"no {kind} {fields} to be gone")
        for record in gone:
            del want[record]
    have = without(run.records, v.ignore)
    want = without(want, v.ignore)
    for kind, fields, count in v.plus:
        came = [r for r in have - want if fits(r, kind, fields)]
        found = sum((have - want)[r] for r in came)
        if found != count:
            wrong.append(f"{count} more of {kind} {fields} expected, {found} came")
        for record in came:
            want[record] = have[record]
    wrong += differing("record", want, have)
    return wrong + differing("finding", *findings_of(run, base, v, checks))


def findings_of(run, base, v, checks):
    """Findings wanted and had, as far as they count."""
    want = Counter() if v.refused else Counter(base.findings)
    want.update(v.findings)
    have = Counter(run.findings)
    if v.minus or v.plus or v.ignore:
        for name in checks:
            if name not in v.findings:
                want[name] = have[name]  # nothing was said of it
            else:
                have[name] = min(have[name], want[name])  # at least so many
    return +want, +have


def make(book, v, folder, name):
    """Writes the changed return; the names of its files."""
    files = []
    v.change(book)
    for n in range(v.times):
        path = f"{folder}/{name}{'-again' * n}.{v.form}"
        if n:  # the same bytes: a workbook saved later has another time in it
            shutil.copyfile(files[0], path)
        elif v.csv is not None:
            write_csv(book, path, **v.csv)
        else:
            write_workbook(book, path)
        files.append(path)
    return files


def reworded_pack(pack, work):
    """The shipped pack with layouts that extend its own by other headings."""
    target = f"{work}/reworded"
    shutil.copytree(pack, target)
    for name, text in REWORDED.items():
        with open(f"{target}/returns/{name}.yaml", "w", encoding="utf-8") as file:
            file.write(text)
    return target


def load(fixtures, source, name):
    path = os.path.join(fixtures, source)
    if path.endswith(".csv"):
        return read_csv(path, name)
    return read_workbook(path)


def main(collate, pack, fixtures, work, only):
    checks = {name[:-4] for name in os.listdir(os.path.join(pack, "checks"))
              if name.endswith(".sql")}
    packs = {False: pack, True: reworded_pack(pack, work)}
    failed = ran = 0
    books = {}
    pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2)
    for name, source in RETURNS.items():
        if only and name not in only:
            continue
        base = Run(collate, pack, [os.path.join(fixtures, source)],
                   prepare(work, name, "base"))
        expected = rows_of(os.path.join(fixtures, "expected", name))
        ours = Counter({r: n for r, n in base.records.items()
                        if r[0] != "return"})
        runs = []
        for v in variations(name):
            folder = prepare(work, name, v.title)
            origin = v.source or source
            if origin not in books:
                books[origin] = load(fixtures, origin, name)
            files = make(copy.deepcopy(books[origin]), v, folder, name)
            runs.append((v, pool.submit(Run, collate, packs[v.pack], files,
                                        folder)))
        faults = [("as it stands", line) for line in
                  base.open + differing("record", expected, ours)]
        for v, run in runs:
            faults += [(v.title, line)
                       for line in wrong_with(run.result(), base, v, checks)]
        for title, line in faults:
            print(f"{name}, {title}: {line}")
        bad = len({title for title, _ in faults})
        print(f"{name}: {len(runs)} variations, {bad} wrong")
        failed += bad
        ran += len(runs)
    print(f"{ran} variations in all, {failed} wrong")
    return 1 if failed else 0


def prepare(work, name, title):
    folder = os.path.join(work, name, title.replace(" ", "-").replace("/", "-"))
    os.makedirs(folder)
    return folder


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:5], sys.argv[5:]))
