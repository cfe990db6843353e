"""scene.py - what the fault sweeps share: scenes, and the judge of a run.

A scene is one command of collate with the outputs that it writes. Before each
run its folder holds complete outputs of an earlier run (one return); a run
that is let alone replaces them by those of three returns. After a run that was
disturbed the judge looks at what stands there:

  exit 0      every output equals that of the undisturbed run
  otherwise   every output equals the old one, and no other file is there

Equal means the same bytes, or the same content for a reader that shares no
code with collate (openpyxl, csv, json, sqlite3). That the undisturbed outputs
are right is not taken on trust: check_new() compares them with the returns.
"""
import argparse
import concurrent.futures
import csv
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
COLLATE = os.environ["COLLATE"]
PACK = os.path.join(HERE, "pack")
RETURNS = os.path.join(HERE, "returns")
KINDS = ["return", "action", "amount"]
TABLES = ["Summary", "Actions", "Amounts", "Findings"]
LONGEST = 60  # seconds, after which a run counts as hanging


class Scene:
    def __init__(self, name, args, outputs, command="build"):
        self.name = name
        self.command = command
        self.args = args
        self.outputs = outputs
        self.old = self.new = None
        self.again = None  # what the same run makes of new: a store grows
        self.stdout = b""

    def argv(self, inputs):
        if self.command == "build":
            return [COLLATE, "build", "-q", "-j", "1", "--pack", PACK,
                    *self.args, *inputs]
        return [COLLATE, self.command, *self.args]


def build_scenes():
    records = ["records/%s.csv" % kind for kind in KINDS]
    tables = ["master-%s.csv" % table for table in TABLES]
    single = [
        ("xlsx", "master.xlsx", ["master.xlsx"]),
        ("csv", "master.csv", tables),
        ("json", "master.json", ["master.json"]),
        ("html", "master.html", ["master.html"]),
        ("records", "records/", records),
        ("sqlite", "copy.sqlite", ["copy.sqlite"]),
    ]
    scenes = [Scene(name, ["-o", arg], files) for name, arg, files in single]
    scenes.append(Scene("store", ["--store", "store.sqlite"], ["store.sqlite"]))
    every = [word for _, arg, _ in single for word in ("-o", arg)]
    files = [file for _, _, files in single for file in files]
    scenes.append(Scene("all", every, files))
    scenes.append(Scene("threads", every + ["-j", "2"], files))
    return scenes


def read_tree(folder):
    """Every file below a folder, by its path."""
    tree = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            with open(full, "rb") as file:
                tree[os.path.relpath(full, folder)] = file.read()
    return tree


def write_tree(folder, tree):
    """Makes the folder hold these files and no others."""
    now = read_tree(folder)
    for name in now.keys() - tree.keys():
        os.unlink(os.path.join(folder, name))
    for name, data in tree.items():
        if now.get(name) != data:
            full = os.path.join(folder, name)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(data)


def scratch():
    """A new folder, in memory where there is such a place."""
    fast = "/dev/shm"
    return tempfile.mkdtemp(
        prefix="collate-fault-", dir=fast if os.access(fast, os.W_OK) else None)


