"""xml.py - the XML of a workbook: entities, encodings, depth, damage.

The big parts (sheets, texts) go through our own tokenizer, the small ones
(workbook, relationships, styles, types) through expat, and OpenDocument
through expat as well: what must hold, must hold in each of them.
"""
import random

from books import (BOOK, HEAD, LINKS, MAIN, ONE, ONE_CELLS, ROOT, SHEET,
                   STRINGS, STYLES, TYPES, OFFICE, book, c, parts, row, sheet,
                   strings, workbook)
from kit import Case
from zips import entry, package

PARTS = {'sheet': SHEET, 'strings': STRINGS, 'book': BOOK, 'styles': STYLES,
         'links': LINKS, 'types': TYPES, 'root': ROOT}


def bad(id, what, make, says=(), code='', exit=3, **more):
    return Case(id, what, lambda: {'a.xlsx': make()}, 'convert a.xlsx b.tsv',
                exit, code, ('a.xlsx', *says), **more)


def good(id, what, make, cells=ONE_CELLS, **more):
    return Case(id, what, lambda: {'a.xlsx': make()},
                'show a.xlsx --format tsv', cells=cells, **more)


def text_of(part):
    return parts(ONE)[PARTS[part]].decode()


def behind_head(text, insert):
    """Insert directly in front of the root element."""
    return text.replace(HEAD, HEAD + insert, 1)


def with_doctype(part, doctype):
    return lambda: book(ONE, **{part: behind_head(text_of(part), doctype)})


def laughs(levels, width, start='ha'):
    lines = [f'<!ENTITY l0 "{start}">']
    for n in range(1, levels + 1):
        lines.append(f'<!ENTITY l{n} "{f"&l{n - 1};" * width}">')
    return f'<!DOCTYPE x [{"".join(lines)}]>'


def laughing(levels, width):
    """The entity is used in a text, where it would hurt."""
    return lambda: book(ONE, strings=behind_head(
        strings(f'&l{levels};', 'beta'), laughs(levels, width)))


QUADRATIC = '<!DOCTYPE x [<!ENTITY a "' + 'a' * 50000 + '">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a "aaaa"><!ENTITY % b "%a;%a;">%b;]>'
ATTRIBUTE = '<!DOCTYPE x [<!ATTLIST x a CDATA "&l;"><!ENTITY l "ha">]>'

EXTERNAL = {
    'a file': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    'a web address': '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    'a share': '<!DOCTYPE x PUBLIC "-//a//b" "\\\\\\\\host\\share\\x.dtd">',
}

OPEN_DOCUMENT = (
    HEAD + '%s<office:document-content xmlns:office="urn:oasis:names:tc:'
    'opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:'
    'opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:'
    'opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S"><table:table-row><table:table-cell '
    'office:value-type="string"><text:p>alpha</text:p></table:table-cell>'
    '</table:table-row></table:table></office:spreadsheet></office:body>'
    '</office:document-content>')


def open_document(content):
    return package([
        entry('mimetype', 'application/vnd.oasis.opendocument.spreadsheet',
              method=0), entry('content.xml', content)])


def bad_ods(id, what, content, says=(), **more):
    return Case(id, what, lambda: {'a.ods': open_document(content)},
                'convert a.ods b.tsv', 3, says=('a.ods', *says), **more)


def encoded(part, codec, name=None, mark=b''):
    """The part in another encoding, declared by name."""
    def make():
        text = text_of(part)
        declared = f'encoding="{name}"' if name else ''
        text = text.replace('encoding="UTF-8"', declared)
        return book(ONE, **{part: mark + text.encode(codec)})
    return make


def declared(part, name):
    return lambda: book(ONE, **{part: text_of(part).replace('UTF-8', name)})


