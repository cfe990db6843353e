"""process.py - signals, locks, other runs, odd places and odd hours.

What every single write, rename and signal may do is swept in tests/fault;
here is one small case for each kind.
"""
import os
import shutil

from kit import Case
from packs import pack, table

OLD = 'the output of yesterday'
GOOD = table('1,x,5', '2,y,6')
BUILD = '"$COLLATE" build -q --pack pack '


def big(count=400_000):
    return table(*(f'{n},some text that is a little longer,5.00'
                   for n in range(count)))


def case(id, what, shell, exit=0, says=(), **more):
    files = more.pop('files', {})
    return Case(id, what, lambda: {**pack(), 'a.csv': GOOD,
                                   **(files() if callable(files) else files)},
                shell=shell, exit=exit, says=says, **more)


def holds(name, rows=2):
    """The workbook is whole and has the rows that it should."""
    def check(run):
        shown = run.program.again(run, f'show --format tsv {name}')
        found = shown.out.decode('utf-8', 'replace').count('\ts\tx\n')
        if shown.exit:
            return f'{name} cannot be read: {shown.said[:200]}'
        return None if found else f'{name} does not hold the rows'
    return check


def still(name, content=OLD):
    def check(run):
        there = (run.folder / name).read_text('utf-8', 'replace')
        return None if there == content else f'{name} is {there[:60]!r}'
    return check


# Until the program has begun to write: no time is right on every machine.
KILLED = ('for t in 0.005 0.02 0.05 0.1 0.2 0.4; do '
          'timeout -s KILL $t "$COLLATE" build -q --pack pack big.csv '
          '-o m.xlsx -o s.sqlite -o records/; done 2>/dev/null; ')
SLOW = '"$COLLATE" build -q --pack pack big.csv -o m.xlsx & pid=$!; '


def ended(signal, code):
    return case('P2', f'SIG{signal} ends a run: {code}, nothing left behind',
                f'timeout --preserve-status -s {signal} 0.4 "$COLLATE" build -q '
                '--pack pack big.csv -o m.xlsx', code,
                files=lambda: {'big.csv': big(), 'm.xlsx': OLD},
                check=still('m.xlsx'), seconds=8)


def surroundings(id, what, env='', before='', clock=''):
    """The same bytes as in an ordinary place."""
    return case(id, f'the same workbook {what}',
                f'{BUILD} a.csv -o 1.xlsx && ({before} {clock} env {env} '
                f'"$COLLATE" build -q --pack pack a.csv -o 2.xlsx) && '
                'cmp 1.xlsx 2.xlsx', writes=('1.xlsx', '2.xlsx'))


TRACE = ('strace -f -qq -e trace=fsync,fdatasync,rename,renameat,renameat2 '
         '-o trace "$COLLATE" build -q --pack pack a.csv -o m.xlsx && '
         'grep -nE "fsync|fdatasync|rename" trace | sed "s/(.*//; s/[0-9]* *//g"'
         ' >order; ')


def synced(run):
    """fsync of the file, then its name, then fsync of the folder."""
    calls = [line.split(':')[-1].strip() for line in
             (run.folder / 'order').read_text().splitlines()]
    calls = ['sync' if 'sync' in c else 'rename' for c in calls]
    if 'rename' not in calls:
        return 'no rename'
    at = calls.index('rename')
    return None if 'sync' in calls[:at] and 'sync' in calls[at:] else str(calls)


def needs(tool, cases):
    return cases if shutil.which(tool) else []


HOLD_STORE = ('python3 -c "import sqlite3,time;'
              'b=sqlite3.connect(\'s.sqlite\');b.execute(\'BEGIN IMMEDIATE\');'
              'open(\'held\',\'w\');time.sleep(30)" & pid=$!; '
              'while [ ! -e held ]; do sleep 0.02; done; ')
COUNT = ('python3 -c "import sqlite3;print(sqlite3.connect(\'s.sqlite\')'
         '.execute(\'SELECT count(*) FROM line\').fetchone()[0])" ')

