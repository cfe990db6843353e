"""security.py - nothing runs, nothing outside is touched, nothing deceives.
"""
import os
import re
import shutil
import sqlite3
import subprocess

from books import ONE, ONE_CELLS, book, c, inline, links, row, workbook
from hostile import TERMINAL
from kit import Case
from packs import BUILD, CHECK, LAYOUT, REPORT, pack, table

OLD = 'the output of yesterday'


def case(id, what, files, run='', **more):
    return Case(id, what, lambda: {**pack(), **(files() if callable(files)
                                               else files)}, run, **more)


# Ordinary text in front, so that the file is taken for text.
ROWS = [f'p{n},plain words for the first look at the file,5'
        for n in range(100)]
PLAIN = '\n'.join(ROWS) + '\n'


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def xml_of(text):
    """A text in an attribute; what XML cannot hold is left out."""
    text = re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f]', '', text)
    for old, new in (('&', '&amp;'), ('<', '&lt;'), ('"', '&quot;'),
                     ('\n', '&#10;'), ('\r', '&#13;'), ('\t', '&#9;')):
        text = text.replace(old, new)
    return text


def sheet_named(name):
    return book(row(1, inline('A1', 'Ref'), inline('B1', 'Title'),
                    inline('C1', 'Amount')) +
                row(2, c('A2', 1), inline('B2', 'x'), inline('C2', 'five')),
                book=workbook(f'<sheet name="{xml_of(name)}" sheetId="1" '
                              'r:id="rId1"/>'))


NAMES = [t for t in dict.fromkeys(TERMINAL) if t and '/' not in t]
VISIBLE = [t for t in NAMES if xml_of(t).strip('\u200b\ufeff')]
REPORT_OUTSIDE = REPORT.replace('sheet: Lines', 'sheet: ../../evil')
LIBRARIES = ('zlib', 'expat', 'sqlite', 'libxlsxwriter', 'libyaml', 'pcre2',
             'utf8proc')

STRACE = ('strace -f -qq -o trace -e trace=%s "$COLLATE" build -q --pack pack '
          'a.csv b.xlsx -o m.xlsx -o records/ -o r.json; code=$?; ')


def nothing_outside(run):
    """Every file that was opened is named, a library, beside an output, or
    what the C library asks of the system (a thread's heap that shrinks)."""
    known = re.compile(r'^(/etc/ld\.so|/lib|/usr/lib|/proc/self|/sys/devices/'
                       r'system|/sys/fs/cgroup|/dev/null|/dev/urandom|'
                       r'/proc/sys/vm/overcommit_memory|'
                       r'/usr/share/zoneinfo|/etc/localtime)')
    mine = ('pack', 'a.csv', 'b.xlsx', 'm.xlsx', '.m.xlsx', 'records',
            '.records', 'r.json', '.r.json', '.', '')
    here = str(run.folder)
    for line in (run.folder / 'trace').read_text('utf-8',
                                                 'replace').splitlines():
        found = re.search(r'(?:open|openat|creat)\((?:AT_FDCWD, |\d+, )?"'
                          r'([^"]*)"', line)
        if not found or line.endswith('ENOENT (No such file or directory)'):
            continue
        path = found.group(1).replace(here + '/', '')
        if not known.match(path) and not path.startswith(mine[:-2]) and \
                path not in ('.', './', here) and not re.match(
                    r'^(\./)?[\w.-]+$', path):
            return f'opened {found.group(1)}'
    return None


def no_calls(run):
    traced = (run.folder / 'trace').read_text('utf-8', 'replace')
    lines = [line for line in traced.splitlines()
             if '(' in line and 'resumed' not in line]
    lines = [line for line in lines if not re.search(r'execve\("[^"]*collate"',
                                                     line)]
    return f'called {lines[0]}' if lines else None


def traced(what, calls, check):
    return [case('S1', what, lambda: {'a.csv': table('1,x,5'),
                                      'b.xlsx': hostile_book()},
                 shell=STRACE % calls + 'exit $code', exit=3,
                 writes=('m.xlsx', 'records/', 'r.json', 'trace'),
                 env={'ASAN_OPTIONS': 'detect_leaks=0'}, seconds=20,
                 check=check)] if shutil.which('strace') else []


