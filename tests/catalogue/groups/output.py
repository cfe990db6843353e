"""output.py - what is written: nothing runs, nothing is cut, all of it is read.

Every hostile text goes through every writer and is looked for by a parser that
is none of ours: csv, json, html.parser, zipfile with ElementTree.
"""
import csv
import html.parser
import io
import json
import re
import xml.etree.ElementTree
import zipfile

from books import book, c, row, styles
from hostile import FORMULAS, HARMLESS, MARKUP, TERMINAL, TRIGGERS
from kit import Case
from packs import BUILD, REPORT, pack, table

OLD = 'the output of yesterday'
MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
ALL = FORMULAS + MARKUP + TERMINAL


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def lines_of(texts):
    """A return of the small pack with each text as a title."""
    return table(*(f'{n},{quoted(text)},5' for n, text in enumerate(texts)))


def cells_of(texts):
    """The same texts as one column, no pack."""
    return 'Text\r\n' + ''.join(quoted(text) + '\r\n' for text in texts)


def trimmed(text):
    """What a field of one line keeps of a text."""
    text = re.sub('[\u200b\ufeff]', '', text)
    return re.sub(r'[\s\x1c-\x1f]+', ' ', text).strip()


def harmless(field):
    """True where no spreadsheet takes the field for a formula."""
    return not field.startswith(TRIGGERS) or field in HARMLESS or \
        re.fullmatch(r'[+-][0-9.,]+%?|[+-]', field) is not None


def csv_fields(run, name, column):
    data = (run.folder / name).read_bytes().decode('utf-8-sig')
    return [line[column] for line in csv.reader(io.StringIO(data, newline=''))
            if len(line) > column][1:]


def inert_csv(name, column, texts):
    """Every field is its text, or the text behind an apostrophe, and inert."""
    def check(run):
        fields = csv_fields(run, name, column)
        if len(fields) != len(texts):
            return f'{len(fields)} fields of {len(texts)}'
        for field, text in zip(fields, texts):
            if field not in (text, "'" + text):
                return f'{text!r} became {field!r}'
            if not harmless(field):
                return f'{field!r} is a formula'
            if field != text and text[:1] not in TRIGGERS:
                return f'{text!r} was changed to {field!r} for nothing'
        return None
    return check


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {n: xml.etree.ElementTree.fromstring(archive.read(n))
                for n in archive.namelist() if n.endswith(('.xml', '.rels'))}


def inert_workbook(name, texts, formulas=()):
    """No formula, link or macro but our own, and every text as a text."""
    def check(run):
        seen = set()
        for part, root in parts_of(run.folder / name).items():
            for formula in root.iter(MAIN + 'f'):
                if formula.text not in formulas and not formulas:
                    return f'{part} has the formula {formula.text!r}'
            for link in root.iter():
                if link.get('TargetMode') == 'External':
                    return f'{part} leads to {link.get("Target")!r}'
            for item in root.iter():
                if item.tag in (MAIN + 'si', MAIN + 'is'):
                    seen.add(''.join(t.text or ''
                                     for t in item.iter(MAIN + 't')))
        lost = [t for t in texts if encoded(t) not in seen]
        return f'not in the workbook: {lost[:5]!r}' if lost else None
    return check


def encoded(text):
    """As a workbook has it: what XML cannot hold is U+FFFD, CR is escaped."""
    text = re.sub('_x([0-9A-Fa-f]{4}_)', r'_x005F_x\1', text)
    return without_controls(text).replace('\r', '_x000D_')


def without_controls(text):
    return re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', '\ufffd', text)


