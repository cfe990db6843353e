"""allocations.py - every allocation fails in turn.

A library to preload (alloc_fault.c) makes the N-th malloc, calloc or realloc
give NULL, once or from then on, whoever calls it: collate itself or a library.
It fails where collate
gets to it by a new way of calls, and from there on; the thousands that follow
by the same way are not tried.
Required: exit 70 with a message and nothing changed, or exit 0 with complete
output; never a crash, never another output, and no other exit code: whichever
library ran out of memory, it is not the disk or a return that is to blame.

Used as: COLLATE=... ALLOC_FAULT=.../liballoc_fault.so allocations.py
"""
import os
import sys

import scene

LIBRARY = os.environ["ALLOC_FAULT"]


def text_scenes():
    """Commands that write to standard output or to one file."""
    scenes = []
    for name in ("care.csv", "housing.xlsx", "planning.ods"):
        path = os.path.join(scene.RETURNS, name)
        kind = name.rsplit(".", 1)[1]
        scenes.append(scene.Scene("show-" + kind, [path], [], "show"))
        scenes.append(scene.Scene("convert-" + kind, [path, "cells.xlsx"],
                                  ["cells.xlsx"], "convert"))
        scenes.append(scene.Scene(
            "check-" + kind, ["--pack", scene.PACK, path], [], "check"))
    scenes.append(scene.Scene("lint", [scene.PACK], [], "lint"))
    return scenes


def prepare(shot):
    """What the command writes and says when it is let alone."""
    if shot.command == "build":
        return scene.prepare(shot)
    folder = scene.scratch()
    done = scene.run(shot.argv([]), folder)
    if done is None or done.returncode:
        sys.exit("%s: an undisturbed run failed" % shot.name)
    shot.new, shot.stdout = scene.read_tree(folder), done.stdout
    shot.old = {name: b"old" for name in shot.new}
    scene.shutil.rmtree(folder)


def disturbed(shot, folder, **more):
    scene.write_tree(folder, shot.old)
    return scene.run(shot.argv([scene.RETURNS]), folder, LD_PRELOAD=LIBRARY,
                     **more)


def new_ways(shot, known):
    """The numbers of the allocations by which a way begins that is not known
    from another scene."""
    folder = scene.scratch()
    log = os.path.join(folder, "count")
    disturbed(shot, folder, COLLATE_FAULT_COUNT=log)
    with open(log, encoding="ascii") as file:
        ways = {way: int(number) for number, way in map(str.split, file)}
    scene.shutil.rmtree(folder)
    fresh = sorted(number for way, number in ways.items() if way not in known)
    known.update(ways)
    return fresh


def fail_at(sweep, point):
    shot, number, onwards = point
    folder = sweep.folder()
    done = disturbed(shot, folder, COLLATE_FAULT_AT=str(number),
                     COLLATE_FAULT_ON="1" if onwards else "0")
    code = done.returncode if done else None
    wrong = scene.judge(shot, code, scene.read_tree(folder))
    if not wrong and code == 0 and done.stdout != shot.stdout:
        wrong = "SILENT: exit 0 with other words"
    if not wrong and code not in (0, 70):
        wrong = "exit %d in place of 70: %s" % (
            code, done.stderr.decode(errors="replace").strip())
    if not wrong and code and not done.stderr:
        wrong = "exit %d without a word" % code
    if wrong:
        return sweep.note("wrong", "%s allocation %d%s: %s" % (
            shot.name, number, "+" if onwards else "", wrong))
    return sweep.note("exit %d" % code if code else "done")


def main():
    options = scene.arguments("Every allocation fails in turn.").parse_args()
    points, known = [], set()
    for shot in scene.build_scenes() + text_scenes():
        if options.scene and shot.name not in options.scene:
            continue
        prepare(shot)
        points += [(shot, number, onwards)
                   for number in new_ways(shot, known)
                   for onwards in (False, True)]
    print("%d points in all" % len(points))
    sweep = scene.Sweep("allocations", options)
    sweep.over(scene.chosen(points, options), lambda p: fail_at(sweep, p))
    return sweep.end()


if __name__ == "__main__":
    sys.exit(main())