def hostile_book():
    """Everything that could lead out of the file."""
    return book(row(1, inline('A1', 'no return')), links=links(
        ('rId1', 'worksheet', 'worksheets/sheet1.xml'),
        ('rId7', 'externalLink', 'externalLinks/externalLink1.xml')), more={
        'xl/vbaProject.bin': b'\xd0\xcf\x11\xe0', '../../../tmp/evil': b'x',
        '/etc/cron.d/evil': b'x', 'xl/externalLinks/externalLink1.xml':
        '<externalLink/>', 'xl/embeddings/oleObject1.bin': b'x'})


ACTIVE = {
    'macros': 'xl/vbaProject.bin', 'macro sheets': 'xl/macrosheets/sheet1.xml',
    'embedded objects': 'xl/embeddings/oleObject1.bin',
    'links to other files': 'xl/externalLinks/externalLink1.xml',
    'connections to data elsewhere': 'xl/connections.xml',
    'ActiveX controls': 'xl/activeX/activeX1.bin',
    'web extensions': 'xl/webextensions/webextension1.xml'}
REFER = row(1, inline('A1', 'Ref'), inline('B1', 'Title')) + row(
    2, inline('A2', '1'), '<c r="B2" t="str"><f>WEBSERVICE("http://127.0.0.1:9"'
    ')</f><v>x</v></c>') + row(3, inline('A3', '2'), '<c r="B3" t="str">'
    "<f>cmd|'/C calc'!A0</f><v>y</v></c>")


def store(*statements):
    """Makes a store of ours and runs these over it."""
    def prepare(top):
        subprocess.run([os.environ['COLLATE'], 'build', '-q', '--pack', 'pack',
                        'a.csv', '--store', 's.sqlite'], cwd=top, check=True)
        base = sqlite3.connect(top / 's.sqlite')
        for statement in statements:
            base.execute(statement)
        base.commit()
        base.close()
    return prepare


def foreign(top):
    base = sqlite3.connect(top / 's.sqlite')
    base.execute('CREATE TABLE source(x)')
    base.execute('CREATE TRIGGER t AFTER INSERT ON source BEGIN SELECT '
                 "load_extension('x'); END")
    base.commit()
    base.close()


def damaged_store(top):
    store()(top)
    data = bytearray((top / 's.sqlite').read_bytes())
    data[2048:6144] = b'\xff' * 4096
    (top / 's.sqlite').write_bytes(data)


def flood(count):
    """Names that fall into one bucket of many a hash (two and two equal)."""
    pairs = ('Aa', 'BB')
    names = ['']
    while len(names) < count:
        names = [name + pair for name in names for pair in pairs]
    return names[:count]


