"""encoding.py - bytes and the characters that they are meant to be.

The rule is: byte order mark, else valid UTF-8, else Windows-1252; what was
chosen is told and recorded with the source.
"""
import unicodedata

from kit import Case
from packs import BUILD, CHECK, pack, table

POUND = 'Ref,Title,Amount\r\n1,caf\u00e9 \u2013 \u201ctea\u201d,\u00a35.00\r\n'


def read(id, what, data, cells, **more):
    return Case(id, what, {'a.csv': data}, 'show a.csv --format tsv',
                cells=cells, **more)


def told(id, what, data, says, **more):
    return Case(id, what, {'a.csv': data}, 'show a.csv', says=says, **more)


def bad(id, what, data, says, code='', **more):
    return Case(id, what, {'a.csv': data}, 'convert a.csv b.tsv', 3, code,
                ('a.csv', *says), **more)


def mapped(id, what, data, line, exit=0, says=(), code='', **more):
    return Case(id, what, {**pack(), 'a.csv': data}, BUILD + 'a.csv', exit,
                code, says, wrote={'records/line.csv': line},
                writes=('records/return.csv',), **more)


POUND_CELLS = ('A1 s Ref|B1 s Title|C1 s Amount|A2 s 1|'
               'B2 s caf\u00e9 \u2013 \u201ctea\u201d|C2 s \u00a35.00')
PLAIN = 'a,b\n1,2\n3,4\n5,6\n'
PLAIN_CELLS = 'A1 s a|B1 s b|A2 s 1|B2 s 2|A3 s 3|B3 s 4|A4 s 5|B4 s 6'
CYRILLIC = 'Hous\u0456ng'
ZERO_WIDTH = 'Hous\u200bing'
FULL_WIDTH = '\uff28ousing'