def noise(size):
    """Text that cannot be packed so well that another limit stops it."""
    return random.Random(size).randbytes(size // 2).hex()


def deep(levels):
    return sheet('', behind='<x>' * levels + '</x>' * levels)


def attributes(count):
    return sheet('<row' + ''.join(f' a{n}=""' for n in range(count)) + '/>')


def namespaces(count):
    return sheet(ONE, behind='<x ' + ' '.join(
        f'xmlns:n{n}="u{n}"' for n in range(count)) + '/>')


def cut_late(rows):
    whole = sheet(''.join(f'<row r="{n}"><c><v>{n}</v></c></row>'
                          for n in range(1, rows + 1)))
    return whole[:len(whole) - 40]


def damaged_text(piece):
    return book(ONE, strings=strings('alpha', 'XX').encode()
                .replace(b'XX', piece))


def damaged_sheet(piece):
    return book(ONE, sheet=sheet(row(1, c('A1', 'XX', t='str'))).encode()
                .replace(b'XX', piece))


def damaged_book(piece):
    return book(ONE, book=workbook().encode().replace(b'"S"',
                                                      b'"S' + piece + b'"'))


CHARACTERS = {
    'a byte that is no UTF-8': b'a\xffb', 'an overlong slash': b'\xc0\xaf',
    'an overlong NUL': b'\xc0\x80', 'half a surrogate pair': b'\xed\xa0\x80',
    'a character cut short': b'\xe2\x82', 'beyond Unicode': b'\xf4\x90\x80\x80',
    'U+FFFE': b'\xef\xbf\xbe', 'a control character': b'a\x01b',
    'an escape': b'\x1b[2J', 'a NUL': b'a\0b',
    'a reference to a control character': b'&#1;',
    'a reference to NUL': b'&#0;', 'a reference to a surrogate': b'&#xD800;',
    'a reference beyond Unicode': b'&#x110000;',
    'a reference to U+FFFE': b'&#xFFFE;', 'a bare ampersand': b'a & b',
    'an entity that nobody declared': b'a&nope;b', 'a bracket': b'a<b',
}

STRICT = 'http://purl.oclc.org/ooxml/spreadsheetml/main'
STRICT_OFFICE = 'http://purl.oclc.org/ooxml/officeDocument/relationships'


def strict():
    return package([entry(name, data.decode().replace(MAIN, STRICT)
                          .replace(OFFICE, STRICT_OFFICE))
                    for name, data in parts(ONE).items()])


def prefixed(part, prefix):
    """Every element of the part with a prefix, and the default unused."""
    def make():
        import re
        text = re.sub(r'<(/?)([a-z])', rf'<\1{prefix}:\2', text_of(part))
        return book(ONE, **{part: text.replace('<?' + prefix + ':', '<?')
                            .replace('xmlns=', f'xmlns:{prefix}=')})
    return make


COMPATIBLE = ('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats'
              '.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
              '<row r="9"><c r="A9"><v>9</v></c></row></mc:Choice>'
              '<mc:Fallback/></mc:AlternateContent>')
EXTENSION = ('<extLst><ext uri="{0}"><x14:x xmlns:x14="u"><sheetData><row '
             'r="7"><c r="A7"><v>7</v></c></row></sheetData></x14:x></ext>'
             '</extLst>')


def split(value, **attributes):
    return lambda: book(row(1, c('A1', value, **attributes)))


def shifted(n):
    """A comment of n bytes in front: tokens fall on other block borders."""
    rows = ''.join(row(k, c(f'A{k}', k % 2, t='s'), c(f'B{k}', f'{k}.25'),
                       c(f'C{k}', f'a &amp; &#x20AC; {k}', t='str'))
                   for k in range(1, 4001))
    return book(sheet='<!--' + '.' * n + '-->' + sheet(rows)[len(HEAD):])


def same_cells(run):
    lines = run.out.decode().splitlines()
    want = ['#sheet\t1\tS\tvisible']
    for k in range(1, 4001):
        want += [f'S\tA{k}\ts\t{["alpha", "beta"][k % 2]}',
                 f'S\tB{k}\tn\t{k}.25', f'S\tC{k}\ts\ta & \u20ac {k}']
    return None if lines == want else 'cells differ'


CASES = [
    *(bad('X1', f'entities of {levels} levels in a text',
          laughing(levels, width), ['document type'], seconds=1)
      for levels, width in ((7, 10), (10, 10), (3, 3), (25, 2))),
    *(bad('X1', f'entities in the {part} part',
          with_doctype(part, laughs(9, 10)), ['document type', PARTS[part]],
          seconds=1) for part in PARTS if part != 'types'),
    good('X1', 'entities in the types part',
         with_doctype('types', laughs(9, 10)), seconds=1,
         why='the part is not read: what it says of types follows from the '
         'relationships, and nothing can come of it'),
    bad_ods('X1', 'entities in an OpenDocument', OPEN_DOCUMENT %
            laughs(9, 10), ['document type']),
    bad('X2', 'a long entity, used often', lambda: book(
        ONE, strings=behind_head(strings('&a;' * 50000), QUADRATIC)),
        ['document type'], seconds=1),
    bad('X2', 'parameter entities', with_doctype('sheet', PARAMETER),
        ['document type']),
    bad('X2', 'entities in default attributes',
        with_doctype('book', ATTRIBUTE), ['document type']),
    *(bad('X3', f'the document type is {what}, in the {part} part',
          with_doctype(part, doctype), ['document type'], never=['root:'])
      for what, doctype in EXTERNAL.items() for part in ('sheet', 'book')),
    bad('X4', 'an entity that an absent document type might declare',
        lambda: book(ONE, strings=behind_head(
            strings('a&nope;b'), '<!DOCTYPE r SYSTEM "x">')),
        ['document type'], never=['ab']),
    bad_ods('X4', 'the same in an OpenDocument', (OPEN_DOCUMENT %
            '<!DOCTYPE r SYSTEM "x">').replace('alpha', 'a&nope;b'),
            ['document type']),
    *(bad('X5', f'a document type in UTF-16 in the {part} part',
          lambda part=part: book(ONE, **{part: behind_head(
              text_of(part), laughs(9, 10)).replace('UTF-8', 'UTF-16')
              .encode('utf-16')}), ['document type'])
      for part in ('sheet', 'strings', 'book')),
    *(bad('X5', f'a document type in UTF-7 in the {part} part',
          lambda part=part: book(ONE, **{part: (
              '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x '
              '+AFsAXQA+-' + text_of(part)[len(HEAD):])}), ['UTF-7'])
      for part in ('sheet', 'book')),
    *(bad('X5', f'two declarations in the {part} part',
          lambda part=part: book(ONE, **{part: HEAD + '<?xml version="1.0" '
                                 'encoding="UTF-16"?>' +
                                 text_of(part)[len(HEAD):]}))
      for part in ('sheet', 'book')),
    bad('X5', 'a document type behind a comment', with_doctype(
        'sheet', '<!-- a -->\n<?x y?>' + laughs(2, 2)), ['document type']),
    *(bad('X6', f'encoding {name} in the {part} part', declared(part, name),
          [name]) for name in ('ISO-8859-1', 'windows-1252', 'x-unknown')
      for part in ('sheet', 'strings', 'book')),
    *(good('X6', f'{name} in the {part} part', encoded(part, codec, name),
           why='workbooks may be in UTF-16, and some are')
      for name, codec in (('UTF-16', 'utf-16'),)
      for part in ('sheet', 'strings', 'book')),
    good('X6', 'a byte order mark in the sheet',
         encoded('sheet', 'utf-8', 'UTF-8', b'\xef\xbb\xbf')),
    bad('X7', 'elements a million deep', lambda: book(sheet=deep(10**6)),
        ['xml-depth'], exit=5, peak=64 << 20),
    bad('X7', 'elements a million deep in a small part',
        lambda: book(styles=text_of('styles').replace(
            '</styleSheet>', '<x>' * 10**6 + '</x>' * 10**6 +
            '</styleSheet>')), ['xml-depth'], exit=5, peak=64 << 20),
    bad('X7', 'a million attributes', lambda: book(sheet=attributes(10**6)),
        ['limit'], exit=5, peak=64 << 20),
    bad('X7', 'a hundred thousand attributes within the size of a tag',
        lambda: book(sheet=attributes(100000)), ['limit'], exit=5,
        peak=64 << 20),
    good('X7', 'a hundred thousand attributes in a small part',
         lambda: book(ONE, styles=text_of('styles').replace(
             '<fonts>', '<fonts ' + ' '.join(f'a{n}=""' for n in
                                             range(100000)) + '>')),
         peak=64 << 20,
         why='expat takes time in proportion, and a tag has 1 MiB at most'),
    bad('X7', 'a million attributes in a small part',
        lambda: book(ONE, styles=text_of('styles').replace(
            '<fonts>', '<fonts ' + ' '.join(f'a{n}=""' for n in
                                            range(10**6)) + '>')),
        ['field-bytes'], exit=5, peak=64 << 20),
    bad('X7', 'an attribute of 30 MB', lambda: book(
        sheet=sheet(f'<row x="{noise(30 << 20)}"/>')), ['field-bytes'],
        exit=5, peak=64 << 20),
    bad('X7', 'an attribute of 30 MB in a small part', lambda: book(
        book=workbook(more=f'<x x="{noise(30 << 20)}"/>')), ['limit'],
        exit=5, peak=64 << 20),
    bad('X7', 'a comment of 30 MB', lambda: book(
        sheet='<!--' + noise(30 << 20) + '-->' + sheet(ONE)[len(HEAD):]),
        ['field-bytes'], exit=5, peak=64 << 20),
    bad('X7', 'an instruction of 30 MB', lambda: book(
        sheet='<?x ' + noise(30 << 20) + '?>' + sheet(ONE)[len(HEAD):]),
        ['field-bytes'], exit=5, peak=64 << 20),
    bad('X7', 'a comment of 30 MB in a small part', lambda: book(
        ONE, book=behind_head(workbook(), '<!--' + noise(30 << 20) + '-->')),
        ['field-bytes'], exit=5, peak=64 << 20),
    bad('X7', 'a name of 2 MB', lambda: book(
        sheet=sheet('<x' + noise(2 << 20) + '/>')), ['field-bytes'], exit=5,
        peak=64 << 20),
    bad('X7', 'a text of 30 MB', lambda: book(
        row(1, c('A1', noise(30 << 20), t='str'))), ['field-bytes'], exit=5,
        peak=64 << 20),
    bad('X7', 'a million namespaces', lambda: book(sheet=namespaces(10**6)),
        ['limit'], exit=5, peak=64 << 20),
    bad('X8', 'the sheet ends within row 200,000',
        lambda: book(sheet=cut_late(200000)), [SHEET]),
    bad('X8', 'the texts end too early',
        lambda: book(ONE, strings=strings('alpha', 'beta')[:-8]), [STRINGS]),
    bad('X8', 'the workbook part ends too early',
        lambda: book(ONE, book=workbook()[:-8]), [BOOK]),
    bad('X8', 'elements closed in the wrong order',
        lambda: book(sheet=sheet('<row><c></row></c>')), [SHEET]),
    bad('X8', 'something behind the root',
        lambda: book(sheet=sheet(ONE) + '<more/>'), [SHEET]),
    bad('X8', 'an attribute twice', lambda: book(
        sheet=sheet('<row r="1" r="2"/>')), [SHEET]),
    bad('X8', 'an empty sheet part', lambda: book(sheet=''), [SHEET]),
    *(bad('X9', f'{what} in a text', lambda piece=piece: damaged_text(piece),
          [STRINGS]) for what, piece in CHARACTERS.items()),
    *(bad('X9', f'{what} in a sheet', lambda piece=piece: damaged_sheet(piece),
          [SHEET]) for what, piece in CHARACTERS.items()),
    *(bad('X9', f'{what} in the workbook part',
          lambda piece=piece: damaged_book(piece), [BOOK, 'line 2'])
      for what, piece in CHARACTERS.items()),
    good('X10', 'strict Office Open XML', strict),
    *(good('X10', f'the {part} part with the prefix {prefix}',
           prefixed(part, prefix)) for part in ('sheet', 'strings', 'book',
                                                'styles')
      for prefix in ('x', 'main', 'c')),
    good('X10', 'content for other versions, passed over',
         lambda: book(sheet=sheet(ONE + COMPATIBLE))),
    good('X10', 'an extension with rows of its own, passed over',
         lambda: book(sheet=sheet(ONE, behind=EXTENSION))),
    *(good('X11', f'{what} in a number', split(value), 'A1 n 1234')
      for what, value in (('a comment', '12<!-- 9 -->34'),
                          ('CDATA', '12<![CDATA[34]]>'),
                          ('an instruction', '1<?x y?>234'),
                          ('references', '&#49;2&#x33;4'))),
    good('X11', 'all of them in a text',
         split('a<!-- b -->c<![CDATA[<d>&e;]]>f<?g h?>i', t='str'),
         'A1 s ac<d>&e;fi'),
    good('X11', 'all of them in a shared text', lambda: book(
        ONE, strings=strings('al<!-- b -->p<![CDATA[h]]><?g h?>a')),
        ONE_CELLS),
    *(Case('X12', f'tokens at other block borders, {n}',
           lambda n=n: {'a.xlsx': shifted(n)}, 'show a.xlsx --format tsv',
           check=same_cells)
      for n in (*range(1, 24), 65500, 65519, 65529, 65530, 65531, 65536)),
]