CASES = [
    *traced('no network, no other program', 'network,execve,execveat',
            no_calls),
    *traced('nothing is opened but what was named', 'open,openat,creat',
            nothing_outside),
    Case('S2', 'parts named as places outside', lambda: {'a.xlsx': book(
        ONE, more={name: b'x' for name in (
            '../evil', '../../../../tmp/evil', '/tmp/evil', '..\\evil3',
            'C:\\evil', '\\\\host\\evil', '~/evil', 'xl/../../evil2')})},
         'show a.xlsx --format tsv', cells=ONE_CELLS),
    Case('S2', 'a sheet named as a place outside', lambda: {
        'a.xlsx': sheet_named('../../evil')}, 'show a.xlsx', says=('evil',)),
    case('S2', 'the same in an output of several files', lambda: {
        'a.csv': table('1,x,5'), **pack(report=REPORT_OUTSIDE)},
        'build -q --pack pack a.csv -o m.csv', exit=4),
    *(Case('S3', f'a return named {name!r}', {},
           args=['show', name], exit=3, says=('cannot be opened',))
      for name in NAMES if not name.startswith('-') and '\0' not in name),
    *(Case('S3', f'a command named {name!r}', {}, args=[name], exit=2,
           says=('[command]',)) for name in ('\x1b[2J', 'a\nb', '%s%n', '')),
    Case('S3', 'an option named with an escape', {}, args=['check', '--\x1b[2J'],
         exit=2, says=('[option]',)),
    Case('S3', 'a name that is no UTF-8', {}, args=['show', b'\xff\xfe.csv'],
         exit=3, says=('\\xFF\\xFE.csv',)),
    Case('S3', 'a name of 5,000 bytes', {}, args=['show', 'a' * 5000], exit=3),
    case('S3', 'a return whose name begins with dashes',
         {'--help': table('1,x'), '-o': table('2,y')}, exit=0,
         args=['show', '--', '--help'], says=('Ref',)),
    *(case('S3', f'a return of the folder named {name!r}',
           {f'in/{name}.csv': table('1,x,five')}, CHECK + 'in', exit=1,
           code='not_a_number') for name in NAMES
      if not name.startswith('.')),
    Case('S3', 'a folder that leads into itself', {'in/a.csv': table('1,x')},
         shell='"$COLLATE" check in', exit=3, says=('in/a.csv',),
         prepare=lambda top: os.symlink('.', top / 'in/loop')),
    case('S4', f'{len(NAMES)} texts for terminals as a word',
         {'a.csv': table(*ROWS, *(f'{n},x,5,,{quoted(t)}' for n, t in
                                  enumerate(NAMES)))}, CHECK + 'a.csv', exit=1,
         code='unknown_word'),
    case('S4', 'the same as a figure, as references, as titles',
         {'a.csv': table(*ROWS, *(
             f'{quoted("r" + t)},{quoted(t)},{quoted("5" + t)}'
             for n, t in enumerate(NAMES)))}, CHECK + 'a.csv',
         exit=1, code='not_a_number'),
    case('S4', 'the same as headings', {'a.csv': table(
        '1,x' + ',v' * len(NAMES), *ROWS, header='Ref,Title,' + ','.join(
            quoted('h' + t) for t in NAMES))}, CHECK + 'a.csv',
        code='unknown_column'),
    case('S4', 'the same in a file that no layout fits', {'a.csv': PLAIN + 'Ref,' +
         ','.join(quoted('Tittel' + t) for t in NAMES) + '\n1,2\n'},
         CHECK + 'a.csv', exit=3, code='no_layout'),
    Case('S4', 'the same shown for people', {'a.csv': '\n'.join(
        quoted(t) + ',x' * 200 for t in NAMES)}, 'show a.csv'),
    Case('S4', 'the same shown for programs', {'a.csv': PLAIN + '\n'.join(
        quoted(t) for t in NAMES)}, 'show a.csv --format tsv'),
    case('S4', 'the same in findings as CSV', {'a.csv': table(*ROWS, *(
        f'{n},x,5,,{quoted(t)}' for n, t in enumerate(NAMES)))},
        'check --pack pack --format csv a.csv', exit=1, code='unknown_word'),
    case('S4', 'the same in findings as JSON', {'a.csv': table(*ROWS, *(
        f'{n},x,5,,{quoted(t)}' for n, t in enumerate(NAMES)))},
        'check --pack pack --format json a.csv', exit=1, code='unknown_word'),
    *(case('S4', f'a sheet named {name!r}',
           lambda name=name: {'a.xlsx': sheet_named(name)}, CHECK + 'a.xlsx',
           exit=1, code='not_a_number') for name in VISIBLE),
    *(Case('S4', f'a refused sheet named {name!r}', lambda name=name: {
        'a.xlsx': book(row(1, c('A1', 'abc')), book=workbook(
            f'<sheet name="{xml_of(name)}" sheetId="1" r:id="rId1"/>'))},
           'show a.xlsx', 3, 'cell_value', ('cell A1',)) for name in VISIBLE),
    Case('S4', 'tables and names of a workbook', lambda: {'a.xlsx': book(
        ONE, book=workbook().replace('</sheets>', '</sheets><definedNames>' +
        ''.join(f'<definedName name="n{n}{xml_of(t)}">{xml_of(t)}'
                '</definedName>' for n, t in enumerate(NAMES)) +
        '</definedNames>'))}, 'show a.xlsx'),
    Case('S4', 'a pack whose names drive a terminal', lambda: pack(
        layout=LAYOUT.replace('Title: title', '"\\e[2J": title')),
        'lint pack', 4, says=('pack/returns/lines.yaml:',)),
    case('S5', 'a link planted where the output goes', {
        'a.csv': table('1,x,5'), 'precious': OLD},
        'build -q --pack pack a.csv -o m.xlsx', exit=6,
        says=('m.xlsx', '[output_link]'),
        prepare=lambda top: os.symlink('precious', top / 'm.xlsx')),
    case('S5', 'links planted where a temporary file may go', {
        'a.csv': table('1,x,5'), 'precious': OLD},
        'build -q --pack pack a.csv -o m.xlsx', exit=6, says=('m.xlsx',),
        prepare=lambda top: [os.symlink('precious', top / name) for name in
                             ('.m.xlsx', '.m.xlsx.part', '.m.xlsx.tmp',
                              'm.xlsx.tmp', '.m.xlsx.lock')]),
    case('S6', 'a database of another program as store',
         {'a.csv': table('1,x')}, 'build -q --pack pack a.csv --store s.sqlite',
         exit=6, says=('[store_foreign]',), prepare=foreign),
    case('S6', 'a store with a trigger planted', {'a.csv': table('1,x,5')},
         'build -q --pack pack a.csv --store s.sqlite', exit=6,
         says=('s.sqlite',), prepare=store(
             'CREATE TRIGGER evil AFTER INSERT ON t_source BEGIN DELETE FROM '
             't_finding; END')),
    case('S6', 'a store with a view in place of a table',
         {'a.csv': table('1,x,5')},
         'build -q --pack pack a.csv --store s.sqlite', exit=6,
         says=('s.sqlite',), prepare=store(
             'ALTER TABLE t_ledger RENAME TO t_ledger_old',
             'CREATE VIEW t_ledger AS SELECT * FROM t_ledger_old')),
    case('S6', 'a store whose pages were overwritten',
         {'a.csv': table('1,x,5')},
         'build -q --pack pack a.csv --store s.sqlite', exit=6,
         says=('s.sqlite',), prepare=damaged_store),
    *(case('S7', f'{what}: left alone, and told', lambda part=part: {
        'a.xlsx': book(REFER, more={part: b'x'})}, BUILD + 'a.xlsx',
           code='active_content', says=(what,), wrote={
               'records/line.csv': ['1,x', '2,y']},
           writes=('records/return.csv',)) for what, part in ACTIVE.items()),
    case('S7', 'formulas that would fetch or run: their values are read', {
        'a.xlsx': book(REFER)}, BUILD + 'a.xlsx', wrote={
            'records/line.csv': ['1,x', '2,y']},
         writes=('records/return.csv',),
         why='a formula is never worked out, so what it would do does not '
         'matter; its stored value is read as any other'),
    case('S7', 'custom XML, passed over', lambda: {'a.xlsx': book(
        REFER, more={'customXml/item1.xml': '<!DOCTYPE x><x/>'})},
         BUILD + 'a.xlsx', wrote={'records/line.csv': ['1,x']},
         writes=('records/return.csv',), never=('active_content',),
         why='it can do nothing, and most workbooks of an office have some'),
    Case('S8', 'no core file after a fault', {}, shell='ulimit -c unlimited; '
         '"$COLLATE" show /dev/stdin </dev/zero', exit=3,
         says=('not an ordinary file',),
         why='values are shown in findings: the return belongs to the person '
         'who reads them, and without its text a cell cannot be corrected'),
    case('S9', '60,000 references that fall into one bucket', lambda: {
        'a.csv': table(*(f'{name},x,5' for name in flood(60_000)))},
         BUILD + 'a.csv', seconds=6, wrote={'records/line.csv': []},
         writes=('records/return.csv',)),
    Case('S9', '60,000 such texts in a workbook', lambda: {'a.xlsx': book(
        ''.join(row(n, inline(f'A{n}', t))
                for n, t in enumerate(flood(60_000), 1)))},
         'convert a.xlsx b.xlsx', seconds=6, wrote={'b.xlsx': []}),
    case('S10', 'lines of a log forged in cells and names', {
        'in/a\ncollate: fine [ok].csv': table(
            '1,x,"five\ncollate: a.csv: everything is right"')},
        CHECK + 'in', exit=1, code='not_a_number', check=lambda run:
        'a line was forged' if re.search(r'^(collate: fine|collate: a\.csv)',
                                         run.said, re.M) else None),
    Case('S11', 'the libraries are told by name and version', {}, '--version',
         says=LIBRARIES),
    Case('S11', 'expat is told whether it limits amplification', {},
         '--version', says=('expat',), why='the limit does not matter here: '
         'reading stops at the document type, before an entity is declared'),
]
