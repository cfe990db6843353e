"""values.py - figures, references and dates, exact or not taken at all.

Most cases are one row of the small pack: what its record must be, to the
penny, and what must be said where there is none.
"""
from books import book, c, inline, row, styles, workbook
from kit import Case
from packs import BUILD, CHECK, LAYOUT, pack, table

HEAD = row(1, *(inline(f'{col}1', name) for col, name in
                zip('ABCDE', ('Ref', 'Title', 'Amount', 'Due', 'Status'))))


def mapped(id, what, files, line, exit=0, says=(), code='', run=BUILD,
           name='a.csv', changed=None, writes=(), **more):
    return Case(id, what, lambda: {**pack(**(changed or {})),
                                   name: files() if callable(files) else files},
                run + name, exit, code, says, wrote={'records/line.csv': line},
                writes=('records/return.csv', *writes), **more)


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def amount(text, value, exit=0, code='', id='V1', says=(), **more):
    """A figure as it is written, and what it must be; None: none."""
    what = f'the figure {text!r}' + ('' if value is None else f' is {value}')
    record = '1,x,,' if value is None else f'1,x,{value},'
    if value is None:
        exit, code = 1, code or 'not_a_number'
        says = ('cell C2', *says)
    return mapped(id, what, table(f'1,x,{quoted(text)}'), [record], exit, says,
                  code, **more)


def number(text, value, id='V5', **more):
    """The same as a number of a workbook."""
    return mapped(id, f'the number {text} is {value}',
                  lambda: book(HEAD + row(2, c('A2', 1), inline('B2', 'x'),
                                          c('C2', text))),
                  [f'1,x,{value},'], name='a.xlsx', **more)


def reference(text, **more):
    return mapped('V3', f'the reference {text}',
                  table(f'{quoted(text)},x'), [f'\n{text},x,'],
                  **more)


def due(text, value, exit=0, code='', id='V9', says=(), **more):
    what = f'the date {text!r}' + ('' if value is None else f' is {value}')
    if value is None:
        exit, code, says = 1, code or 'not_a_date', ('cell D2', *says)
    return mapped(id, what, table(f'1,x,,{quoted(text)}'),
                  [f'1,x,,{value or ""},'], exit, says, code, **more)


def serial(text, value, epoch='', exit=0, code='', says=()):
    """A number with a date format where a date is wanted."""
    what = f'day {text}{" from 1904" if epoch else ""} is {value}'
    if value is None:
        exit, code, says = 1, 'not_a_date', ('cell D2',)
    return mapped('V8', what, lambda: book(
        HEAD + row(2, c('A2', 1), inline('B2', 'x'), c('D2', text, s=1)),
        book=workbook(more=epoch)), [f'1,x,,{value or ""},'], exit, says, code,
        name='a.xlsx')


EPOCH = '<workbookPr date1904="1"/>'
BIG = '92233720368547758.07'     # the largest that fits
LONG_LINES = '\n'.join(f'line {n}' for n in range(300))
OPEN_ORDER = {'layout': LAYOUT.replace('dates: dmy\n', '')}


def damaged(text):
    return mapped('V4', f'the reference {text}, as Excel leaves it',
                  table(f'{text},x'), [f'{text},x'], 0, ('cell A2',),
                  'damaged_reference')


def long_text(length, **more):
    text = 'x' * (length - 3) + 'end'
    return mapped('V11', f'a text of {length} characters', lambda:
                  table(f'1,{text}'), [f'1,{text},'], **more)


SPRINT = '''NORTHWICK BOROUGH COUNCIL
Departmental Service Plan Monitoring
Parks and Open Spaces
Quarter 2 2009/10
Print Date: 26/11/2009
Action,Authorising Officer,Lead Officer,Deadline,Status
DSP-PKS-AP-001 - Plant trees,Director,Head of Parks,31-Mar-2010,On Target
Period,Action Plan Status,% Complete
Quarter 4,On Target,50
'''

