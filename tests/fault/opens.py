"""opens.py - which files a run opens, from a trace of the whole run.

For writing: only temporary files beside the outputs, or the store and its
journal. For reading: the returns and folders named, the pack, the outputs and
their folder, libraries, locale and zone data, what the C library asks the
kernel. Anything else, above all a name that came out of a return, is wrong.
Nothing but files is opened, connected or started.
"""
import os
import re
import sys
import tempfile

import scene

FILES = "open,openat,openat2,creat,rename,renameat,renameat2,link,linkat," \
        "symlink,symlinkat,truncate,unlink,unlinkat,mkdir,mkdirat,rmdir,chmod," \
        "fchmodat,chown,lchown,fchownat,mknod,mknodat"
OTHERS = "execve,execveat,%network,ptrace,mount,chroot,init_module,bpf"
SYSTEM = re.compile(r"/(etc/ld\.so\.|lib/|lib64/|usr/lib/|usr/lib64/|"
                    r"usr/share/(zoneinfo|locale)/|etc/localtime$|"
                    r"proc/self/|proc/sys/vm/overcommit_memory$|sys/devices/system/cpu)|/dev/u?random$|/dev/(null|urandom)$")
TEMPORARY = re.compile(r"(\..*\.part(-journal)?|tmp\.\w+|\.collate.*|.*\.lock)$")
ROWS = 60000  # far more than SQLite keeps at hand
CALL = re.compile(r"^\d+ +(\w+)\((.*)$")
PATH = re.compile(r'(?:AT_FDCWD|\d+<[^>]*>)?,? ?"((?:[^"\\]|\\.)*)"')


def traced(argv, folder):
    """The run's exit code, and its calls with what they were given."""
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        done = scene.run(["strace", "-f", "-qq", "-s", "4096", "-o", log.name,
                          "-e", "trace=" + FILES + "," + OTHERS, *argv], folder)
        calls = [found.groups() for found in map(CALL.match, log) if found]
    return (done.returncode if done else None), calls


def below(path, folders):
    return any(path == f or path.startswith(f.rstrip("/") + "/")
               for f in folders)


def is_temporary(path, folder, shot):
    """Beside an output, under a name that says so; or the store itself."""
    if below(path, [os.path.join(folder, name) for name in shot.outputs
                    if name.startswith("store")]) or "store.sqlite-" in path:
        return True
    return below(path, [folder]) and any(
        TEMPORARY.match(part) for part in path[len(folder):].split("/"))


def wrong_with(call, rest, folder, shot):
    """What is wrong with a call; None where nothing is."""
    if call == "execve":
        return None if scene.COLLATE in rest.split(",")[0] else "starts " + rest
    if call not in FILES.split(","):
        return "calls %s(%s" % (call, rest)
    paths = [os.path.normpath(os.path.join(folder, p))
             for p in PATH.findall(rest)]
    outputs = [os.path.join(folder, name) for name in shot.outputs]
    if call in ("mkdir", "rmdir") and paths[0] == os.path.join(folder, "records"):
        return None
    if call.startswith("rename"):
        ok = is_temporary(paths[0], folder, shot) and paths[-1] in outputs
        return None if ok else "renames %s" % paths
    if call.startswith("open") and not re.search("O_(WRONLY|RDWR|CREAT|TRUNC)",
                                                 rest):
        ok = SYSTEM.match(paths[0]) or below(
            paths[0], [scene.RETURNS, scene.PACK, folder])
        return None if ok else "reads " + paths[0]
    if "/dev/null" in paths or is_temporary(paths[0], folder, shot):
        return None
    return "%s of %s" % (call, paths[0])


def many_rows(folder):
    """A return that is too long to be sorted in what SQLite has at hand."""
    name = os.path.join(folder, "care.csv")
    with open(name, "w", encoding="utf-8") as file:
        file.write("Department: Care,,,\nPeriod: 2009/10 Q2,,,\n"
                   "Ref,Action,Deadline,Status\n")
        for row in range(ROWS):
            file.write("CA%d,Open day centre number %d,,Late\n" % (row, row))
    return name


def main():
    failures, count = [], 0
    shots = [(shot, None) for shot in scene.build_scenes()]
    shots.append((scene.Scene(
        "many rows", ["-o", "master.xlsx", "--store", "store.sqlite"],
        ["master.xlsx", "store.sqlite"]), many_rows))
    for shot, made in shots:
        folder = scene.scratch()
        code, calls = traced(
            shot.argv([made(folder) if made else scene.RETURNS]), folder)
        if code != 0 or len(calls) < 10:
            failures.append("%s: exit %s, %d calls" % (shot.name, code,
                                                       len(calls)))
        for call, rest in calls:
            count += 1
            wrong = wrong_with(call, rest, folder, shot)
            if wrong:
                failures.append("%s: %s" % (shot.name, wrong))
        scene.shutil.rmtree(folder)
    print("opens: %d calls, %d of them wrong" % (count, len(failures)))
    for failure in failures[:40]:
        print("  " + failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
