"""resources.py - too little memory, disk, files or time.

Faults injected one by one at every call are in tests/fault; here is one small
case for each kind, and growth that must be in proportion.
"""
from books import book, c, row, sheet, strings, styles, workbook
from kit import Case
from packs import BUILD, CHECK, LAYOUT, pack, table

OLD = 'the output of yesterday'


def case(id, what, shell, exit=0, says=(), **more):
    files = more.pop('files', {})
    return Case(id, what, lambda: {**pack(), 'a.csv': table('1,x,5', '2,y,6'),
                                   **(files() if callable(files) else files)},
                shell=shell, exit=exit, says=says, **more)


def grows(what, make, command='show --format tsv', name='a.xlsx', table='',
          record=''):
    """Sixteen times as much takes sixteen times as long: what is added to the
    time of one is then five times what is added by four, and seventeen times
    where time grows with the square. table, record: more of the layout."""
    layout = LAYOUT.replace('    totals:', table + '    totals:')
    layout = layout.replace('        columns:', record + '        columns:')

    def files():
        return {**pack(layout=layout),
                **{f'{n}-{name}': make(n * GROWTH) for n in (1, 4, 16)}}

    def check(run):
        took = [run.program.cpu(run, f'{command} {n}-{name}')
                for n in (1, 4, 16)]
        added = max(took[2] - took[0], 0.01)
        step = max(took[1] - took[0], 0.05)
        return (f'{took} seconds for 1, 4, 16' if added > 10 * step
                else None)
    return Case('R2', what, files, f'{command} 1-{name}', check=check,
                seconds=20, never=('[bug]',))


GROWTH = 2000


def rows(n):
    return book(''.join(row(k, c(f'A{k}', k), c(f'B{k}', 'x', t='str'))
                        for k in range(1, n + 1)))


def texts(n):
    return book(row(1, c('A1', '0', t='s')),
                strings=strings(*(f'text {k}' for k in range(n))))


def formats(n):
    return book(row(1, c('A1', 1, s=n - 1)), styles=styles(
        ''.join(f'<numFmt numFmtId="{k}" formatCode="0"/>'
                for k in range(200, 200 + n)),
        [str(k) for k in range(200, 200 + n)]))


def sheets(n):
    n //= 40
    return book(row(1, c('A1', 1)), book=workbook(''.join(
        f'<sheet name="Sheet {k}" sheetId="{k}" r:id="rId1"/>'
        for k in range(1, n + 1))))


def many_returns(count):
    return lambda: {**pack(), **{
        f'in/{n:05d}.csv': f'Department: D{n}\r\nPeriod: 2009/10 Q2\r\n' +
        table(f'{n},x,1.00') for n in range(count)}}


def many_sheets():
    return {'a.xlsx': book(row(1, c('A1', 1)), book=workbook(''.join(
        f'<sheet name="Sheet {k}" sheetId="{k}" r:id="rId1"/>'
        for k in range(1, 1001))))}


def total_in_store(count, pence):
    def check(run):
        import sqlite3
        base = sqlite3.connect(f'file:{run.folder}/s.sqlite?mode=ro', uri=True)
        found = base.execute('SELECT count(*), sum(amount_exact) FROM line')
        found = found.fetchone()
        base.close()
        return None if found == (count, pence) else f'store: {found}'
    return check


def still(name, content):
    def check(run):
        there = (run.folder / name).read_text('utf-8', 'replace')
        return None if there == content else f'{name} is now {there[:60]!r}'
    return check


KEPT = {'m.xlsx': OLD}

