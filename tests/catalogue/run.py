#!/usr/bin/env python3
"""run.py - runs the catalogue of bad input, or a part of it.

    COLLATE=build/asan/collate tests/catalogue/run.py            # all
    COLLATE=build/asan/collate tests/catalogue/run.py zip Z4 Z5  # some
    tests/catalogue/run.py -v csv     # and what the program says to each
    tests/catalogue/run.py --list     # what there is, and where we differ
    tests/catalogue/run.py --write-codes   # writes codes.tsv; read it

Each group of the catalogue is a module in groups/ with a list CASES, in the
order of the catalogue. kit.py says what a case is and how it is judged.
codes.tsv holds the stable code of each case that ends in an error.
"""
import importlib
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import kit  # noqa: E402

GROUPS = {'zip': 'Z', 'xml': 'X', 'workbook': 'W', 'csv': 'C', 'encoding': 'E',
          'values': 'V', 'pack': 'M', 'resources': 'R', 'process': 'P',
          'output': 'O', 'security': 'S', 'shared': ''}
LINES = {'Z': 20, 'X': 12, 'W': 24, 'C': 13, 'E': 8, 'V': 12, 'M': 13,
         'R': 12, 'P': 14, 'O': 19, 'S': 11}


CODES = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'codes.tsv')
TOLD = re.compile(r'\[([a-z][a-z_0-9]+)\]$', re.MULTILINE)
FOUND = re.compile(r'^error: ([a-z_0-9]+)$', re.MULTILINE)


NOT_HERE = 77   # what ctest takes for skipped


def read_codes():
    """The code that each case that is refused must give."""
    with open(CODES, encoding='utf-8') as lines:
        rows = [line.rstrip('\n').split('\t') for line in lines]
    return {(id, what): code for id, what, code in rows}


def shown(what):
    """What a case is about, on one line."""
    return ''.join(c if c.isprintable() else f'\\x{ord(c):02x}' for c in what)


def cases_of(group):
    cases = importlib.import_module('groups.' + group).CASES
    codes = read_codes() if os.path.exists(CODES) else {}
    for case in cases:
        case.what = shown(case.what)
        case.code = case.code or codes.get((case.id, case.what), '')
    return cases


def wants_code(case):
    """Those that end in an error; a signal has none, a usage its own."""
    return case.exit and 2 <= case.exit < 128 and case.id != 'shared'


def write_codes(program):
    """Writes down the codes that are told now. Read the difference."""
    with open(CODES, 'w', encoding='utf-8') as out:
        for group in GROUPS:
            for case in importlib.import_module('groups.' + group).CASES:
                if not wants_code(case) or case.plain_only:
                    continue
                _, run = kit.complaints(program, case)
                told = TOLD.findall(run.said) or FOUND.findall(run.said)
                told = told[0] if told else '-'
                out.write(f'{case.id}\t{shown(case.what)}\t{told}\n')


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
    word = 'good' if not found else 'open' if case.open else 'BAD '
    print(f"{word} {case.id}: {case.what}"
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
        for number in range(1, LINES.get(letter, 0) + 1):
            if f'{letter}{number}' not in have:
                yield f'{letter}{number}'


def list_all(groups):
    for group in groups:
        for case in cases_of(group):
            print(f'{case.id:4} {case.exit!s:4} {case.code:24} {case.what}')
            if case.why:
                print(f'         otherwise: {case.why}')
            if case.open:
                print(f'         open: {case.open}')


def main(words):
    flags = [w for w in words if w.startswith('-')]
    words = [w for w in words if not w.startswith('-')]
    groups = [w for w in words if w in GROUPS] or list(GROUPS)
    if '--list' in flags:
        return list_all(groups)
    program = kit.Program(os.environ['COLLATE'])
    if '--write-codes' in flags:
        return write_codes(program)
    bad = done = opened = 0
    slowest = 0.0
    for case in wanted(words):
        if case.plain_only and program.sanitized:
            continue
        found, run = kit.complaints(program, case)
        if wants_code(case) and not case.code and not case.plain_only:
            found.append('no code is expected of it: see codes.tsv')
        tell(case, found, run, '-v' in flags)
        done += 1
        bad += bool(found) != bool(case.open)
        opened += bool(case.open)
        slowest = max(slowest, run.seconds)
    absent = list(missing_lines(groups))
    for line in absent:
        print('BAD ', line, 'has no case')
    print(f'{done} cases, {bad} bad, {opened} open; the slowest took '
          f'{slowest:.1f} s')
    if groups == ['shared'] and not done:
        return NOT_HERE
    return 1 if bad or absent or not done else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