def run(argv, folder, **more):
    """A run and its exit code, negative for a signal; None where it hangs."""
    environment = dict(os.environ, LC_ALL="C", **more)
    process = subprocess.Popen(
        argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        said = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # strace would leave its own
        process.communicate()
        return None
    return subprocess.CompletedProcess(argv, process.returncode, *said)


def prepare(scene):
    """Makes what stands there before a run, and what must after it."""
    folder = scratch()
    try:
        care = os.path.join(RETURNS, "care.csv")
        for inputs in ([care], [RETURNS], [RETURNS]):
            done = run(scene.argv(inputs), folder)
            if done is None or done.returncode:
                sys.exit("%s: an undisturbed run failed: %s" % (
                    scene.name, done and done.stderr.decode()))
            scene.old, scene.new, scene.again = (
                scene.new, scene.again, read_tree(folder))
        scene.stdout = done.stdout
        if set(scene.new) != set(scene.outputs):
            sys.exit("%s: other outputs than expected: %s" % (
                scene.name, sorted(scene.new)))
        check_new(scene)
    finally:
        shutil.rmtree(folder)


# --- other readers -----------------------------------------------------------

def xlsx_content(data):
    import openpyxl  # only here: the slowest of all to load
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [(sheet.title, sorted(sheet.tables),
             [[(cell.value, cell.number_format) for cell in row]
              for row in sheet.iter_rows()],
             len(sheet._charts), sheet.freeze_panes,
             [(str(part.sqref), [rule.formula for rule in part.rules])
              for part in sheet.conditional_formatting],
             [(str(rule.sqref), rule.formula1)
              for rule in sheet.data_validations.dataValidation])
            for sheet in book]


def sqlite_content(data):
    """The store as statements; a journal beside it would have to be there."""
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        file.write(data)
        file.flush()
        base = sqlite3.connect(file.name)
        try:
            if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise ValueError("the database is damaged")
            return sorted(base.iterdump())
        finally:
            base.close()


def content(name, data):
    """What another reader finds; raises where it finds no whole file."""
    if name.endswith(".xlsx"):
        return xlsx_content(data)
    if name.endswith(".sqlite"):
        return sqlite_content(data)
    if name.endswith(".json"):
        return json.loads(data)
    if name.endswith(".csv"):
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return data


def same(name, data, wanted):
    if data == wanted:
        return True
    try:
        return content(name, data) == content(name, wanted)
    except Exception:  # whatever a reader says of a broken file
        return False


def texts(value):
    """Every text and number of a content, as one text."""
    if isinstance(value, dict):
        return " ".join(map(texts, value.values()))
    if isinstance(value, (list, tuple)):
        return " ".join(map(texts, value))
    return value.decode() if isinstance(value, bytes) else str(value)


def check_new(scene):
    """The undisturbed outputs hold the actions and amounts of all returns."""
    for name, data in scene.new.items():
        shown = texts(content(name, data))
        wanted = []
        if not name.endswith(("-Amounts.csv", "amount.csv", "return.csv",
                              "-Findings.csv", "-Summary.csv", ".html")):
            wanted += ["CA1", "HO2", "PL3", "2009-12-31"]
        if "mount" in name:
            wanted += ["Rents", "1234.5", "-17.25"]
        if name.endswith((".html", "return.csv", "-Summary.csv")):
            wanted += ["Care", "Housing", "Planning"]
        lost = [word for word in wanted if word not in shown]
        if lost:
            sys.exit("%s: %s lacks %s" % (scene.name, name, lost))


# --- the judge ---------------------------------------------------------------

def settled(now):
    """A store and its journal as SQLite finds them: rolled back. A journal that
    stays has nothing in it for SQLite, which takes it for its next one."""
    now = dict(now)
    for name in [name for name in now if name + "-journal" in now]:
        journal = name + "-journal"
        folder = scratch()
        write_tree(folder, {name: now.get(name, b""), journal: now[journal]})
        base = sqlite3.connect(os.path.join(folder, name))
        base.execute("SELECT COUNT(*) FROM sqlite_schema").fetchall()
        base.close()
        now.update(read_tree(folder))
        now.pop(journal)
        shutil.rmtree(folder)
    return now


def is_all(now, wanted):
    return now.keys() == wanted.keys() and all(
        same(name, now[name], wanted[name]) for name in wanted)


def judge(scene, code, now):
    """None, or what is wrong with what a run left."""
    if code is None:
        return "hangs"
    if code < 0 or code >= 128:
        return "crash: signal %d" % (-code if code < 0 else code - 128)
    now = settled(now)
    others = sorted(now.keys() - scene.new.keys())
    if others:
        return "exit %d leaves %s" % (code, ", ".join(others))
    if code == 0:
        return None if is_all(now, scene.new) else \
            "SILENT: exit 0 with another output"
    if code == 3:  # a return that could not be read: the others are done
        return None if all(readable(name, now[name]) for name in now) else \
            "exit 3 with a broken output"
    return None if is_all(now, scene.old) else \
        "exit %d changed %s" % (code, ", ".join(
            sorted(name for name in scene.old
                   if now.get(name) != scene.old[name])))


def readable(name, data):
    try:
        content(name, data)
        return True
    except Exception:
        return False


# --- the sweep ---------------------------------------------------------------

def arguments(describes):
    parser = argparse.ArgumentParser(description=describes)
    parser.add_argument("--points", type=int, default=0, metavar="N",
                        help="at most N points, spread over all of them")
    parser.add_argument("--seconds", type=int, default=0, metavar="S",
                        help="begin no point after S seconds")
    parser.add_argument("--offset", type=int, default=0, metavar="K",
                        help="begin at the K-th point")
    parser.add_argument("--scene", action="append", metavar="NAME",
                        help="only this scene; may be repeated")
    parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N")
    return parser


def chosen(points, options):
    """The share of the points that was asked for: always in the same disorder,
    so that any part of it is spread over all of them."""
    points = list(points)
    random.Random(1).shuffle(points)
    start = options.offset % max(len(points), 1)
    return (points[start:] + points[:start])[:options.points or None]


class Sweep:
    """Tries points in folders of its own, counts, and keeps what failed."""

    def __init__(self, name, options):
        self.name = name
        self.jobs = options.jobs
        self.end_at = time.monotonic() + (options.seconds or 1e9)
        self.counts = {}
        self.failures = []
        self.lock = threading.Lock()
        self.local = threading.local()
        self.folders = []

    def folder(self):
        if not hasattr(self.local, "folder"):
            self.local.folder = scratch()
            with self.lock:
                self.folders.append(self.local.folder)
        return self.local.folder

    def note(self, outcome, failure=None):
        with self.lock:
            self.counts[outcome] = self.counts.get(outcome, 0) + 1
            if failure:
                self.failures.append(failure)

    def over(self, points, attempt):
        def try_one(point):
            if time.monotonic() < self.end_at:
                attempt(point)

        try:
            with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
                for _ in pool.map(try_one, points):
                    pass
        finally:
            for folder in self.folders:
                shutil.rmtree(folder, ignore_errors=True)

    def end(self, least=1):
        """Tells the figures; the exit code."""
        tried = sum(self.counts.values()) - self.counts.get("not reached", 0)
        kinds = [failure.split(": ", 1)[1] for failure in self.failures]
        for word in ("SILENT", "crash", "hangs", "changed", "torn", "leaves"):
            self.counts["of these " + word] = sum(word in k for k in kinds)
        parts = ["%s %d" % pair for pair in sorted(self.counts.items())
                 if pair[1]]
        print("%s: %d points: %s" % (self.name, tried, ", ".join(parts)))
        for failure in sorted(self.failures)[:60]:
            print("  " + failure)
        if tried < least:
            print("  only %d of at least %d points were tried" % (tried, least))
        return 1 if self.failures or tried < least else 0
