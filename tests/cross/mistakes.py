"""mistakes.py COLLATE PACK WORK - one mistake at a time in a small pack.

Every node of every YAML file of the pack is replaced by something of another
shape, emptied, taken out or given a key that nobody knows; `collate lint` must
then either find the pack good or name each mistake by file, line and column of
that pack, and nothing else may happen. A key that nobody knows is a mistake in
every place but those where names are free. A pack that lint finds good must
also be fit for use: `collate check` on the returns of the pack ends with one
of its ordinary exit codes.
"""
import concurrent.futures
import copy
import os
import re
import shutil
import subprocess
import sys

import yaml

COLLATE, PACK, WORK = sys.argv[1:]
FILES = ["model.yaml", "returns/base.yaml", "returns/mini.yaml",
         "reports/master.yaml"]
# Keys below which names are the user's own.
FREE = {"kinds", "fields", "columns", "set", "remember", "links", "cells",
        "shared", "lists", "notes", "series", "return"}
SHARE = 1 if os.environ.get("MISTAKES_FULL") else 5
PLACE = re.compile(r"^(\S+):(\d+):(\d+): .+$")


def nodes(node, path=()):
    yield path, node
    children = (node.items() if isinstance(node, dict) else
                enumerate(node) if isinstance(node, list) else ())
    for key, child in children:
        yield from nodes(child, path + (key,))


def changes(path, node):
    """(name, how to change the parent's child) pairs."""
    if isinstance(node, str):
        yield "list", lambda: [node]
        yield "two", lambda: [node, node]
        yield "map", lambda: {"extra": node}
        yield "empty", lambda: ""
        yield "nonsense", lambda: "no such ((thing"
        yield "number", lambda: "7"
        yield "brace", lambda: "{odd"
    else:
        yield "word", lambda: "word"
        yield "none", lambda: type(node)()
        yield "other", lambda: ["word"] if isinstance(node, dict) else {
            "extra": "word"}
    if isinstance(node, dict):
        yield "unknown", lambda: {**node, "extra": "word"}
        yield "unknown list", lambda: {**node, "extra": ["word"]}
    if isinstance(node, list) and node:
        yield "twice", lambda: node + [copy.deepcopy(node[-1])]
        yield "more", lambda: node + [["x"]]
        yield "first", lambda: copy.deepcopy(node[0])
    if path:
        yield "gone", None


def changed(root, path, make):
    root = copy.deepcopy(root)
    if not path:
        return make()
    parent = root
    for key in path[:-1]:
        parent = parent[key]
    if make:
        parent[path[-1]] = copy.deepcopy(make())
    else:
        del parent[path[-1]]
    return root


def run(*arguments):
    return subprocess.run([COLLATE, *arguments], capture_output=True,
                          text=True, timeout=60, errors="replace")


def lint(folder, name, path, what):
    """What is wrong with how the program takes the mistake, or None."""
    got = run("lint", folder)
    lines = (got.stdout + got.stderr).splitlines()
    if got.returncode == 0:
        free = not path or any(part in FREE for part in path[-1:])
        if what.startswith("unknown") and not free:
            return "an unknown key is taken for good"
        checked = run("check", "-q", "--pack", folder, os.path.join(PACK, "in"))
        if checked.returncode not in (0, 1, 3, 5):
            return f"lint says good, check ends with {checked.returncode}: " \
                   f"{checked.stderr[:300]}"
        return None
    if got.returncode != 4:
        return f"exit {got.returncode}: {lines[-3:]}"
    told = 0
    for line in lines[:-1]:
        place = PLACE.match(line)
        if not place or not place[1].startswith(folder + "/"):
            return f"a mistake without a place: {line}"
        told += place[1].endswith(name)
    if not re.match(rf"^{len(lines) - 1} mistakes?$", lines[-1]):
        return f"{len(lines) - 1} lines, but {lines[-1]}"
    # what another file builds on is told there
    if not told and name not in ("model.yaml", "returns/base.yaml"):
        return f"told about other files only: {lines}"
    return None


def try_one(job):
    number, name, root, path, what, make = job
    folder = os.path.join(WORK, str(number))
    shutil.copytree(PACK, folder)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        yaml.safe_dump(changed(root, path, make), file, allow_unicode=True,
                       sort_keys=False, width=1000)
    wrong = lint(folder, name, path, what)
    shutil.rmtree(folder)
    return wrong and f"{name} {'/'.join(map(str, path))} {what}: {wrong}"


def main():
    jobs = []
    for name in FILES:
        with open(os.path.join(PACK, name), encoding="utf-8") as file:
            root = yaml.load(file, yaml.BaseLoader)
        for path, node in nodes(root):
            for what, make in changes(path, node):
                jobs.append((len(jobs), name, root, path, what, make))
    jobs = jobs[::SHARE]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [line for line in pool.map(try_one, jobs) if line]
    print("\n".join(wrong))
    print(f"{len(jobs)} mistakes tried, {len(wrong)} taken wrongly")
    return 1 if wrong or len(jobs) < 400 else 0


sys.exit(main())