CASES = [
    read('E1', 'one pound sign in UTF-8', 'Item,Cost\nTea,\u00a35\n',
         'A1 s Item|B1 s Cost|A2 s Tea|B2 s \u00a35'),
    told('E1', 'the same: what was chosen is told',
         'Item,Cost\nTea,\u00a35\n', ('UTF-8',)),
    read('E1', 'typographic quotes in UTF-8', POUND, POUND_CELLS),
    read('E2', 'the pound, dashes and quotes of Windows-1252',
         POUND.encode('cp1252'), POUND_CELLS),
    told('E2', 'the same: what was chosen is told',
         POUND.encode('cp1252'), ('windows-1252',)),
    Case('E2', 'the same: what was chosen is recorded',
         {**pack(), 'a.csv': POUND.encode('cp1252')},
         'build --pack pack a.csv -o s.sqlite', check=lambda run:
         None if encoding_of(run) == 'windows-1252' else encoding_of(run),
         wrote={'s.sqlite': []}),
    read('E2', 'the euro and the rest of 80 to 9F',
         '\u20ac,\u2026,\u2122\n1,2,3\n'.encode('cp1252'),
         'A1 s \u20ac|B1 s \u2026|C1 s \u2122|A2 s 1|B2 s 2|C2 s 3'),
    *(told('E3', f'the byte {byte:#x}, which Windows-1252 does not have',
           b'a,b\n1,x' + bytes([byte]) + b'\xa35\n', ('ISO-8859-1',),
           why='real files hold such bytes and open in Excel; read as '
           'ISO-8859-1, which is told, and the control character is shown as '
           'an escape') for byte in (0x81, 0x8d, 0x8f, 0x90, 0x9d)),
    told('E4', 'cp850: the hint says that it may be another',
         'Ref,Caf\u00e9\n1,d\u00e9j\u00e0 vu \u00e0 la carte\n'.encode('cp850'),
         ('windows-1252',),
         why='single bytes do not tell their code page; the choice is told, '
         'and another opinion where there is one'),
    bad('E5', 'UTF-8, and one line of Windows-1252',
        'a,\u00a3\nb,\u00a3\nc,\u00e9\n'.encode() + '1,\u00ff2\n'.encode('cp1252')
        + b'd,e\n', ['line 4', 'offset']),
    bad('E5', 'the same with a byte order mark',
        b'\xef\xbb\xbfa,b\n1,2\n' + b'1,\xa35\n', ['line 3']),
    mapped('E6', 'UTF-8 that was encoded twice', table('1,caf\u00c3\u00a9,5'),
           ['1,caf\u00c3\u00a9,5'], 0, ('cell B2',), 'garbled_text'),
    mapped('E6', 'a replacement character inside', table('1,caf\ufffd,5'),
           ['1,caf\ufffd,5'], 0, ('cell B2',), 'garbled_text'),
    mapped('E6', 'the pound that was encoded twice',
           table('1,x,\u00c2\u00a35'), ['1,x,,'], 1, ('cell C2',),
           'not_a_number'),
    *(mapped('E7', f'a code with {what}', table(f'1,x,5,,{word}'),
             ['1,x,5,,housing,']) for what, word in (
                 ('a no-break space', '\u00a0Housing'),
                 ('a zero-width space', ZERO_WIDTH),
                 ('a soft hyphen', 'Hous\u00ading'),
                 ('a left-to-right mark', '\u200eHousing'),
                 ('full-width letters', FULL_WIDTH))),
    mapped('E7', 'a code with a Cyrillic letter', table(f'1,x,5,,{CYRILLIC}'),
           ['1,x,5,,,'], 1, ('cell E2', "Did you mean 'Housing'"),
           'unknown_word'),
    mapped('E7', 'two references that differ by composition only',
           table(*(f'{unicodedata.normalize(form, "caf" + chr(0xe9))},x,5'
                   for form in ('NFC', 'NFD'))), ['caf'], 1, ('cell A3', 'A2'),
           'same_reference'),
    mapped('E7', 'two references that differ by a zero-width space only',
           table('A\u200b1,x,5', 'A1,x,5'), ['A1'], 1, ('cell A3',),
           'same_reference'),
    mapped('E7', 'two references that differ by a look-alike letter',
           table('\u0410P1,x,5', 'AP1,y,6'), ['AP1,y,6'], 0, ('cell A2',),
           'look_alike'),
    mapped('E7', 'figures in full-width digits are no figures',
           table('1,x,\uff15'), ['1,x,,'], 1, ('cell C2',), 'not_a_number'),
    Case('E7', 'a text that changes its direction does not change the message',
         {**pack(), 'a.csv': table('1,x,5,,\u202egnisuoh\u202c')},
         CHECK + 'a.csv', 1, 'unknown_word', ('\\u202E',)),
    read('E8', 'UTF-16LE with a mark', PLAIN.encode('utf-16'), PLAIN_CELLS),
    read('E8', 'UTF-16BE with a mark', b'\xfe\xff' + PLAIN.encode('utf-16-be'),
         PLAIN_CELLS),
    *(read('E8', f'{codec} without a mark', PLAIN.encode(codec), PLAIN_CELLS,
           why='a real file of the corpus has none and must open; Latin text '
           'in UTF-16 shows itself by its NULs, and the choice is told')
      for codec in ('utf-16-le', 'utf-16-be')),
    bad('E8', 'UTF-16 with half a character at its end',
        PLAIN.encode('utf-16') + b'a', ['UTF-16']),
    bad('E8', 'UTF-16 with half a surrogate pair',
        PLAIN.encode('utf-16') + b'\x00\xd8a\0', ['UTF-16']),
    bad('E8', 'UTF-32LE', b'\xff\xfe\0\0' + PLAIN.encode('utf-32-le'),
        ['UTF-32']),
    bad('E8', 'UTF-32BE', b'\0\0\xfe\xff' + PLAIN.encode('utf-32-be'),
        ['UTF-32']),
    bad('E8', 'UTF-32 without a mark', PLAIN.encode('utf-32-le'), ['NUL']),
    bad('E8', 'UTF-16 of which little is Latin, without a mark',
        '\u0434\u043e\u043c,\u043b\u0435\u0441\n'.encode('utf-16-le'),
        ['no spreadsheet']),
]


def encoding_of(run):
    import sqlite3
    base = sqlite3.connect(f'file:{run.folder}/s.sqlite?mode=ro', uri=True)
    found = base.execute('SELECT encoding FROM source').fetchall()
    base.close()
    return found[0][0] if found else 'no source'
