"""workbook.py - what a workbook says of its sheets, rows, cells and values.

Each reader guesses in its own way where a workbook contradicts itself; here
nothing is guessed: what Excel opens without a word is read the same, what it
would repair is refused at the cell.
"""
import unicodedata

from books import (BOOK, BOOK_LINKS, MAIN, OFFICE, ONE, ONE_CELLS, SHEET, book,
                   c, inline, links, row, sheet, strings, styles, workbook)
from kit import Case
from packs import BUILD, CHECK, pack, table


def bad(id, what, make, says=(), code='', exit=3, **more):
    return Case(id, what, lambda: {'a.xlsx': make()}, 'convert a.xlsx b.tsv',
                exit, code, ('a.xlsx', *says), **more)


def good(id, what, make, cells=ONE_CELLS, **more):
    return Case(id, what, lambda: {'a.xlsx': make()},
                'show a.xlsx --format tsv', cells=cells, **more)


def mapped(id, what, make, line, exit=0, says=(), code='', run=BUILD, **more):
    """A workbook mapped by the small pack; line: a part of records/line.csv"""
    more.setdefault('writes', ('records/return.csv',))
    return Case(id, what, lambda: {**pack(), 'a.xlsx': make()},
                run + 'a.xlsx', exit, code, says,
                wrote={'records/line.csv': line}, **more)


HEAD_ROW = row(1, *(inline(f'{col}1', name) for col, name in
                    zip('ABCDE', ('Ref', 'Title', 'Amount', 'Due', 'Status'))))


def lines(*rows, **changed):
    return lambda: book(HEAD_ROW + ''.join(rows), **changed)


def cell(value, **attributes):
    return lambda: book(row(1, c('A1', value, **attributes)))


def raw(rows, **changed):
    return lambda: book(rows, **changed)


def reference(ref):
    return raw(row(1, c(ref, '1')))


def sheets(*names, state=''):
    """Several sheets that all show the one part."""
    return workbook(''.join(
        f'<sheet name="{name}" sheetId="{n}" {state} r:id="rId1"/>'
        for n, name in enumerate(names, 1)))


def merged(*ranges):
    return '<mergeCells>' + ''.join(f'<mergeCell ref="{r}"/>'
                                    for r in ranges) + '</mergeCells>'


def many_merges(count):
    return merged(*(f'A{n}:B{n}' for n in range(1, count + 1)))


def target(path, more=''):
    return links(('rId1" ' + more + 'x="', 'worksheet', path), *BOOK_LINKS[1:])


def external(path):
    return (links(*BOOK_LINKS[1:]).replace(
        '</Relationships>', f'<Relationship Id="rId1" Type="{OFFICE}/worksheet"'
        f' Target="{path}" TargetMode="External"/></Relationships>'))


def relation(path):
    return links(('rId1', 'worksheet', path), *BOOK_LINKS[1:])


def other_sheet(kind):
    """A sheet of another kind in front of the one with cells."""
    part = f'xl/{kind}s/sheet1.xml'
    return lambda: book(ONE, more={part: f'<{kind} xmlns="{MAIN}"/>'},
                        book=workbook(
                            '<sheet name="X" sheetId="2" r:id="x"/>'
                            '<sheet name="S" sheetId="1" r:id="rId1"/>'),
                        links=links(('x', kind, part[3:]), *BOOK_LINKS))


def worst_styles():
    """65,000 number formats and as many cell formats that look for them."""
    formats = ''.join(f'<numFmt numFmtId="{n}" formatCode="0"/>'
                      for n in range(200, 65200))
    return book(ONE, styles=styles(formats, ['200'] * 65000))


def dated(value, number='14', more=''):
    return lambda: book(row(1, c('A1', value, s='1')), styles=styles(
        f'<numFmt numFmtId="164" formatCode="{more}"/>' if more else '',
        ('0', number)), )


def two_returns(first, second):
    return lambda: {**pack(), 'in/a.csv': first, 'in/b.csv': second}


def return_of(department, *rows):
    return (f'Department: {department}\r\nPeriod: 2009/10 Q2\r\n' +
            table(*rows))


ROW = row(2, c('A2', '7', t='str'), c('B2', 'x', t='str'))
MACROS = {'xl/vbaProject.bin': b'\xd0\xcf\x11\xe0', 'xl/vbaData.xml': '<x/>'}