CASES = [
    Case('R1', 'a workbook of 200,000 rows', lambda: {'a.xlsx': rows(200000)},
         'convert a.xlsx b.csv', wrote={'b.csv': ['200000,x']},
         peak=64 << 20),
    Case('R1', 'a text file of 500,000 rows',
         lambda: {'a.csv': 'a,b\n' + '1,2\n' * 500000},
         'convert a.csv b.tsv', wrote={'b.tsv': ['1\t2']}, peak=64 << 20),
    grows('rows of a workbook', rows),
    grows('distinct texts', texts),
    grows('cell formats', formats),
    grows('sheets', sheets),
    grows('rows of text', lambda n: 'a,b\n' + '1,2\n' * (10 * n), name='a.csv'),
    grows('quotes', lambda n: '"' + '""' * (40 * n) + '"\n', name='a.csv'),
    grows('a line of many fields', lambda n: ',x' * n, name='a.csv',
          command='show --limit columns=100000 --format tsv'),
    grows('records', lambda n: table(*(f'{k},x,5' for k in range(n))),
          CHECK, 'a.csv'),
    grows('rows that are skipped', lambda n: table('1,x') + 'x,,,,,,\n' +
          'Note: y\n' + ',,,\n' * n, CHECK, 'a.csv'),
    grows('rows that continue one', lambda n: table('1,x') + ',more\n' * n,
          CHECK, 'a.csv', table='    continues: { when_blank: [Ref] }\n'),
    grows('lines that continue one',
          lambda n: table('1,"x' + '\n(more)' * n + '"'), CHECK, 'a.csv',
          table="    split: [{ column: Title, joins: '\\(.*' }]\n"),
    grows('lines without a pair',
          lambda n: table('"1\n2","x' + '\nmore' * n + '"'), CHECK, 'a.csv',
          table='    split: [Ref, Title]\n'),
    grows('cells that no rule explains', lambda n: 'x' + ',x' * n + '\n' +
          table('1,x'), CHECK + '--limit columns=100000', 'a.csv'),
    grows('columns that the layout does not know', lambda n: table(
        *(f'{k},x' + ',5' * (n // 4) for k in range(100)),
        header='Ref,Title,' + ','.join(f'C{k}' for k in range(n // 4))),
          CHECK, 'a.csv'),
    grows('references', lambda n: table(*(f'R{k},R{n - k}' for k in range(n))),
          CHECK, 'a.csv', record='        links: { Title: line }\n'),
    grows('findings', lambda n: table(*(f'{k},x,5.555' for k in range(n))),
          CHECK, 'a.csv'),
    case('R3', 'no room: the old output stays as it is',
         'ulimit -f 2; "$COLLATE" build -q --pack pack a.csv -o m.xlsx', 6,
         ('m.xlsx', '[output_write]'), files=KEPT, check=still('m.xlsx', OLD)),
    case('R3', 'no room for the store',
         'ulimit -f 8; "$COLLATE" build -q --pack pack a.csv -o s.sqlite', 6,
         ('s.sqlite',)),
    case('R4', 'a limit on the size of files is no signal',
         'ulimit -f 1; "$COLLATE" convert a.csv b.xlsx', 6, ('b.xlsx',)),
    case('R4', 'the same for what is shown',
         'for n in {1..9}; do cat a.csv a.csv >b.csv; mv b.csv a.csv; done; '
         'ulimit -f 4; "$COLLATE" show --format tsv a.csv >out.tsv', 6,
         ('standard output',), writes=('a.csv', 'out.tsv')),
    case('R5', 'sixteen open files',
         'ulimit -n 16; "$COLLATE" build -q --pack pack a.csv -o m.xlsx '
         '-o records/ -o s.sqlite', writes=('m.xlsx', 'records/', 's.sqlite')),
    case('R5', 'five open files: refused, nothing half written',
         'ulimit -n 5; "$COLLATE" build -q --pack pack a.csv -o m.xlsx '
         '-o records/ -o s.sqlite; code=$?; [ $code -ge 3 ] && '
         '[ $code -le 70 ] && exit 0; exit 1', files=KEPT,
         check=still('m.xlsx', OLD)),
    case('R6', 'too little memory for anything',
         'ulimit -v 9000; "$COLLATE" check --pack pack a.csv; code=$?; '
         '[ $code = 70 ] || [ $code = 127 ] && exit 70; exit $code', 70,
         plain_only=True),
    case('R6', 'too little memory for this file',
         'ulimit -v 30000; "$COLLATE" build -q --pack pack big.csv -o m.xlsx',
         70, ('[memory]',), files=lambda: {**KEPT, 'big.csv': table(
             *(f'{n},{"x" * 200},5' for n in range(60000)))},
         check=still('m.xlsx', OLD), plain_only=True),
    case('R7', 'memory ends at one place after another',
         'for n in {10..70..3}; do (ulimit -v ${n}000; "$COLLATE" build -q '
         '--pack pack a.csv -o m.xlsx 2>/dev/null); code=$?; case $code in '
         '0 | 70 | 127) ;; *) echo "at $n MB: $code"; exit 1 ;; esac; done',
         writes=('m.xlsx',), plain_only=True,
         check=lambda run: None if run.program.again(
             run, 'show m.xlsx').exit == 0 else 'the workbook is broken'),
    *(case('R8', f'the folder for temporary files {what}',
           f'TMPDIR={folder} "$COLLATE" build -q --pack pack a.csv -o m.xlsx',
           writes=('m.xlsx',))
      for what, folder in (('is not there', '/nonexistent'),
                           ('cannot be written', '/proc'),
                           ('is a file', '$PWD/a.csv'), ('has no name', ''))),
    Case('R9', '2,000 returns in one run', many_returns(2000),
         'build -q --pack pack in -o s.sqlite', wrote={'s.sqlite': []},
         check=total_in_store(2000, 200000), seconds=20),
    Case('R9', '1,000 sheets', many_sheets, 'show a.xlsx',
         says=("'Sheet 1000'",)),
    case('R10', 'standard streams are closed',
         '"$COLLATE" build -q --pack pack a.csv -o s.sqlite -o m.xlsx '
         '<&- >&- 2>&-', writes=('s.sqlite', 'm.xlsx'), check=
         total_in_store(2, 1100)),
    case('R10', 'standard output is closed and wanted',
         '"$COLLATE" show a.csv >&-', 6),
    case('R10', 'standard error is closed: nothing of it in an output',
         '"$COLLATE" build -v --pack pack a.csv nothing.csv -o records/ 2>&-',
         3, writes=('records/',), check=lambda run: 'messages in an output'
         if b'nothing.csv:' in b''.join(p.read_bytes() for p in
                                        (run.folder / 'records').iterdir())
         else None),
    *(case('R11', f'the disk is full: {command.split()[0]}',
           f'"$COLLATE" {command} >/dev/full', 6, ('[output_',))
      for command in ('show a.csv', 'show --format tsv a.csv',
                      'check --pack pack --format csv a.csv',
                      'check --pack pack --format json a.csv', 'lint pack',
                      'explain', 'schema layout', '--help', '--version')),
    case('R12', 'the reader of what is shown goes away',
         'for n in {1..12}; do cat a.csv a.csv >b.csv; mv b.csv a.csv; done; '
         '"$COLLATE" show --format tsv a.csv 2>/dev/null | head -1; '
         'code=${PIPESTATUS[0]}; [ $code = 6 ] || [ $code = 141 ]',
         writes=('a.csv',)),
    case('R12', 'the reader of messages goes away: the run is not hurt',
         '"$COLLATE" build -v --pack pack a.csv -o records/ 2> >(exec true); '
         'code=$?; [ $code = 0 ] || [ $code = 141 ] || [ $code = 6 ]',
         writes=('records/',)),
]