class Page(html.parser.HTMLParser):
    ELEMENTS = set('html head meta title style body main section h1 h2 h3 p div '
                   'table caption thead tbody tr th td a span figure figcaption '
                   'svg desc g rect text'.split())
    ATTRIBUTES = set('lang xmlns charset http-equiv content name id class scope '
                     'href style colspan aria-labelledby aria-hidden role '
                     'viewbox x y width height fill stroke text-anchor '
                     'tabindex'.split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.bad, self.texts, self.policy = [], [], ''
        self.ids, self.links = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.ELEMENTS:
            self.bad.append(f'element {tag}')
        for name, value in attributes:
            if name not in self.ATTRIBUTES:
                self.bad.append(f'attribute {name}')
            if name == 'href':
                self.links.append(value)
            if name == 'id':
                self.ids.append(value)
        if ('http-equiv', 'Content-Security-Policy') in attributes:
            self.policy = dict(attributes)['content']

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        self.bad.append(f'comment {data}')

    def unknown_decl(self, data):
        self.bad.append(f'declaration {data}')


def inert_page(name, texts):
    def check(run):
        page, source = Page(), (run.folder / name).read_bytes().decode()
        page.feed(source)
        page.close()
        xml.etree.ElementTree.fromstring(source)
        bad = page.bad + [f'link {link}' for link in page.links if
                          link[:1] != '#' or link[1:] not in page.ids]
        if not page.policy.startswith("default-src 'none'"):
            bad.append(f'policy {page.policy!r}')
        if len(page.ids) != len(set(page.ids)):
            bad.append('an id stands twice')
        there = set(page.texts) | {t.strip() for t in page.texts}
        lost = [t for t in map(without_controls, texts)
                if t and t not in there]
        return '; '.join(bad[:5] + [f'lost {t!r}' for t in lost[:5]]) or None
    return check


def sound_json(name, texts):
    def refuse(word):
        raise ValueError(word)

    def check(run):
        source = (run.folder / name).read_bytes().decode()
        data = json.loads(source, parse_constant=refuse)
        if re.search('[\u2028\u2029\x7f-\x9f]', source):
            return 'a line end or control character as it is'
        found = set()
        stack = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, dict):
                stack += list(item.values())
            elif isinstance(item, list):
                stack += item
            else:
                found.add(item)
        lost = [t for t in map(without_controls, texts)
                if t and t not in found]
        return f'lost {lost[:5]!r}' if lost else None
    return check


def case(id, what, files, run, **more):
    return Case(id, what, lambda: {**pack(), **(files() if callable(files)
                                               else files)}, run, **more)


def same_cells(first, second):
    """Two files show the same cells."""
    def check(run):
        shown = [run.program.again(run, f'show --format tsv {name}')
                 for name in (first, second)]
        lines = [[line for line in one.out.decode().split('\n')
                  if not line.startswith('#')] for one in shown]
        lines = [[line.split('\t', 1)[1] for line in one if line]
                 for one in lines]
        return None if lines[0] == lines[1] and lines[0] else 'cells differ'
    return check


def ods(*names):
    from groups.xml import HEAD, open_document
    sheets = ''.join(
        '<table:table table:name="' + name.replace('&', '&amp;').replace(
            '"', '&quot;').replace('<', '&lt;') + '"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p>'
        '</table:table-cell></table:table-row></table:table>'
        for name in names)
    urn = 'urn:oasis:names:tc:opendocument:xmlns:'
    return open_document(
        HEAD + '<office:document-content ' + ' '.join(
            f'xmlns:{n}="{urn}{n}:1.0"' for n in ('office', 'table', 'text')) +
        f'><office:body><office:spreadsheet>{sheets}</office:spreadsheet>'
        '</office:body></office:document-content>')


ODD_NAMES = ('a' * 40, 'a' * 31 + 'b', 'x[1]', 'a:b', 'a*b', 'a?b', 'a/b',
             'a\\b', "'a", "a'", 'History', 'history', '\u00c9t\u00e9',
             '\u00e9t\u00c9', '\U0001f600' * 16, 'A', 'a', '<b>&"')


def fine_names(run):
    root = parts_of(run.folder / 'b.xlsx')['xl/workbook.xml']
    names = [sheet.get('name') for sheet in root.iter(MAIN + 'sheet')]
    if len(names) != len(ODD_NAMES):
        return f'{len(names)} sheets'
    if len({name.casefold() for name in names}) != len(names):
        return f'two of one name: {names}'
    for name in names:
        units = len(name.encode('utf-16-le')) // 2
        if not 1 <= units <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name) or \
                name.casefold() == 'history':
            return f'the name {name!r}'
    return None