CASES = [
    amount('1,234.56', '1234.56'), amount('(1,234.56)', '-1234.56'),
    amount('1,234-', '-1234'), amount('\u00a31,234.50', '1234.5'),
    amount('-\u00a35', '-5'), amount('\u22125', '-5'), amount(' 12 ', '12'),
    amount('12\r', '12'), amount('\u00a012\u00a0', '12'), amount('0', '0'),
    amount('+5', '5'), amount('+-5', None), amount('5 CR', None),
    amount('1.234,56', None), amount('1 234,56', None),
    amount('1\u2019234', None), amount('12,34', None), amount('1,2345', None),
    amount(' 12abc', None), amount('abc12', None), amount('0x10', None),
    amount('1_000', None), amount('1,234.56.7', None), amount('--5', None),
    amount('(5', None), amount('5)', None), amount('(-5)', None),
    amount('$5', None), amount('5p', None), amount('\u00bd', None),
    amount('five', None), amount('1e400', None, code='too_big'),
    amount('1.', None), amount('.', None), amount('-', None),
    amount('1/2', None), amount('12:30', None), amount('\u0661\u0662', None),
    amount('1.234', '1.23', id='V2', code='rounded', says=('cell C2',),
           why='the point is the decimal sign by rule, nothing is guessed; '
           'the finding shows the figure that lost a digit'),
    amount('1,234', '1234', id='V2', why='the comma parts thousands by rule'),
    amount('1,23', None, id='V2'), amount('1.234.567', None, id='V2'),
    *(reference(text) for text in
      ('00123', '1234567890123456', '12345678901234567890', '1E5', '3-4',
       'SEPT2', '1.50', '0x10', 'TRUE', '1/2', '007-A', '-5', '1.5E3')),
    mapped('V3', 'the same in the workbook: texts, not numbers',
           table('00123,x', '12345678901234567890,y', '1E5,z'),
           ['00123', '12345678901234567890', '1E5'],
           run='build --pack pack -o records/ -o m.xlsx ',
           writes=('m.xlsx',), check=lambda run:
           texts_in_workbook(run, '00123', '12345678901234567890', '1E5')),
    damaged('1.23457E+11'), damaged('1.23E+09'), damaged('1E+15'),
    mapped('V4', 'a number of 20 digits where a reference is wanted',
           lambda: book(HEAD + row(2, c('A2', '12345678901234567890'),
                                   inline('B2', 'x'))), ['1.2345678901234567e+19'],
           0, ('cell A2',), 'damaged_reference', name='a.xlsx'),
    mapped('V4', 'a number where a reference is wanted',
           lambda: book(HEAD + row(2, c('A2', '123'), inline('B2', 'x'))),
           ['123,x'], name='a.xlsx', why='whether zeros were lost in front of '
           'it nobody can tell; most references that are numbers never had '
           'any'),
    amount('12.345', '12.34', id='V5', code='rounded'),
    amount('12.355', '12.36', id='V5', code='rounded'),
    amount('2.675', '2.68', id='V5', code='rounded'),
    amount('-0.00', '0', id='V5'), amount('-0.004', '0', id='V5'),
    amount('10000000000000.00', '10000000000000', id='V5'),
    amount('12.340000', '12.34', id='V5'),
    number('0.30000000000000004', '0.3'), number('2.675', '2.68',
                                                 code='rounded'),
    number('132834.29999999999', '132834.3'), number('-0', '0'),
    number('1E-7', '0', code='rounded'), number('1e3', '1000'),
    mapped('V5', 'ten pence ten times is a pound',
           table(*(f'{n},x,0.10' for n in range(10))), ['9,x,0.1'],
           run='build --pack pack -o records/ -o s.sqlite ',
           writes=('s.sqlite',), check=lambda run:
           sum_in_store(run, 100)),
    mapped('V5', 'half-pennies are rounded to even, and told with their number',
           table(*(f'{n},x,0.005' for n in range(4))), ['3,x,0,'], 0,
           ("cell C2: '0.005' and 3 more figures",), 'rounded'),
    amount(BIG, BIG, id='V6'), amount('-' + BIG, '-' + BIG, id='V6'),
    amount('92233720368547758.08', None, id='V6', code='too_big'),
    amount('9' * 40, None, id='V6', code='too_big'),
    mapped('V6', 'a sum that is too large, column named',
           table(f'1,x,{BIG}', f'2,y,{BIG}'), [f'1,x,{BIG}', f'2,y,{BIG}'], 1,
           ("sheet 'a'", 'Amount'), 'ledger_money'),
    mapped('V7', 'a unit written beside the figure is no part of it',
           table('1,x,5k'), ['1,x,,'], 1, ('cell C2',), 'not_a_number',
           why='units are declared in the layout; what is written otherwise '
           'is no figure'),
    mapped('V7', 'the unit stands in the heading and is declared',
           table('1,x,5', header='Ref,Title,Amount (\u00a3000)'), ['1,x,,'], 0,
           ("'Amount (\u00a3000)'",), 'unknown_column',
           why='another unit is another heading, and an unknown heading is '
           'never read by its place'),
    serial('45382', '2024-03-31'), serial('61', '1900-03-01'),
    serial('60', None), serial('59', '1900-02-28'), serial('1', '1900-01-01'),
    serial('0', None), serial('-1', None), serial('2958465', '9999-12-31'),
    serial('2958466', None), serial('1e300', None),
    serial('45382.75', '2024-03-31'), serial('43920', '2024-03-31', EPOCH),
    serial('43920', '2024-03-31', EPOCH.replace('"1"', '"true"')),
    *(Case('V8', f'whether days count from 1904 is said by {said}', lambda
           said=said: {'a.xlsx': book(HEAD, book=workbook(
               more=EPOCH.replace('"1"', f'"{said}"')))}, 'show a.xlsx', 3,
           says=('a.xlsx', 'xl/workbook.xml', f"'{said}'"))
      for said in ('on', 'yes', '2', '')),
    serial('0', '1904-01-01', EPOCH), serial('60', '1904-03-01', EPOCH),
    *(mapped('V8', f'{what} where {wanted} is wanted', lambda cell=cell: book(
        HEAD + row(2, c('A2', 1), inline('B2', 'x'), cell), styles=styles(
            '', ('0', '14', '46'))), ['1,x,,,'], 1, (told,), code,
        name='a.xlsx') for what, wanted, cell, told, code in (
            ('a day', 'a figure', c('C2', '45382', s=1),
             'format of a date or a time', 'not_a_number'),
            ('a duration', 'a figure', c('C2', '1.5', s=2),
             'format of a date or a time', 'not_a_number'),
            ('a plain number', 'a day', c('D2', '45382'),
             'holds a plain number', 'not_a_date'))),
    due('03/04/2024', '2024-04-03'), due('31/02/2024', None),
    due('29/02/1900', None), due('29/02/2000', '2000-02-29'),
    due('29/02/2023', None), due('32/01/2024', None), due('00/01/2024', None),
    due('12/13/2024', None), due('31.03.24', '2024-03-31'),
    due('1/1/69', '2069-01-01'), due('1/1/70', '1970-01-01'),
    due('\u200e31/03/2024', '2024-03-31'),
    due('\u200e31\u200e/\u200e03\u200e/\u200e2024', '2024-03-31'),
    due('\u202d31/03/2024\u202c', None),
    due('31 March 2024', '2024-03-31'), due('31st Mar 24', '2024-03-31'),
    due('2024-03-31', '2024-03-31'), due('2024-02-31', None),
    due('2024-03-31T01:30:00', '2024-03-31'),
    due('2024-03-31T01:30:00+01:00', None), due('20240331', None),
    due('45382', None), due('31/03', None), due('soon', None),
    due('31/03/20244', None), due('31-Mrz-2024', None),
    mapped('V9', 'the order of days and months is open: first the day, told',
           table('1,x,,03/04/2024', '2,y,,05/06/2024'), ['1,x,,2024-04-03'],
           code='date_order_open', changed=OPEN_ORDER),
    mapped('V9', 'the dates contradict each other',
           table('1,x,,31/04/2024'.replace('/04', '/03'), '2,y,,03/31/2024'),
           ['1,x,,2024-03-31', '2,y,,,'], 1, code='date_order_mixed',
           changed=OPEN_ORDER),
    mapped('V10', 'a reference twice, both places named',
           table('1,x,5', '2,y,6', '1,z,7'), ['1,x,5', '1,z,7'], 1,
           ('cell A4', 'A2'), 'same_reference'),
    mapped('V10', 'a row without its reference', table(',x,5', '2,y,6'),
           ['2,y,6'], 1, ('A2',), 'missing_key'),
    Case('V10', 'progress of a quarter that is not the return\'s',
         {'a.csv': SPRINT}, 'check -v a.csv', 0, 'return_period',
         ('a.csv',)),
    long_text(32767), long_text(32768), long_text(100000),
    mapped('V11', 'a text of 300 lines', table('1,' + quoted(LONG_LINES)),
           ['line 0 line 1 ', 'line 299']),
    mapped('V11', 'a text that looks like a formula',
           table('1,=1+1,5', "2,'=1+1,6"), ["1,'=1+1,5", "2,'=1+1,6"]),
    *(amount(text, None, id='V12', code='too_big' if '9' in text else '')
      for text in ('NaN', 'nan', '-nan', 'Inf', '-Infinity', 'INF', '1#INF',
                   '1e999', '#NUM!')),
]


def texts_in_workbook(run, *texts):
    import re
    import zipfile
    pack = zipfile.ZipFile(run.folder / 'm.xlsx')
    everything = ''.join(pack.read(name).decode() for name in pack.namelist()
                         if name.endswith('.xml'))
    as_text = re.findall(r'<t[^>]*>([^<]*)</t>', everything)
    lost = [text for text in texts if text not in as_text]
    return f'no texts in the workbook: {lost}' if lost else None


def sum_in_store(run, pence):
    import sqlite3
    base = sqlite3.connect(f'file:{run.folder}/s.sqlite?mode=ro', uri=True)
    found = base.execute('SELECT sum(amount_exact) FROM line').fetchone()[0]
    base.close()
    return None if found == pence else f'the sum is {found}'
