"""same_bytes.py - the same returns give the same bytes, wherever they are read.

Every kind of output is written in twelve environments: locales, time zones,
umasks, numbers of threads, working folders, orders in which the returns were
put into their folder or named. All files must equal, byte for byte, those of
the first; their permissions must be those that the umask asks for.

SOURCE_DATE_EPOCH is the one thing of the environment that may show: it is the
day on which a workbook says it was made, 2000-01-01 without it.

Locales that this machine lacks are made with localedef where that is there;
where not, LC_ALL names them all the same.
"""
import os
import re
import shutil
import subprocess
import sys
import zipfile

import scene

# locale, time zone, umask, threads, turned (working folder and order)
ENVIRONMENTS = [
    ("C", "UTC", 0o022, 1, False),
    ("C.UTF-8", "Europe/London", 0o022, 2, True),
    ("de_DE.UTF-8", "Europe/London", 0o022, 8, False),
    ("tr_TR.UTF-8", "UTC", 0o077, 1, True),
    ("de_DE.UTF-8", "Pacific/Apia", 0o000, 2, True),
    ("tr_TR.UTF-8", "Pacific/Apia", 0o022, 8, False),
    ("C", "Pacific/Apia", 0o077, 8, True),
    ("C.UTF-8", "Pacific/Apia", 0o000, 1, False),
    ("de_DE.UTF-8", "UTC", 0o077, 8, True),
    ("tr_TR.UTF-8", "Europe/London", 0o000, 2, False),
    ("C", "Europe/London", 0o000, 2, True),
    ("de_DE.UTF-8", "Pacific/Apia", 0o077, 1, False),
]


def make_locales(folder):
    """Where the locales are; empty where they cannot be made."""
    for name in sorted({row[0] for row in ENVIRONMENTS}):
        if "_" in name and shutil.which("localedef"):
            subprocess.run(["localedef", "-i", name.split(".")[0], "-f",
                            "UTF-8", os.path.join(folder, name)],
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
    return sorted(os.listdir(folder))


def takes_threads():
    """Whether build has the option -j."""
    told = subprocess.run([scene.COLLATE, "build", "--help"], check=True,
                          stdout=subprocess.PIPE).stdout.decode()
    return re.search(r"^ *-j\b", told, re.MULTILINE) is not None


def fill(folder, names, turned):
    """The returns in a new folder of the same name, put there in an order."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name in sorted(names, reverse=turned):
        shutil.copy(os.path.join(scene.RETURNS, name), folder)


def write_in(base, row, threads, named, epoch=None):
    """All outputs in one environment, and the permissions of their files."""
    locale, zone, mask, jobs, turned = row
    inputs, out = os.path.join(base, "returns"), os.path.join(base, "out")
    names = os.listdir(scene.RETURNS)
    fill(inputs, names, turned)
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    arguments = [os.path.join(inputs, n) for n in sorted(names, reverse=turned)]
    argv = [scene.COLLATE, "build", "-q", "--pack", scene.PACK]
    for name in ("master.xlsx", "master.csv", "master.json", "master.html",
                 "records/", "copy.sqlite"):
        argv += ["-o", os.path.join(out, name)]
    argv += ["--store", os.path.join(out, "store.sqlite")]
    argv += ["-j", str(jobs)] if threads else []
    environment = {"LC_ALL": locale, "LANG": locale, "TZ": zone,
                   "PATH": os.environ["PATH"],
                   "LOCPATH": os.path.join(base, "locales")}
    if locale.startswith("C"):
        del environment["LOCPATH"]
    if epoch:
        environment["SOURCE_DATE_EPOCH"] = epoch
    done = subprocess.run(
        argv + (arguments if named else [inputs]), env=environment,
        cwd="/" if turned else base, stderr=subprocess.PIPE, check=False,
        preexec_fn=lambda: os.umask(mask))
    if done.returncode:
        sys.exit("%s: exit %d: %s" % (row, done.returncode,
                                      done.stderr.decode()))
    modes = {name: os.stat(os.path.join(out, name)).st_mode & 0o777
             for name in scene.read_tree(out)}
    return scene.read_tree(out), modes


def differences(first, now, modes, mask):
    wrong = [name + " has other bytes" for name in sorted(first)
             if now.get(name) != first[name]]
    wrong += [name + " is another file" for name in sorted(now)
              if name not in first]
    wrong += ["%s has permissions %o" % (name, mode)
              for name, mode in sorted(modes.items())
              # SQLite makes its files for their owner and readers
              if mode != 0o666 & ~mask and not name.startswith("store")]
    return wrong


def made_on(data, folder):
    """The day on which a workbook says it was made."""
    path = os.path.join(folder, "book.xlsx")
    with open(path, "wb") as file:
        file.write(data)
    core = zipfile.ZipFile(path).read("docProps/core.xml").decode()
    return re.search(r"<dcterms:created[^>]*>([^<]*)", core).group(1)


def main():
    base = scene.scratch()
    failures = []
    try:
        os.makedirs(os.path.join(base, "locales"))
        have, threads = make_locales(os.path.join(base, "locales")), \
            takes_threads()
        first, _ = write_in(base, ENVIRONMENTS[0], threads, False)
        for row in ENVIRONMENTS:
            for named in (False, True):
                now, modes = write_in(base, row, threads, named)
                failures += ["%s: %s" % (row, what) for what in
                             differences(first, now, modes, row[2])]
        dated, _ = write_in(base, ENVIRONMENTS[4], threads, False, "86400")
        days = made_on(first["master.xlsx"], base), \
            made_on(dated["master.xlsx"], base)
        if days != ("2000-01-01T00:00:00Z", "1970-01-02T00:00:00Z"):
            failures.append("workbooks say they were made on %s, %s" % days)
        failures += [name + " changes with SOURCE_DATE_EPOCH"
                     for name in sorted(first) if name != "master.xlsx" and
                     dated[name] != first[name]]
    finally:
        shutil.rmtree(base)
    print("same bytes: %d files in %d environments twice, locales made: %s%s" %
          (len(first), len(ENVIRONMENTS), ", ".join(have) or "none",
           "" if threads else ", no -j"))
    for failure in failures:
        print("  " + failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