CASES = [
    case('P1', 'killed at some points: the next run is whole',
         KILLED + BUILD + 'a.csv -o m.xlsx',
         files=lambda: {'big.csv': big(60_000)},
         writes=('m.xlsx', 's.sqlite', 'records/', '.*'), seconds=15,
         check=holds('m.xlsx')),
    case('P1', 'killed while it writes: the old output, or the new',
         'cp old.xlsx m.xlsx; ' + KILLED.replace('-o s.sqlite -o records/', '')
         + 'cmp -s m.xlsx old.xlsx || "$COLLATE" show m.xlsx',
         files=lambda: {'big.csv': big(60_000), 'old.xlsx': OLD},
         writes=('m.xlsx', '.*'), seconds=15),
    ended('TERM', 143), ended('INT', 130), ended('HUP', 129),
    case('P3', 'a second run for the same output',
         SLOW + 'sleep 0.3; ' + BUILD + 'a.csv -o m.xlsx; code=$?; '
         'kill $pid; wait $pid 2>/dev/null; exit $code', 7,
         ('m.xlsx', '[locked]'), files=lambda: {'big.csv': big(),
                                                'm.xlsx': OLD},
         check=still('m.xlsx'), seconds=8),
    case('P3', 'eight runs for the same output: it is whole',
         'for n in {1..8}; do ' + BUILD + 'a.csv -o m.xlsx 2>/dev/null & '
         'done; wait; true', writes=('m.xlsx',), check=holds('m.xlsx')),
    case('P4', 'the store is held by somebody else',
         BUILD + 'a.csv --store s.sqlite || exit 1; ' + HOLD_STORE + BUILD +
         'a.csv --store s.sqlite; code=$?; kill $pid; exit $code', 7,
         ('s.sqlite', '[locked]'), writes=('s.sqlite', 'held'), seconds=20),
    case('P4', 'eight runs for the same store: each return once',
         'for n in {1..8}; do sed "s/x/x$n/" a.csv >$n.csv; done; '
         'for n in {1..8}; do ' + BUILD + '$n.csv --store s.sqlite '
         '2>/dev/null & done; wait; ' + BUILD + '*.csv --store s.sqlite; ' +
         COUNT, says=('18',), writes=('s.sqlite', *(f'{n}.csv' for n in
                                                    range(1, 9))),
         seconds=20),
    case('P5', 'a lock of a run that was killed holds nobody',
         'timeout -s KILL 0.3 "$COLLATE" build -q --pack pack big.csv '
         '-o m.xlsx --store s.sqlite 2>/dev/null; ' + BUILD +
         'a.csv -o m.xlsx --store s.sqlite', files=lambda: {
             'big.csv': big(100_000)}, writes=('m.xlsx', 's.sqlite', '.*'),
         check=holds('m.xlsx'), seconds=15),
    case('P6', 'a return grows while it is read',
         '(while [ ! -e stop ]; do echo "9,z,1" >>big.csv; '
         'sleep 0.01; done) & '
         + BUILD.replace('-q ', '') + 'big.csv -o records/; code=$?; '
         'touch stop; wait; '
         'exit $code', 3, ('big.csv', 'changed'),
         files=lambda: {'big.csv': big()}, writes=('big.csv', 'stop',
                                                   'records/'), seconds=15),
    case('P7', 'a file that cannot be read to its end',
         '"$COLLATE" show /proc/self/mem', 3, ('/proc/self/mem',)),
    case('P7', 'a return that is gone when its turn comes',
         'rm b.csv; "$COLLATE" build -q --pack pack a.csv b.csv -o records/', 3,
         files={'b.csv': GOOD}, writes=('b.csv', 'records/'),
         check=lambda run: None if '2,y,6' in (
             run.folder / 'records/line.csv').read_text() else
         'the other return was not read'),
    case('P8', 'the folder of the output is not there',
         BUILD + 'a.csv -o none/m.xlsx', 6, ('none/m.xlsx',)),
    case('P8', 'the folder of the output takes no files',
         BUILD + 'a.csv -o /proc/m.xlsx', 6, ('/proc/m.xlsx',)),
    case('P8', 'the output is a folder', BUILD + 'a.csv -o m.xlsx', 6,
         ('m.xlsx',), prepare=lambda top: (top / 'm.xlsx').mkdir(), writes=('m.xlsx/',)),
    case('P8', 'the output is a pipe', BUILD + 'a.csv -o m.xlsx', 6,
         ('m.xlsx',), prepare=lambda top: os.mkfifo(top / 'm.xlsx')),
    case('P8', 'the output is a device', BUILD + 'a.csv -o /dev/null.xlsx', 6,
         ('/dev/null.xlsx',), check=lambda run: None) if os.geteuid() else
    case('P8', 'the output lies in a file', BUILD + 'a.csv -o a.csv/m.xlsx', 6,
         ('a.csv/m.xlsx',)),
    case('P8', 'the output is a link: what it leads to stays as it is',
         BUILD + 'a.csv -o m.xlsx', 6, ('m.xlsx', '[output_link]'),
         files={'precious': OLD}, check=still('precious'),
         prepare=lambda top: os.symlink('precious', top / 'm.xlsx')),
    case('P8', 'the output has a second name: that stays as it is',
         BUILD + 'a.csv -o m.xlsx', 6, ('m.xlsx', '[output_link]'),
         files={'precious': OLD}, check=still('precious'),
         prepare=lambda top: os.link(top / 'precious', top / 'm.xlsx')),
    surroundings('P9', 'where the day is another one',
                 'TZ=Pacific/Apia'),
    surroundings('P9', 'on a daylight saving night', 'TZ=Europe/London'),
    surroundings('P9', 'where the time zone is nonsense',
                 'TZ=:/etc/passwd'),
    case('P9', 'after 2038', 'SOURCE_DATE_EPOCH=4102444800 ' + BUILD +
         'a.csv -o m.xlsx', writes=('m.xlsx',), check=holds('m.xlsx')),
    case('P9', 'before 1970 and beyond all years: as if not said',
         'SOURCE_DATE_EPOCH=-99999999999999999999 ' + BUILD + 'a.csv -o '
         'm.xlsx', writes=('m.xlsx',), check=holds('m.xlsx')),
    *(surroundings('P10', f'in the locale {name}',
                   f'LC_ALL={name} LANG={name} LC_NUMERIC={name}')
      for name in ('de_DE.UTF-8', 'tr_TR.UTF-8', 'C', 'C.UTF-8', 'nonsense')),
    *(surroundings('P11', f'with the umask {mask}', before=f'umask {mask};')
      for mask in ('077', '000', '022')),
    surroundings('P11', 'in an empty environment',
                 '-i SOURCE_DATE_EPOCH=1262304000 ASAN_OPTIONS='
                 'quarantine_size_mb=1'),
    case('P11', 'the umask holds for outputs', 'umask 077; ' + BUILD +
         'a.csv -o m.xlsx -o records/ -o s.sqlite && stat -c %a m.xlsx '
         'records/line.csv s.sqlite', says=('600\n600\n600',),
         writes=('m.xlsx', 'records/', 's.sqlite')),
    *needs('strace', [
        case('P12', 'the file is on the disk before it has its name, and the '
             'name before the end', TRACE + 'true',
             writes=('m.xlsx', 'trace', 'order'), check=synced,
             env={'ASAN_OPTIONS': 'detect_leaks=0'}, seconds=20)]),
    case('P12', 'what is left when the power fails is the old or the new',
         'mkdir out; ' + BUILD + 'a.csv -o out/m.xlsx; ls -A out',
         says=('m.xlsx\n',), writes=('out/',)),
    case('P13', 'the same returns again into the same store: once each',
         'timeout -s KILL 0.2 "$COLLATE" build -q --pack pack big.csv --store '
         's.sqlite 2>/dev/null; for n in 1 2 3; do ' + BUILD +
         'big.csv --store s.sqlite || exit; done; ' + COUNT,
         says=('20000\n',), files=lambda: {'big.csv': big(20_000)},
         writes=('s.sqlite', '.*'), seconds=20),
    case('P14', 'what a dead run left is no return',
         'mkdir in; cp a.csv in; timeout -s KILL 0.3 "$COLLATE" build -q '
         '--pack pack big.csv -o in/m.csv 2>/dev/null; '
         'cp a.csv in/.m.xlsx.frame.aaaaaa.part; cp a.csv in/.a.csv; '
         'cp a.csv in/~\\$a.csv; "$COLLATE" build --pack pack in -o records/',
         says=('1 return read, 0 refused; 2 records',),
         files=lambda: {'big.csv': big(100_000)},
         writes=('in/', 'records/'), seconds=15),
]