def values_in(name, wanted):
    """Cells of the workbook: (reference, kind, text)."""
    def check(run):
        shown = run.program.again(run, f'show --format tsv {name}')
        lost = [w for w in wanted if w not in shown.out.decode()]
        return f'not in {name}: {lost}' if lost else None
    return check


def all_written_alike(run):
    import filecmp
    for name in ('m.xlsx', 'p.html', 'r.json', 'records/line.csv'):
        if not filecmp.cmp(run.folder / 'one' / name, run.folder / 'two' / name,
                           shallow=False):
            return f'{name} differs'
    return None


REPORT = REPORT.replace('sheet: Lines', "sheet: '<b>&\"x'").replace(
    'title: Lines', "title: '<script>alert(1)</script>'").replace(
    'name: Title', 'name: \'"><img src=x onerror=alert(1)>\'')
TITLES = tuple(t for t in dict.fromkeys(map(trimmed, ALL)) if t)
TEXTS = tuple(t for t in dict.fromkeys(ALL) if t)
MANY = lines_of(TITLES)
KEPT = {'a.csv': table('1,x,5'), 'm.xlsx': OLD}
NO_ROOM = ('for n in 1 2 3 4 6 8 12 16 24 32; do (ulimit -f $n; "$COLLATE" '
           'build -q --pack pack a.csv -o m.xlsx 2>/dev/null); code=$?; '
           'if [ $code = 0 ]; then "$COLLATE" show m.xlsx >/dev/null || exit 9;'
           ' else [ $code = 6 ] && cmp -s m.xlsx old || exit 8; fi; done')

