"""csv.py - delimited text that is torn, ragged, or of another making."""
from kit import Case
from packs import BUILD, CHECK, pack, table


def bad(id, what, text, says=(), code='', exit=3, **more):
    return Case(id, what, make(text), 'convert a.csv b.tsv', exit, code,
                ('a.csv', *says), **more)


def good(id, what, text, cells, **more):
    return Case(id, what, make(text), 'show a.csv --format tsv', cells=cells,
                **more)


def make(text):
    return lambda: {'a.csv': text() if callable(text) else text}


def mapped(id, what, text, line, exit=0, says=(), code='', **more):
    return Case(id, what, lambda: {**pack(), 'a.csv': text}, BUILD + 'a.csv',
                exit, code, says, wrote={'records/line.csv': line},
                writes=('records/return.csv',), **more)


def absent(*texts):
    """None of these may be in the records."""
    def check(run):
        lines = (run.folder / 'records/line.csv').read_text()
        found = [t for t in texts if t in lines]
        return f'records hold {found}' if found else None
    return check


THREE = 'A1 s a|B1 s b|A2 s 1|B2 s 2|A3 s 3|B3 s 4'

CASES = [
    bad('C1', 'a quote that is never closed', 'a,b\n1,"2\n3,4\n5,6\n',
        ['line 2', 'quotation mark']),
    bad('C1', 'the same below lines with line ends in quotes',
        'a,b\r\n"1\r\n1",2\r\n\r\n3,"4\r\n5,6\r\n', ['line 5', 'quotation mark']),
    bad('C1', 'the same after a megabyte',
        lambda: 'a,b\n' + '1,2\n' * 200000 + '1,"2\n' + '3,4\n' * 10,
        ['line 200002']),
    good('C2', 'a quote inside a field', 'a,b"c,d\ne"f",g\n',
         'A1 s a|B1 s b"c|C1 s d|A2 s e"f"|B2 s g',
         why='Excel reads a quote that does not open a field as a character; '
         'nothing is swallowed'),
    bad('C2', 'a quote that is closed by the next one that opens a cell',
        'Ref,Title,Cost\n1,"x,5\n2,"y",6\n3,z,7\n', ['line 2', 'run together']),
    bad('C2', 'the same far apart, behind other quoted cells',
        '"a","b"\r\n"1","x\ny"\r\n"2,z\r\n' + '3,w\r\n' * 1000 + '4,"v"\r\n',
        ['line 4', 'run together']),
    good('C2', 'blanks behind the quote that closes a cell of two lines',
         'a,b\n"x\ny" ,z\n', 'A1 s a|B1 s b|A2 s x\\ny |B2 s z'),
    good('C2', 'a line break in quotes and a stray quote in another cell',
         '"a\nb",c"d\n"e"f,g\n', 'A1 s a\\nb|B1 s c"d|A2 s ef|B2 s g'),
    good('C2', 'text behind a closing quote', '"a"b,c\n1,2\n',
         'A1 s ab|B1 s c|A2 s 1|B2 s 2',
         why='read as Excel reads it; nothing is swallowed'),
    good('C2', 'doubled quotes', '"a""b","""",""\n1,2,3\n',
         'A1 s a"b|B1 s "|A2 s 1|B2 s 2|C2 s 3'),
    bad('C3', 'a NUL', b'a,b\n1\0,2\n', ['NUL', '5']),
    bad('C3', 'a NUL far behind', lambda: b'a,b\n' * 300000 + b'\0',
        ['NUL', '1200000']),
    bad('C3', 'nothing but NULs', b'\0' * 5000, []),
    mapped('C4', 'a row with fewer fields', table('1,x', '2,y,5'),
           ['1,x,,,,', '2,y,5,']),
    mapped('C4', 'a row with more fields than the header',
           table('1,x,5,,green,stray', '2,y,6'), ['1,x,5,,green,', '2,y,6,'],
           says=('cell F2',), code='stray_cell'),
    mapped('C4', 'a shifted row: its fields do not fit',
           table('1,x,5', ',2,y,6'), ['1,x,5,'], 1, ('cell C3', "'y'"),
           'not_a_number'),
    good('C5', 'semicolons', 'a;b\n1,5;2\n3;4\n',
         'A1 s a|B1 s b|A2 s 1,5|B2 s 2|A3 s 3|B3 s 4'),
    good('C5', 'tabs', 'a\tb\n1\t2\n3\t4\n', THREE),
    good('C5', 'bars', 'a|b\n1|2\n3|4\n', THREE),
    good('C5', 'a line sep=', 'sep=;\r\na;b\r\n1;2\r\n3;4\r\n', THREE),
    good('C5', 'a line sep= with an odd character', 'sep=^\na^b\n1^2\n3^4\n',
         THREE),
    Case('C5', 'the delimiter found is told', {'a.csv': 'a;b\n1;2\n'},
         'show a.csv', says=('semicolon',)),
    mapped('C5', 'decimal commas are no figures', 'Ref;Title;Amount\n1;x;1,5\n',
           ['1,x,,'], 1, ('cell C2', "'1,5'"), 'not_a_number',
           why='the delimiter is found, the decimal sign never guessed'),
    Case('C5', 'no delimiter to be found: one column, no layout fits',
         {**pack(), 'a.csv': 'Ref:Title\n1:x\n'}, CHECK + 'a.csv', 3,
         'no_layout'),
    good('C6', 'CR only', 'a,b\r1,2\r3,4\r', THREE),
    good('C6', 'CRLF', 'a,b\r\n1,2\r\n3,4\r\n', THREE),
    good('C6', 'all three', 'a,b\r1,2\n3,4\r\n', THREE),
    good('C6', 'CR CR LF, as a careless copy makes it',
         'a,b\r\r\n1,2\r\r\n', 'A1 s a|B1 s b|A3 s 1|B3 s 2'),
    bad('C6', 'lines are counted as an editor counts them: CR',
        'a,b\r\r"1\r1",2\r3,"4\r5\r', ['line 5']),
    bad('C6', 'lines are counted as an editor counts them: mixed',
        'a,b\n\r\n"1\r\n1",2\n\n3,"4\r\n5\r', ['line 6']),
    mapped('C6', 'places are right below blank lines and line ends in quotes',
           'Ref,Title,Amount\r\n\r\n1,"x\ny",2\r\n\r\n2,z,nought\r\n',
           ['1,x y,2,,,a.csv,a,A3'], 1, ('cell C5', "'nought'"),
           'not_a_number'),
    good('C7', 'a byte order mark', b'\xef\xbb\xbfa,b\n1,2\n3,4\n', THREE),
    good('C7', 'a byte order mark in front of a quoted header',
         b'\xef\xbb\xbf"a","b"\n1,2\n3,4\n', THREE),
    good('C7', 'a byte order mark in front of sep=',
         b'\xef\xbb\xbfsep=;\na;b\n1;2\n3;4\n', THREE),
    bad('C8', 'a field of 200 MB', lambda: 'a,"' + 'x' * (200 << 20) + '"\n',
        ['line 1', 'field-bytes'], exit=5, seconds=2, peak=64 << 20),
    bad('C8', 'the same without quotes', lambda: 'a,' + 'x' * (200 << 20),
        ['line 1', 'field-bytes'], exit=5, seconds=2, peak=64 << 20),
    bad('C8', 'a row of 50 million fields', lambda: ',' * 50_000_000,
        ['line 1', 'columns'], exit=5, seconds=2, peak=64 << 20),
    good('C1', 'a quote that is closed by nothing but the end', 'a,b\n1,"2',
         'A1 s a|B1 s b|A2 s 1|B2 s 2',
         why='it swallows no line, so nothing is lost'),
    bad('C8', 'a million quotes and a line behind', lambda: 'a,b\n' + '"' *
        1_000_001 + '\n1,2\n', ['line 2'], seconds=2, peak=64 << 20),
    good('C8', 'a million doubled quotes', lambda: '"' * 1_000_002,
         'A1 s ' + '"' * 500_000, seconds=2, peak=64 << 20),
    bad('C8', 'a million and some rows', lambda: 'a,b\n' * 1_048_577,
        ['line 1048577', 'rows'], exit=5, peak=64 << 20),
    good('C9', 'blanks at the edges are kept',
         ' a ,\tb,\u00a0c\n  ,2,3\n', 'A1 s  a |B1 s \\tb|C1 s \u00a0c|'
         'A2 s   |B2 s 2|C2 s 3'),
    mapped('C9', 'values are trimmed by the rule of their type',
           table(' 1 , x  y ,\u00a05 ,\t31/03/2010, green '),
           ['1,x y,5,2010-03-31,green,']),
    mapped('C10', 'blank, quoted blank, NULL, NA and - are four things',
           table('1,,,,', '2,"","",,', '3,NULL,NULL,,', '4,NA,NA,,',
                 '5,-,-,,', '6,n/a,n/a,,'),
           ['1,,,,', '2,,,,', '3,NULL,,', '4,NA,,', "5,-,,", '6,n/a,,'], 1,
           ('cell C4', 'cell C5', 'cell C6', 'cell C7'), 'not_a_number',
           why='a quoted blank field is blank: Excel, which wrote the file, '
           'makes no difference either; words are never taken for blank'),
    good('C11', 'no line end at the end', 'a,b\n1,2\n3,4', THREE),
    good('C11', 'no line end behind a quote', 'a,b\n1,2\n3,"4"', THREE),
    mapped('C11', 'cut short in the middle of a row, last row kept',
           table('1,x,5,31/03/2010,green', '3,z,7,31/03/2010,red',
                 '2,y,6')[:-4], ['1,x,5', '3,z,7', '2,y,'],
           says=('cell B4', 'middle of this row'), code='cut_short'),
    Case('C12', 'a header and nothing else', {**pack(), 'a.csv': table()},
         CHECK + 'a.csv', 1, 'no_records', ('a.csv',)),
    Case('C12', 'an empty file', {**pack(), 'a.csv': ''}, CHECK + 'a.csv', 3,
         'file_empty', ('a.csv', 'empty')),
    Case('C12', 'blank lines only', {**pack(), 'a.csv': '\r\n' * 20},
         CHECK + 'a.csv', 3, 'no_layout', ('a.csv',)),
    mapped('C12', 'the header again in files put together',
           table('1,x,5') + table('2,y,6'), ['1,x,5', '2,y,6'],
           check=absent('Ref,Title,Amount,Due,Status,a.csv')),
    good('C13', 'control-Z, form feed, line separator',
         'a\u2028b,c\x1a\n1\x0c,2\n', 'A1 s a\u2028b|B1 s c\\x1a|A2 s 1\\x0c|'
         'B2 s 2'),
    Case('C13', 'the same for people', {'a.csv': 'a\u2028b,c\x1a\n1\x0c,2\n'},
         'show a.csv', says=('\\u001A',)),
    bad('C13', 'surrogates written as if they were characters',
        b'\xc2\xa31,\xe2\x82\xac2,\xe2\x80\x99\n\xed\xa0\x80\xed\xb0\x80,2\n',
        ['line 2', 'UTF-8']),
]