CASES = [
    *(bad('W1', f'the text with the number {value}', cell(value, t='s'),
          ["sheet 'S'", 'cell A1', value]) for value in
      ('2', '-1', '1000000000', '99999999999999999999', '1.0', '1e0', 'a')),
    bad('W1', 'a text of a workbook without texts',
        raw(row(1, c('A1', '0', t='s')), strings=None), ["sheet 'S'",
                                                         'cell A1']),
    good('W1', 'an empty value is a blank cell',
         raw(row(1, '<c r="A1" t="s"><v></v></c><c r="B1" t="s"><v/></c>',
                 c('C1', '1'))), 'C1 n 1'),
    good('W2', 'rows and cells without a place', raw(
        '<row><c t="s"><v>0</v></c><c><v>1.5</v></c></row><row/>'
        '<row><c r="C3"><v>3</v></c><c><v>4</v></c></row>'),
        'A1 s alpha|B1 n 1.5|C3 n 3|D3 n 4'),
    bad('W3', 'a cell twice', raw(row(1, c('A1', 1), c('A1', 2))),
        ["sheet 'S'", 'cell A1', 'twice']),
    bad('W3', 'a cell twice, once blank',
        raw(row(1, '<c r="A1"/>', c('A1', 2))), ['cell A1', 'twice']),
    bad('W3', 'a cell twice, apart', raw(row(1, c('A1', 1), c('B1', 2),
                                             c('A1', 3))), ['cell A1']),
    *(bad('W3', f'two values in a cell, {what}', raw(row(1, children)),
          ['cell A1', 'two values'])
      for what, children in (
          ('numbers', '<c r="A1"><v>7</v><v>8</v></c>'),
          ('texts', '<c r="A1" t="inlineStr"><is><t>7</t></is><is><t>8</t></is>'
           '</c>'),
          ('a number and a text', '<c r="A1"><v>7</v><is><t>8</t></is></c>'))),
    good('W3', 'two values in a cell, one empty', raw(row(
        1, '<c r="A1"><v>7</v><is/></c>')), 'A1 n 7'),
    *(bad('W3', f'{what}', raw(rows), ["sheet 'S'", 'a row or a cell where'])
      for what, rows in (
          ('a cell in a cell', row(1, '<c r="A1"><c r="B1"><v>9</v></c></c>')),
          ('a row in a row', row(1, row(2, c('A2', 7)))),
          ('a cell outside of rows', c('A1', 7)))),
    bad('W3', 'a row twice', raw(row(1, c('A1', 1)) + row(1, c('B1', 2))),
        ["sheet 'S'", 'row 1']),
    good('W4', 'cells of a row out of order',
         raw(row(1, c('B1', 2), c('A1', 1))), 'A1 n 1|B1 n 2'),
    bad('W4', 'rows out of order',
        raw(row(2, c('A2', 2)) + row(1, c('A1', 1))), ["sheet 'S'", 'row 1'],
        why='Excel repairs such a sheet, and what it repairs is refused'),
    bad('W5', 'a cell that says it is in another row', reference('A5'),
        ["sheet 'S'", 'cell A1']),
    *(bad('W5', f'the place {ref}', reference(ref), ["sheet 'S'", ref])
      for ref in ('1A', '$A$1', 'a1', 'A0', 'A01x', 'XFE1', 'AAAA1', 'A', '1',
                  'A1048577', 'A4294967297', 'A4294967296',
                  'A99999999999999999999', 'A-1', 'A1:B1', 'A1 ', '')),
    *(bad('W5', f'row {number}', raw(f'<row r="{number}"><c><v>1</v></c></row>'),
          ["sheet 'S'", f"row '{number}'"])
      for number in ('0', '-1', '1048577', '4294967296', '4294967297',
                     '99999999999999999999', '1.5', 'x')),
    *(good('W6', f'a dimension that lies: {said}',
           lambda said=said: book(sheet=sheet(
               row(1, c('A1', 1)) + row(3, c('C3', 3)),
               f'<dimension ref="{said}"/>')), 'A1 n 1|C3 n 3', seconds=1,
           peak=64 << 20)
      for said in ('A1:XFD1048576', 'A0:B99999999999', 'A1', 'A1:A1', '',
                   'XFD1048576:A1', 'nonsense')),
    good('W7', 'two cells in opposite corners',
         raw(row(1, c('A1', 1)) + row(1048576, c('XFD1048576', 2))),
         'A1 n 1|XFD1048576 n 2', seconds=1, peak=64 << 20),
    Case('W7', 'the same as CSV: rows between are lines, cells are not',
         lambda: {'a.xlsx': book(row(1, c('A1', 1)) +
                                 row(1048576, c('XFD1048576', 2)))},
         'convert a.xlsx b.csv', seconds=3, peak=64 << 20,
         wrote={'b.csv': ['1\r\n\r\n', ',,,,2\r\n']}),
    good('W8', 'a formula without a value', raw(row(
        1, c('A1', 2), '<c r="B1"><f>A1*10</f></c>',
        '<c r="C1"><f>A1*10</f><v></v></c>',
        '<c r="D1" t="str"><f>""</f><v></v></c>')), 'A1 n 2|B1 f |C1 f '),
    mapped('W8', 'the same where an amount is wanted',
           lines(row(2, c('A2', 7), c('B2', 'x', t='str'),
                     '<c r="C2"><f>1+1</f></c>')), ['7,x,,'], 1,
           ("cell C2", "sheet 'S'"), 'formula_without_value'),
    mapped('W9', 'a value that was worked out long ago',
           lines(row(2, c('A2', 7), c('B2', 'x', t='str'),
                     '<c r="C2"><f>1+1</f><v>3</v></c>')), ['7,x,3,']),
    mapped('W9', 'a workbook that asks to be worked out again',
           lines(row(2, c('A2', 7), c('B2', 'x', t='str'),
                     '<c r="C2"><f>1+1</f><v>3</v></c>'),
                 book=workbook().replace('</workbook>', '<calcPr fullCalcOnLoad'
                                         '="1" iterate="1"/></workbook>')),
           ['7,x,3,'], why='many exporters ask so of each of their workbooks; '
           'the values stored are what the department saw'),
    good('W10', 'error values', raw(row(1, *(
        c(f'{col}1', code, t='e') for col, code in
        zip('ABCDEFG', ('#REF!', '#N/A', '#DIV/0!', '#VALUE!', '#NAME?',
                        '#NUM!', '#NULL!'))))),
        'A1 e #REF!|B1 e #N/A|C1 e #DIV/0!|D1 e #VALUE!|E1 e #NAME?|'
        'F1 e #NUM!|G1 e #NULL!'),
    mapped('W10', 'error values where values are wanted',
           lines(row(2, c('A2', 7), c('B2', '#N/A', t='e'),
                     c('C2', '#DIV/0!', t='e'), c('D2', '#REF!', t='e'),
                     c('E2', '#VALUE!', t='e'))), ['7,,,,,a.xlsx'], 1,
           ('cell B2', 'cell C2', 'cell D2', 'cell E2'), 'error_cell'),
    *(bad('W11', f'the number {value!r}', cell(value),
          ["sheet 'S'", 'cell A1', value.strip() or 'A1'])
      for value in ('abc', '1,5', '0x10', 'NAN', 'nan', 'INF', '-INF', '1e400',
                    '1e', '.', '-', '+', '1 2', '1.2.3', '12abc', '1_000',
                    '\u00a07', '\uff11', '--1', '1e5.5', '1f', '0b1')),
    *(good('W11', f'the number {value!r}', cell(value), 'A1 n ' + text)
      for value, text in ((' 7 ', '7'), ('\n7\t', '7'), ('1e3', '1000'),
                          ('1E-2', '0.01'), ('-0', '-0'), ('.5', '.5'),
                          ('5.', '5.'), ('+5', '+5'))),
    *(bad('W12', f'the truth value {value!r}', cell(value, t='b'),
          ["sheet 'S'", 'cell A1', value]) for value in
      ('2', '-1', 'yes', 'TRUE', 'True', '01', '1.0')),
    good('W12', 'truth values', raw(row(1, c('A1', '0', t='b'), c(
        'B1', '1', t='b'), c('C1', 'true', t='b'), c('D1', 'false', t='b'))),
        'A1 b FALSE|B1 b TRUE|C1 b TRUE|D1 b FALSE'),
    good('W13', 'merged cells that hide values', raw(
        '', sheet=sheet(row(1, c('A1', 1), c('B1', 2)),
                        behind=merged('A1:B1', 'B1:C2'))), 'A1 n 1|B1 n 2'),
    good('W13', 'a merge over the whole sheet', raw('', sheet=sheet(
        row(1, c('A1', 1)), behind=merged('A1:XFD1048576'))), 'A1 n 1',
        seconds=1, peak=64 << 20),
    mapped('W13', 'the same in a return', lambda: book(sheet=sheet(
        HEAD_ROW + ROW, behind=merged('A1:XFD1048576'))), ['7,x,'],
        seconds=2, peak=64 << 20),
    mapped('W13', 'a million merges in a return', lambda: book(sheet=sheet(
        HEAD_ROW + ROW, behind=many_merges(10**6))), ['7,x,'], peak=64 << 20,
        why='a return is read cell by cell; merges are passed over, not kept'),
    Case('W13', 'a million merges where they are looked at', lambda: {
        'a.xlsx': book(sheet=sheet(ONE, behind=many_merges(10**6)))},
         'check --accessibility a.xlsx', 5, '', ('a.xlsx', 'merges'),
         peak=64 << 20),
    Case('W13', 'a merged range that is none', lambda: {
        'a.xlsx': book(sheet=sheet(ONE, behind=merged('B2:A1')))},
         'check --accessibility a.xlsx', 3, '', ("sheet 'S'", 'B2:A1')),
    good('W14', 'hidden rows and sheets are read and marked',
         lambda: book(row(1, c('A1', 1)) + '<row r="2" hidden="1"><c r="A2">'
                      '<v>2</v></c></row>', book=sheets(
                          'S', state='state="veryHidden"')),
         'A1 n 1|A2 n 2', says=('veryHidden',)),
    mapped('W14', 'a hidden row in a return', lines(
        ROW + '<row r="3" hidden="1"><c r="A3"><v>8</v></c></row>'),
        ['7,x', '8,'], says=("sheet 'S'",), code='hidden_rows'),
    mapped('W14', 'a row of no height in a return', lines(
        ROW + '<row r="3" ht="0" customHeight="1"><c r="A3"><v>8</v></c></row>'),
        ['7,x', '8,'], says=("sheet 'S'",), code='hidden_rows'),
    mapped('W14', 'a column of no width in a return', lambda: book(sheet=sheet(
        HEAD_ROW + ROW, '<cols><col min="2" max="2" width="0" customWidth="1"/>'
        '</cols>')), ['7,x'], says=("sheet 'S'",), code='hidden_columns'),
    mapped('W14', 'a hidden sheet in a return', lines(ROW, book=sheets(
        'S', state='state="hidden"')), ['7,x'], says=("sheet 'S'",),
        code='hidden_sheet'),
    mapped('W14', 'filtered rows in a return', lambda: book(sheet=sheet(
        HEAD_ROW + ROW + '<row r="3" hidden="1"><c r="A3"><v>8</v></c></row>',
        behind='<autoFilter ref="A1:E3"/>')), ['7,x', '8,'],
        code='hidden_rows'),
    bad('W15', 'a sheet whose part is not there',
        lambda: book(ONE, book=workbook(
            '<sheet name="S" sheetId="1" r:id="rId1"/>'
            '<sheet name="Gone" sheetId="2" r:id="rId9"/>')), ["'Gone'"]),
    bad('W15', 'a sheet whose part is a web page',
        lambda: book(sheet='<html><body>error 500</body></html>'),
        ["sheet 'S'", 'worksheet']),
    bad('W15', 'styles that are a web page',
        lambda: book(row(1, c('A1', 5, s=1)), styles='<html/>'),
        ['xl/styles.xml', '<html>']),
    bad('W15', 'a sheet whose relationship leads nowhere',
        lambda: book(ONE, links=relation('worksheets/none.xml')), ["'S'"]),
    bad('W15', 'two relationships of one id', lambda: book(ONE, links=links(
        *BOOK_LINKS, ('rId1', 'worksheet', 'worksheets/other.xml'))),
        ['rId1']),
    *(bad('W15', f'the sheet is at {path}',
          lambda path=path: book(ONE, links=relation(path)), ["'S'"])
      for path in ('../../../../etc/passwd', '/etc/passwd', 'file:///etc/passwd',
                   '%2e%2e/%2e%2e/worksheets/sheet1.xml', 'C:\\sheet1.xml',
                   '\\\\host\\share\\sheet1.xml', '')),
    good('W15', 'an absolute place in the package',
         lambda: book(ONE, links=relation('/xl/worksheets/sheet1.xml'))),
    *(good('W15', f'the sheet is at {path} and its part {part}',
           lambda path=path, part=part: book(
               sheet=None, more={'xl/worksheets/' + part: sheet(ONE)},
               links=relation('worksheets/' + path)))
      for path, part in (('sheet%201.xml', 'sheet 1.xml'),
                         ('sheet 1.xml', 'sheet%201.xml'),
                         ('caf%C3%A9.xml', 'caf\u00e9.xml'))),
    good('W15', 'a place with dots inside the package',
         lambda: book(ONE, links=relation('../xl/./worksheets/sheet1.xml'))),
    *(bad('W15', f'the sheet is outside, at {path}',
          lambda path=path: book(ONE, links=external(path)), ["'S'"])
      for path in ('http://127.0.0.1:9/sheet1.xml', 'worksheets/sheet1.xml',
                   'file:///etc/passwd')),
    *(bad('W16', f'two sheets of one name, {what}',
          lambda a=a, b=b: book(ONE, book=sheets(a, b)), ['two sheets', b])
      for what, a, b in (
          ('the same', 'S', 'S'), ('by case', 'Plan', 'PLAN'),
          ('by case beyond ASCII', '\u00c9t\u00e9', '\u00e9t\u00c9'),
          ('composed and not', unicodedata.normalize('NFC', 'caf\u00e9'),
           unicodedata.normalize('NFD', 'caf\u00e9')))),
    good('W16', 'two sheets that differ by a blank at the end',
         lambda: book(row(1, c('A1', 1)), book=sheets('S', 'S ')),
         'A1 n 1|S !A1 n 1', why='Excel takes them for different names'),
    *(good('W17', f'a {kind}, passed over', other_sheet(kind))
      for kind in ('chartsheet', 'dialogsheet', 'xlMacrosheet')),
    Case('W17', 'macros are never run, and reported',
         lambda: {**pack(), 'a.xlsm': lines(ROW, more=MACROS)()},
         CHECK + 'a.xlsm', code='active_content', says=('macros', 'a.xlsm')),
    *(bad('W18', f'a cell of the format {number}',
          lambda number=number: book(row(1, c('A1', 5, s=number))),
          ["sheet 'S'", 'cell A1', 'format'])
      for number in ('3', '65490', '4294967295', '4294967296', '-1', 'x')),
    bad('W18', 'a cell with a format, and no styles in the file',
        lambda: book(row(1, c('A1', 5, s=1)), styles=None),
        ["sheet 'S'", 'cell A1', 'format']),
    good('W18', 'a cell with a format, and styles without one',
         lambda: book(row(1, c('A1', 5, s=1)), styles=styles('', ())),
         'A1 n 5', why='nothing in it could be a date'),
    bad('W18', 'a million cell formats',
        lambda: book(ONE, styles=styles('', ['0'] * 10**6)),
        ['cell-formats'], exit=5),
    bad('W18', 'more number formats than there may be', lambda: book(
        ONE, styles=styles('<numFmt numFmtId="9" formatCode="0"/>' * 70000)),
        ['cell-formats'], exit=5),
    good('W18', 'as many formats as there may be, all to be looked up',
         worst_styles, seconds=2),
    good('W18', 'a number format of 900 KB',
         dated('5', '164', '0' * 900000), 'A1 n 5'),
    *(good('W18', f'the number format {code!r}', dated('1.5', '164', code),
           'A1 ' + text)
      for code, text in (
          ('&quot;day&quot; 0', 'n 1.5'), ('[$-409]d', 'd 1900-01-01T12:00:00'),
          ('\\d0', 'n 1.5'), ('[Red]0', 'n 1.5'), ('[h]:mm', 'D 129600'),
          ('[', 'n 1.5'), ('&quot;d', 'n 1.5'), ('\\', 'n 1.5'), ('', 'n 1.5'),
          ('`id`;system(1)', 'd 1900-01-01T12:00:00'), ('@', 'n 1.5'))),
    good('W19', 'escapes are decoded once', raw(row(
        1, inline('A1', 'a_x000D_b'), inline('B1', 'a_x005F_x000D_b'),
        inline('C1', '_x005F_x005F_'), inline('D1', '_x0041_'),
        inline('E1', '_xD83D__xDE00_'), inline('F1', '_xD83D_'))),
        'A1 s a\\rb|B1 s a_x000D_b|C1 s _x005F_|D1 s A|'
        'E1 s \U0001f600|F1 s _xD83D_'),
    good('W19', 'runs, phonetic hints, blanks', raw(row(
        1, '<c r="A1" t="inlineStr"><is><r><t>ri</t></r><r><t xml:space='
        '"preserve"> ch</t></r><rPh sb="0" eb="1"><t>PH</t></rPh>'
        '<phoneticPr fontId="1"/></is></c>',
        '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
        inline('C1', ' a '))), 'A1 s ri ch|B1 s  a |C1 s a'),
    mapped('W20', 'totals, repeated headers, notes and blank rows', lines(
        ROW, row(4, *(inline(f'{col}4', name) for col, name in zip(
            'ABCDE', ('Ref', 'Title', 'Amount', 'Due', 'Status')))),
        row(5, c('A5', 8), c('B5', 'y', t='str'), c('C5', 5)),
        row(6, inline('A6', 'Total'), c('C6', 5)),
        row(8, inline('A8', 'Note: all figures are estimates'))),
        ['7,x', '8,y,5'], never=('unrecognised_row', 'ledger_rows')),
    mapped('W20', 'a row that no rule explains', lines(
        ROW, row(4, inline('C4', 'prepared in haste'))), ['7,x'], 1,
        ('cell',), why='reported with its cell; nothing is dropped unseen'),
    mapped('W21', 'the header is further down, columns in another order',
           raw(row(4, inline('A4', 'Status'), inline('B4', 'Title'),
                   inline('D4', 'Ref')) +
               row(5, inline('A5', 'Red'), inline('B5', 'x'), c('D5', 7))),
           ['7,x,,,red,a.xlsx,S,D5']),
    mapped('W21', 'line feeds, no-break spaces and case in the header',
           raw(row(1, inline('A1', ' REF\u00a0'), inline('B1', 'ti&#10;tle'
                   .replace('ti&#10;tle', 'Title&#10;')),
                   inline('C1', 'Amount*')) + ROW), ['7,x']),
    Case('W21', 'a renamed column', {**pack(), 'a.csv': table(
        '7,x', header='Ref,Titel')}, CHECK + 'a.csv', 3, 'no_layout',
        ("'Title'", "'Titel'")),
    Case('W21', 'a column twice', {**pack(), 'a.csv': table(
        '7,x,1,2', header='Ref,Title,Amount,Amount')}, CHECK + 'a.csv', 0,
        says=('cell D1', 'Amount')),
    Case('W21', 'a needed column is gone', {**pack(), 'a.csv': table(
        '7,1', header='Ref,Amount')}, CHECK + 'a.csv', 3, 'no_layout',
        ("'Title'",)),
    Case('W22', 'a column that no layout names', {**pack(), 'a.csv': table(
        '7,x,1', '8,y,2', header='Ref,Title,Risk')}, CHECK + 'a.csv', 0,
        'unknown_column', ("'Risk'", 'cell C1', '2 values')),
    good('W23', 'dates as texts, texts in cells, results of formulas', raw(row(
        1, c('A1', '2024-03-31', t='d'), c('B1', '2024-03-31T10:20:30', t='d'),
        inline('C1', 'x'), '<c r="D1" t="str"><f>"a"</f><v>00123</v></c>',
        c('E1', '2024-02-31', t='d'))),
        'A1 d 2024-03-31|B1 d 2024-03-31T10:20:30|C1 s x|D1 s 00123|'
        'E1 s 2024-02-31'),
    Case('W24', 'the same return twice',
         two_returns(return_of('Parks', '1,x,5'), return_of('Parks', '1,x,5')),
         'build --pack pack -v in -o records/', 0, 'superseded',
         ('in/a.csv', 'in/b.csv', '1 superseded'),
         wrote={'records/line.csv': ['in/b.csv']},
         writes=('records/return.csv',), check=lambda run: 'counted twice' if
         'in/a.csv' in (run.folder / 'records/line.csv').read_text() else None),
    Case('W24', 'the same file by two names on the command line',
         {**pack(), 'a.csv': return_of('Parks', '1,x,5')},
         'build --pack pack a.csv ./a.csv -o records/',
         wrote={'records/line.csv': ['a.csv']}, writes=('records/return.csv',),
         check=lambda run: 'counted twice' if (run.folder / 'records/line.csv')
         .read_text().count('x,5') != 1 else None),
    Case('W24', 'a return without a heading, the same bytes twice',
         two_returns(table('1,x,5'), table('1,x,5')),
         CHECK + 'in', 0, 'same_content', ('in/a.csv', 'in/b.csv')),
]