CASES = [
    case('O1', f'{len(TEXTS)} hostile texts from cell to cell',
         {'a.csv': cells_of(TEXTS)}, 'convert a.csv b.csv',
         wrote={'b.csv': []}, check=inert_csv('b.csv', 0, TEXTS),
         why='behind a ; or a tab within a text nothing is put in front: the '
         'field is quoted, and the text stays what it was'),
    case('O1', 'the same in the records', {'a.csv': MANY}, BUILD + 'a.csv',
         wrote={'records/line.csv': []}, writes=('records/return.csv',),
         check=inert_csv('records/line.csv', 1, TITLES)),
    case('O1', 'the same in findings as CSV',
         {'a.csv': table(*(f'{n},x,{quoted(t)}' for n, t in
                           enumerate(TITLES)))},
         'check --pack pack --format csv a.csv', exit=1, check=lambda run:
         next((f'{f!r} is a formula' for line in csv.reader(io.StringIO(
             run.out.decode(), newline='')) for f in line if not harmless(f)),
             None)),
    case('O1', 'in a file name', {"=1+1.csv": table('1,x,5')},
         '', args=['build', '-q', '--pack', 'pack', '=1+1.csv', '-o',
                   'records/'], wrote={'records/line.csv': ["'=1+1.csv"]},
         writes=('records/return.csv',)),
    case('O1', 'figures are numbers, minus and all',
         {'a.csv': table('1,x,-5', '2,y,(6)')}, BUILD + 'a.csv',
         wrote={'records/line.csv': ['1,x,-5,', '2,y,-6,']},
         writes=('records/return.csv',)),
    case('O2', 'hostile texts are texts in a workbook',
         {'a.csv': cells_of(TEXTS)}, 'convert a.csv b.xlsx',
         wrote={'b.xlsx': []}, check=inert_workbook('b.xlsx', TEXTS)),
    case('O2', 'the same in the workbook of a report', {'a.csv': MANY},
         'build -q --pack pack a.csv -o m.xlsx', wrote={'m.xlsx': []},
         check=inert_workbook('m.xlsx', TITLES)),
    case('O3', 'one row more than a sheet has', lambda: {
        'a.csv': 'a\n' * 1_048_577},
        'convert --limit rows=2000000 a.csv b.xlsx', exit=6,
        says=('b.xlsx', '1048576'), plain_only=True, seconds=20),
    case('O4', 'a text of 32,767 characters', lambda: {
        'a.csv': 'x' * 32767}, 'convert a.csv b.xlsx', wrote={'b.xlsx': []},
        check=same_cells('a.csv', 'b.xlsx')),
    case('O4', 'one more', lambda: {'a.csv': 'x' * 32768},
         'convert a.csv b.xlsx', exit=6, says=('cell A1', '32,767')),
    case('O4', '16,384 characters of two units each', lambda: {
        'a.csv': '\U0001f600' * 16384}, 'convert a.csv b.xlsx', exit=6,
        says=('cell A1',)),
    case('O4', 'a long text in a report: in full on further cells or refused',
         lambda: {'a.csv': table('1,Minutes: ' + 'x' * 40000 + 'end')},
         'build -q --pack pack a.csv -o m.xlsx', exit=6,
         says=("sheet 'Lines'", 'cell B4', "'Minutes: xxx", '32,767')),
    case('O5', 'names that no sheet may have',
         lambda: {'a.ods': ods(*ODD_NAMES)}, 'convert a.ods b.xlsx',
         wrote={'b.xlsx': []}, check=fine_names),
    case('O6', 'words for what is no number stay texts',
         {'a.csv': 'NaN,Inf,-Infinity,1e309\n'}, 'convert a.csv b.xlsx',
         wrote={'b.xlsx': []}, check=values_in('b.xlsx', (
             'A1\ts\tNaN', 'B1\ts\tInf', 'D1\ts\t1e309'))),
    case('O7', 'numbers of more than 15 digits keep all of them',
         lambda: {'a.csv': table('12345678901234567890,x,90071992547409.93')},
         'build -q --pack pack a.csv -o m.xlsx -o records/',
         wrote={'records/line.csv': ['90071992547409.93']},
         writes=('records/return.csv', 'm.xlsx'), check=values_in(
             'm.xlsx', ('12345678901234567890', '\t90071992547409.93'))),
    case('O8', 'days that Excel does not have are texts',
         {'a.csv': table('1,x,,1899-12-31', '2,y,,1900-02-28',
                         '3,z,,1900-03-01', '4,a,,9999-12-31')},
         'build -q --pack pack a.csv -o m.xlsx', wrote={'m.xlsx': []},
         check=values_in('m.xlsx', ('\ts\t1899-12-31', '1900-02-28',
                                    '\td\t1900-03-01', '\td\t9999-12-31'))),
    case('O9', 'control characters and U+FFFE', {
        'a.csv': 'a\x01b\x0bc\x1f,\ufffe\uffff\n' + 'text,text\n' * 50}, 'convert a.csv b.xlsx',
        wrote={'b.xlsx': []}, check=inert_workbook('b.xlsx', (
            'a\x01b\x0bc\x1f', '\ufffe\uffff'))),
    case('O10', 'texts that look like escapes come back as they are',
         {'a.csv': '_x000D_,_x005F_,_x0041_x,_xD83D_,_x000d_\n'},
         'convert a.csv b.xlsx', wrote={'b.xlsx': []},
         check=same_cells('a.csv', 'b.xlsx')),
    case('O11', '70,000 addresses in cells are texts, no links', lambda: {
        'a.csv': ''.join(f'https://x.test/{n}\n' for n in range(70000)) +
        'file:///etc/passwd\njavascript:alert(1)\n\\\\host\\share\n'},
        'convert a.csv b.xlsx', wrote={'b.xlsx': []},
        check=inert_workbook('b.xlsx', ('https://x.test/69999',
                                        'javascript:alert(1)'))),
    case('O12', 'many formats in, few out', lambda: {
        'a.xlsx': book(row(1, *(c(f'A{1}', 1, s=64999),)), styles=styles(
            '', ['0'] * 65000))}, 'convert a.xlsx b.xlsx',
        wrote={'b.xlsx': []}, check=lambda run: None if len(list(
            parts_of(run.folder / 'b.xlsx')['xl/styles.xml'].iter(
                MAIN + 'xf'))) < 100 else 'too many formats'),
    case('O13', 'what was written is what was meant, cell by cell', lambda: {
        'a.csv': cells_of(t for t in TEXTS if not re.search(
            '[\x00-\x08\x0b\x0c\x0e-\x1f]', t))}, 'convert a.csv b.xlsx',
        wrote={'b.xlsx': []}, check=same_cells('a.csv', 'b.xlsx')),
    Case('O14', 'the same run twice gives the same bytes',
         lambda: {**pack(), 'a.csv': MANY}, shell='for d in one two; do '
         'mkdir $d; "$COLLATE" build -q --pack pack a.csv -o $d/m.xlsx -o '
         '$d/p.html -o $d/r.json -o $d/records/; sleep 1; done',
         writes=('one/', 'two/'), check=all_written_alike),
    case('O15', 'JSON of hostile texts', {'a.csv': MANY},
         'build -q --pack pack a.csv -o r.json', wrote={'r.json': []},
         check=sound_json('r.json', TITLES)),
    case('O15', 'JSON of long references and exact figures',
         {'a.csv': table('12345678901234567890,x,92233720368547758.07')},
         'build -q --pack pack a.csv -o r.json',
         wrote={'r.json': ['"12345678901234567890"', '92233720368547758.07']}),
    case('O15', 'findings as JSON', {'a.csv': table(*(
        f'{n},x,{quoted(t)}' for n, t in enumerate(TITLES)))},
        'check --pack pack --format json a.csv', exit=1, check=lambda run:
        None if isinstance(json.loads(run.out), list) else 'no list'),
    case('O16', 'CSV comes back as it went', {'a.csv': cells_of(
        t for t in TEXTS if not t.startswith(TRIGGERS))},
        'convert a.csv b.csv', wrote={'b.csv': ['\r\n']},
        check=same_cells('a.csv', 'b.csv')),
    case('O17', f'a page of {len(TITLES)} hostile texts', {'a.csv': MANY},
         'build -q --pack pack a.csv -o p.html', wrote={'p.html': []},
         check=inert_page('p.html', TITLES)),
    case('O17', 'hostile names of sheets and titles in a page',
         lambda: {**pack(report=REPORT), 'a.csv': table('1,x,5')},
         'build -q --pack pack a.csv -o p.html', wrote={'p.html': []},
         check=inert_page('p.html', ('<script>alert(1)</script>',
                                     '"><img src=x onerror=alert(1)>'))),
    Case('O18', 'the disk is full after n blocks: the old workbook or the new',
         lambda: {**pack(), **KEPT, 'old': OLD}, shell=NO_ROOM,
         writes=('m.xlsx',), seconds=15),
    *(Case('O19', f'the output is the return, {what}', lambda: {
        **pack(), 'a.csv': table('1,x,5'), 'b/c.csv': table('2,y,6')},
        shell=f'{before}; "$COLLATE" build -q --pack pack {names}', exit=2,
        says=('[output_same]',), writes=writes)
      for what, before, names, writes in (
          ('by its name', 'true', 'a.csv --store a.csv', ()),
          ('by another name', 'true', 'a.csv --store ./b/../a.csv', ()),
          ('through a link', 'ln -s a.csv l.sqlite', 'a.csv -o l.sqlite',
           ('l.sqlite',)),
          ('by a second name', 'ln a.csv l.sqlite', 'a.csv -o l.sqlite',
           ('l.sqlite',)),
          ('as the second output', 'true', 'a.csv -o x/ -o a.csv', ()))),
    Case('O19', 'an output of the last run, in the folder of the returns', {
        **pack(), 'b/c.csv': table('2,y,6')}, shell='for n in 1 2; do '
        '"$COLLATE" build --pack pack b -o b/m.xlsx || exit; done',
        says=('1 return read',), writes=('b/m.xlsx',)),
    Case('O19', 'the records in the folder of the returns, twice', {
        **pack(), 'b/c.csv': table('2,y,6')}, shell='for n in 1 2; do '
        '"$COLLATE" build --pack pack b -o b/ || exit; done',
        says=('1 return read',), writes=('b/',)),
    Case('O19', 'a return has the name of a file of records', {
        **pack(), 'b/line.csv': table('2,y,6')},
        'build --pack pack b -o b/', exit=2, says=("'b/line.csv'",)),
    Case('O19', 'convert onto itself', {'a.csv': 'a\n'}, 'convert a.csv ./a.csv',
         2, says=('a.csv',)),
    Case('O19', 'the store is an output as well',
         {**pack(), 'a.csv': table('1,x,5')},
         'build --pack pack a.csv --store s.sqlite -o s.sqlite', 2,
         says=('s.sqlite',)),
]
