"""syscalls.py - every system call that reads or writes fails in turn.

An undisturbed run is traced once to learn how often it makes each call; then
each of those calls is made to fail by strace, with each of several errors,
once or from then on. A call that only looks or reads may fail and be done
without; the judge (scene.py) asks what stands there, not how it came about.

With --kill the process is killed at the call instead. Then every output must
be old or new, and the same command, run again, must succeed and leave nothing
of the dead run behind.

Used as: COLLATE=.../collate syscalls.py [--kill] [--points N] [--offset K]
"""
import os
import re
import sys

import scene

WRITES = ["write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate",
          "rename", "renameat", "renameat2", "link", "linkat", "unlink",
          "unlinkat", "mkdir", "rmdir", "fchmod", "close", "lseek", "fcntl", "mmap",
          "clone", "wait4", "pipe2", "flock"]
READS = ["read", "getdents64", "newfstatat", "fstat"]
OPENS = ["openat", "open"]
TO_WRITE = "O_(WRONLY|RDWR|CREAT)"
BEGIN = "rt_sigaction"
ERRORS = ["ENOSPC", "EIO", "EDQUOT", "EINTR"]
ONCE = ["EINTR"]  # no machine interrupts a call for ever


def trace(shot, calls):
    """The calls of an undisturbed run, as (call, number).

    strace counts for each process by itself, and so both a process and the one
    that forked it meet their N-th. What the loader does before the program
    begins (its first act is to catch signals) is not the program's.
    """
    folder = scene.scratch()
    scene.write_tree(folder, shot.old)
    log = os.path.join(folder, "log")
    scene.run(["strace", "-f", "-qq", "-o", log, "-e",
               "trace=" + ",".join(calls + [BEGIN]),
               *shot.argv([scene.RETURNS])], folder)
    counts, points, loaded = {}, set(), None
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            process, call, rest = re.match(r"(\d+) +(\S+?)\((.*)|",
                                           line).groups()
            if call == BEGIN and loaded is None:
                loaded = {c: n for (_, c), n in counts.items()}
            counts[process, call] = number = counts.get((process, call), 0) + 1
            if loaded is not None and number > loaded.get(call, 0) and (
                    call in calls and call not in OPENS or
                    call in OPENS and re.search(TO_WRITE, rest)):
                points.add((call, number))
    scene.shutil.rmtree(folder)
    return sorted(points)


def points_of(shot):
    """(call, number) of every call that is to fail, or where to kill."""
    return trace(shot, [call for call in WRITES + OPENS + READS if known(call)])


def known(call, cache={}):
    """strace refuses names of calls that this machine does not have."""
    if call not in cache:
        done = scene.run(["strace", "-e", "trace=" + call, "true"], "/")
        cache[call] = done is not None and done.returncode == 0
    return cache[call]


def injected(folder, shot, call, what):
    """A run with a fault; whether it came to pass, and the run."""
    scene.write_tree(folder, shot.old)
    log = folder + ".log"
    fast = [] if "KILL" in what else ["--seccomp-bpf"]  # which loses signals
    done = scene.run(
        ["strace", "-f", "-q", *fast, "-e", "trace=" + call,
         "-e", "inject=%s:%s" % (call, what), "-o", log,
         *shot.argv([scene.RETURNS])], folder)
    with open(log, encoding="utf-8", errors="replace") as file:
        text = file.read()
    os.unlink(log)
    return "INJECTED" in text or "killed by SIGKILL" in text, done


def fail_at(sweep, point):
    shot, call, number, error, onwards = point
    when = "%d%s" % (number, "+" if onwards else "")
    folder = sweep.folder()
    reached, done = injected(folder, shot, call,
                             "error=%s:when=%s" % (error, when))
    if not reached:
        return sweep.note("not reached")
    now = scene.read_tree(folder)
    left = [name for name in scene.settled(now) if name not in shot.new]
    for name in left:
        del now[name]
        now.pop(name + "-journal", None)
    code = done.returncode if done else None
    wrong = scene.judge(shot, code, now)
    if left and not wrong:
        wrong = not_taken_away(shot, folder)
    if wrong:
        return sweep.note("wrong", "%s %s %s %s: %s" % (
            shot.name, call, when, error, wrong))
    if left:
        return sweep.note("left to the next run")
    return sweep.note("exit %d" % code if code else "done")


def not_taken_away(shot, folder):
    """A fault may keep a run from removing what it made; the next run does."""
    again = scene.run(shot.argv([scene.RETURNS]), folder)
    now = scene.read_tree(folder)
    if again is None or again.returncode:
        return "leaves something that stops the next run"
    others = sorted(now.keys() - shot.new.keys())
    return "leaves for good " + ", ".join(others) if others else None


def kill_at(sweep, point):
    shot, call, number = point
    folder = sweep.folder()
    reached, _ = injected(folder, shot, call,
                          "signal=KILL:when=%d" % number)
    if not reached:
        return sweep.note("not reached")
    wrong = None
    now = scene.settled(scene.read_tree(folder))
    torn = [name for name in shot.old if not (
        name in now and (scene.same(name, now[name], shot.old[name]) or
                         scene.same(name, now[name], shot.new[name])))]
    if torn:
        wrong = "torn: " + ", ".join(torn)
    again = scene.run(shot.argv([scene.RETURNS]), folder)
    stands = scene.read_tree(folder)
    if not wrong and not scene.is_all(stands, shot.again):
        wrong = scene.judge(shot, again.returncode if again else None, stands)
    if not wrong and again.returncode:
        wrong = "the next run ends with %d: %s" % (
            again.returncode, again.stderr.decode()[:200])
    if wrong:
        return sweep.note("wrong", "%s %s %d killed: %s" % (
            shot.name, call, number, wrong))
    return sweep.note("old or new")


def never_for_good(shot, call, error):
    """Faults that are tried once only. Where no rename works any more, outputs
    that have their names cannot be put back; each is whole, though."""
    return error in ONCE or (call.startswith("rename") and
                             len(shot.outputs) > 1)


def main():
    parser = scene.arguments("Every system call fails, or kills, in turn.")
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args()
    points = []
    for shot in scene.build_scenes():
        if options.scene and shot.name not in options.scene:
            continue
        scene.prepare(shot)
        for call, number in points_of(shot):
            if options.kill:
                points.append((shot, call, number))
                continue
            points += [(shot, call, number, error, onwards)
                       for error in ERRORS
                       for onwards in (False, True)
                       if not (onwards and never_for_good(shot, call, error))]
    print("%d points in all" % len(points))
    sweep = scene.Sweep("kills" if options.kill else "syscalls", options)
    attempt = kill_at if options.kill else fail_at
    sweep.over(scene.chosen(points, options), lambda p: attempt(sweep, p))
    return sweep.end()


if __name__ == "__main__":
    sys.exit(main())
