#!/usr/bin/env python3
"""run.py - runs the catalogue of bad input, or a part of it.

    COLLATE=build/asan/collate tests/catalogue/run.py            # all
    COLLATE=build/asan/collate tests/catalogue/run.py zip Z4 Z5  # some
    tests/catalogue/run.py -v csv     # and what the program says to each
    tests/catalogue/run.py --list     # what there is, and where we differ

Each group of the catalogue is a module in groups/ with a list CASES, in the
order of the catalogue. kit.py says what a case is and how it is judged.
"""
import importlib
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import kit  # noqa: E402

GROUPS = {'zip': 'Z', 'xml': 'X', 'workbook': 'W', 'csv': 'C', 'encoding': 'E',
          'values': 'V', 'pack': 'M', 'resources': 'R', 'process': 'P',
          'output': 'O', 'security': 'S'}
LINES = {'Z': 20, 'X': 12, 'W': 24, 'C': 13, 'E': 8, 'V': 12, 'M': 13,
         'R': 12, 'P': 14, 'O': 19, 'S': 11}


def cases_of(group):
    return importlib.import_module('groups.' + group).CASES


def wanted(words):
    """The cases that groups and ids in words name; all for none."""
    groups = [w for w in words if w in GROUPS]
    ids = [w for w in words if w not in GROUPS]
    for group in groups or GROUPS:
        for case in cases_of(group):
            if not ids or case.id in ids:
                yield case


def tell(case, found, run, verbose):
    if not found and not verbose:
        return
    print(f"{'BAD ' if found else 'good'} {case.id}: {case.what}"
          f" ({run.seconds:.2f} s, {run.peak // kit.MIB} MiB, exit {run.exit})")
    for complaint in found:
        print('     -', complaint)
    said = run.said.strip().splitlines()
    for line in said[:12]:
        print('     |', line[:600])


def missing_lines(groups):
    """Every line of the catalogue has a case."""
    for group in groups:
        have = {case.id for case in cases_of(group)}
        letter = GROUPS[group]
        for number in range(1, LINES[letter] + 1):
            if f'{letter}{number}' not in have:
                yield f'{letter}{number}'


def list_all(groups):
    for group in groups:
        for case in cases_of(group):
            print(f'{case.id:4} {case.exit:3} {case.code:24} {case.what}')
            if case.why:
                print(f'         otherwise: {case.why}')


def main(words):
    flags = [w for w in words if w.startswith('-')]
    words = [w for w in words if not w.startswith('-')]
    groups = [w for w in words if w in GROUPS] or list(GROUPS)
    if '--list' in flags:
        return list_all(groups)
    program = kit.Program(os.environ['COLLATE'])
    bad = done = 0
    slowest = 0.0
    for case in wanted(words):
        found, run = kit.complaints(program, case)
        tell(case, found, run, '-v' in flags)
        done += 1
        bad += bool(found)
        slowest = max(slowest, run.seconds)
    absent = list(missing_lines(groups))
    for line in absent:
        print('BAD ', line, 'has no case')
    print(f'{done} cases, {bad} bad; the slowest took {slowest:.1f} s')
    return 1 if bad or absent or not done else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
