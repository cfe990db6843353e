"""zip.py - the container of a workbook that is damaged or made to deceive."""
import os
import struct

from books import (BOOK, BOOK_LINKS, ONE, ONE_CELLS, SHEET, STRINGS, book,
                   entries, links, parts, sheet, workbook)
from kit import Case
from zips import deflate, end, entry, local_header, package, record, streamed, zeros

SHOW = 'show a.xlsx --format tsv'


def bad(id, what, make, says, code='', exit=3, **more):
    """A file a.xlsx that must be refused."""
    return Case(id, what, lambda: {'a.xlsx': make()}, 'convert a.xlsx b.tsv',
                exit, code, ('a.xlsx', *says), **more)


def good(id, what, make, cells=ONE_CELLS, **more):
    return Case(id, what, lambda: {'a.xlsx': make()}, SHOW, cells=cells,
                **more)


def lying(part, **lies):
    """A sound workbook but for what the entry of one part says."""
    return lambda: package(entries(ONE, change={part: lies}))


def both(part, **lies):
    """The same in the directory and in the local header."""
    return lying(part, **lies)


SIZES = {name: len(data) for name, data in parts(ONE).items()}


def flipped(part, method):
    data = bytearray(parts(ONE)[part])
    data[len(data) // 2] ^= 1
    return both(part, method=method,
                packed=bytes(data) if method == 0 else deflate(bytes(data)))


def bomb(part):
    def make():
        return package([e for e in entries(ONE) if e.name != part.encode()] +
                       [zeros(part, 200)])
    return make


def empty_rows():
    """Sixteen sheets of empty rows: no part is too long."""
    names = [f'xl/worksheets/sheet{n}.xml' for n in range(1, 17)]
    data = sheet('<row/>' * 400_000)
    more = {name: data for name in names}
    sheets = ''.join(f'<sheet name="S{n}" sheetId="{n}" r:id="s{n}"/>'
                     for n in range(1, 17))
    rels = [(f's{n}', 'worksheet', f'worksheets/sheet{n}.xml')
            for n in range(1, 17)]
    return book(ONE, more=more, book=workbook(sheets),
                links=links(*BOOK_LINKS[1:], *rels))


def overlapping():
    first = zeros('x', 10)
    others = [entry('x', b'', offset=0, crc=first.crc, size=first.size,
                    packed_size=first.packed_size, method=8)
              for _ in range(999)]
    return package([first] + others)


def half_overlapping():
    """A part that lies inside another one, stored."""
    inner = entry(SHEET, parts(ONE)[SHEET])
    hull = local_header(inner) + inner.packed
    outer = entry('xl/media/picture.bin', hull, method=0)
    inner.offset = len(local_header(outer))
    return package([outer, inner])


def two(first, second):
    return lambda: package(entries(ONE) + [
        entry(second, b'<other/>')]) if first in SIZES else None


def named_otherwise():
    there = parts(ONE)
    return package([entry(name, data, local={'name': name[:-1].encode() + b'X'}
                          if name == SHEET else {})
                    for name, data in there.items()])


def with_part(name, data=b'x', **lies):
    return lambda: package(entries(ONE) + [entry(name, data, **lies)])


def zip64_count():
    e = entry('x', b'', method=0)
    body, directory = local_header(e), record(e, 0)
    at = len(body) + len(directory)
    wide = struct.pack('<4sQHHIIQQQQ', b'PK\6\6', 44, 45, 45, 0, 0, 10**12,
                       10**12, len(directory), len(body))
    find = struct.pack('<4sIQI', b'PK\6\7', 0, at, 1)
    return body + directory + wide + find + end(0xffff, 0xffffffff, 0xffffffff)


def zip64_sizes(extra):
    return both(SHEET, size=0xffffffff, packed_size=0xffffffff, extra=extra)


def zip64_writer(other=b'', plain=False):
    """As SharpZipLib and Info-ZIP (-fz) write what is short: the sizes of each
    part are in its zip64 field, and the end record is plain."""
    body, directory, all_of_it = b'', b'', entries(ONE)
    for e in all_of_it:
        e.extra = other + struct.pack('<HHQQ', 1, 16, e.size, e.packed_size)
        e.size = e.packed_size = 0xffffffff
        e.local_extra = e.extra
        directory += record(e, len(body))
        body += local_header(e) + e.packed
    count, size, at = len(all_of_it), len(directory), len(body)
    wide = struct.pack('<4sQHHIIQQQQ', b'PK\6\6', 44, 45, 45, 0, 0, count, count,
                       size, at) + struct.pack('<4sIQI', b'PK\6\7', 0, at + size, 1)
    return body + directory + (b'' if plain else wide) + end(count, size, at)


def zip64_always():
    """As commons-compress writes in its mode Always, the offsets too."""
    body, directory, all_of_it = b'', b'', entries(ONE)
    for e in all_of_it:
        sizes = struct.pack('<QQ', e.size, e.packed_size)
        e.size = e.packed_size = 0xffffffff
        e.local_extra = struct.pack('<HH', 1, 16) + sizes
        e.extra = struct.pack('<HH', 1, 24) + sizes + struct.pack(
            '<Q', len(body))
        directory += record(e, 0xffffffff)
        body += local_header(e) + e.packed
    count, size, at = len(all_of_it), len(directory), len(body)
    wide = struct.pack('<4sQHHIIQQQQ', b'PK\6\6', 44, 45, 45, 0, 0, count, count,
                       size, at) + struct.pack('<4sIQI', b'PK\6\7', 0, at + size, 1)
    return body + directory + wide + end(0xffff, 0xffffffff, 0xffffffff)


WIDE = struct.pack('<HHQQ', 1, 16, 1 << 63, 1 << 63)


def many():
    e = entry('x', b'', method=0)
    header = local_header(e)
    body, directory = b'', b''
    for n in range(65534):
        directory += record(entry(f'f{n:05d}', b'', method=0), len(header) * n)
    body = header * 65534
    return body + directory + end(65534, len(directory), len(body))


def sound():
    return package(entries(ONE))


def cut(at):
    return Case('Z15', f'cut short after {at} bytes',
                lambda: {'a.xlsx': sound()[:at]}, 'convert a.xlsx b.tsv', 3,
                CODE_CUT.get(at, ''), ('a.xlsx',))


CODE_CUT = {}
FALSE_END = end(0, 0, 0)
TRUE_END = end(len(SIZES), 0, 0)


def compound(*names):
    """The head of a compound file with these names in its directory."""
    head = bytearray(512)
    head[:8] = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
    head[24:32] = struct.pack('<HHHH', 0x3e, 3, 0xfffe, 9)
    return bytes(head) + b''.join(
        name.encode('utf-16-le').ljust(128, b'\0')
        for name in ('Root Entry', *names)).ljust(4096, b'\0')


def renamed(what, content, says, name='a.xlsx', **more):
    return Case('Z19', what, {name: content}, f'show {name}', 3,
                says=(name, *says), **more)


def ods_type():
    return package([entry('mimetype', 'application/vnd.oasis.opendocument.'
                          'spreadsheet', method=0),
                    entry('content.xml', '<x/>')])


def folder(name):
    return lambda top: os.mkdir(top / name)


CASES = [
    bad('Z1', 'declared size too large by one, and a wrong checksum',
        both(SHEET, size=SIZES[SHEET] + 1, crc=0x12345678), [SHEET]),
    bad('Z1', 'the same in the part of the texts',
        both(STRINGS, size=SIZES[STRINGS] + 1, crc=0x12345678), [STRINGS]),
    bad('Z1', 'the same in a small part',
        both(BOOK, size=SIZES[BOOK] + 1, crc=0x12345678), [BOOK]),
    bad('Z2', 'declared size of 100 bytes', both(SHEET, size=100), [SHEET]),
    bad('Z2', 'declared size one byte too small',
        both(STRINGS, size=SIZES[STRINGS] - 1), [STRINGS]),
    bad('Z2', 'declared size of 100 bytes only in the directory',
        lying(BOOK, size=100, local={'size': SIZES[BOOK]}), [BOOK]),
    bad('Z3', 'one bit wrong in a stored part', flipped(SHEET, 0), [SHEET]),
    bad('Z3', 'one bit wrong in a packed part', flipped(STRINGS, 8),
        [STRINGS]),
    bad('Z3', 'a wrong checksum in a small part', both(BOOK, crc=1), [BOOK]),
    bad('Z4', '200 MB of zeros in 200 KB as a sheet', bomb(SHEET),
        [SHEET, '--limit inflate-ratio='], exit=5, seconds=1, peak=64 << 20),
    bad('Z4', 'the same as the texts', bomb(STRINGS), [STRINGS], exit=5,
        seconds=1, peak=64 << 20),
    bad('Z4', 'the same as a small part', bomb(BOOK), [BOOK], exit=5,
        seconds=1, peak=64 << 20),
    bad('Z4', '200 MB of zeros that declare 1,000 bytes',
        lambda: package([e for e in entries(ONE) if e.name != SHEET.encode()] +
                        [zeros(SHEET, 200, size=1000)]), [SHEET],
        seconds=1, peak=64 << 20),
    good('Z4', '200 MB of zeros in a part that nobody reads',
         bomb('xl/media/image1.bin'), seconds=1, peak=64 << 20,
         why='it is not unpacked at all, so it can do no harm; Excel opens it'),
    Case('Z4', 'many parts, each within the limit, too long together',
         lambda: {'a.xlsx': empty_rows()},
         'show --limit total-bytes=32M a.xlsx --format tsv', 5,
         says=('a.xlsx', 'total-bytes')),
    bad('Z5', '1,000 entries of one part of 10 MiB', overlapping,
        ["'x'", 'overlap'], seconds=1, peak=64 << 20),
    bad('Z5', 'a part that lies inside another', half_overlapping,
        ['overlap']),
    *(bad('Z6', f'flag {flag:#x}: the part is encrypted',
          both(SHEET, flags=flag), ['password', SHEET])
      for flag in (0x1, 0x40, 0x2000, 0x41)),
    *(bad('Z7', f'compression method {method}', both(SHEET, method=method),
          [SHEET, f'method {method}']) for method in (1, 9, 12, 14, 93, 98, 99)),
    bad('Z7', 'method changed only in the local header',
        lying(SHEET, local={'method': 12}), [SHEET]),
    *(bad('Z8', f'a second workbook part {name}', two(BOOK, name),
          [BOOK.split('/')[0] if name == BOOK else name.lstrip('/\\')
           .replace('\\', '/')])
      for name in (BOOK, 'XL/Workbook.XML', 'xl\\workbook.xml',
                   '/xl/workbook.xml', '\\xl\\WORKBOOK.xml')),
    bad('Z8', 'a second workbook part by an escape', two(BOOK, 'xl/w%6frkbook.xml'),
        ['xl/w%6frkbook.xml']),
    bad('Z9', 'another name in the local header', named_otherwise, [SHEET]),
    bad('Z10', 'a name with a NUL', with_part(b'xl/\0workbook.xml'), ['name']),
    bad('Z10', 'the workbook by a name with a NUL behind it',
        lambda: package([entry(name + '\0.xml' if name == BOOK else name, data)
                         for name, data in parts(ONE).items()]), ['name']),
    bad('Z10', 'an empty name', with_part(b''), ['name']),
    *(good('Z11', f'a part whose name has {n} bytes', with_part(b'A' * n))
      for n in (255, 256, 1023, 1024, 4095, 4096, 65534, 65535)),
    bad('Z12', 'a directory of 10^12 entries', zip64_count, [], seconds=1,
        peak=64 << 20),
    bad('Z12', 'sizes of 2^63', zip64_sizes(WIDE), [SHEET], seconds=1,
        peak=64 << 20),
    bad('Z12', 'a zip64 field of 4 bytes',
        zip64_sizes(struct.pack('<HH4s', 1, 4, b'abcd')), [SHEET]),
    bad('Z12', 'a zip64 field that is cut short',
        zip64_sizes(struct.pack('<HH', 1, 4)), []),
    good('Z12', 'zip64 sizes and ends of short parts', zip64_writer),
    good('Z12', 'zip64 sizes of short parts behind another field, plain end',
         lambda: zip64_writer(struct.pack('<HH5s', 0x5455, 5, b'times'), True)),
    good('Z12', 'zip64 sizes, offsets and ends of short parts', zip64_always),
    bad('Z12', 'an offset that is in no zip64 field',
        both(SHEET, offset=0xffffffff), [SHEET]),
    bad('Z12', 'an offset of 2^63', both(
        SHEET, offset=0xffffffff, extra=struct.pack('<HHQ', 1, 8, 1 << 63)),
        [SHEET]),
    bad('Z13', '65,534 parts', many, ['65534', 'zip-entries'], exit=5,
        seconds=1),
    bad('Z14', 'an empty directory in the comment',
        lambda: package(entries(ONE), comment=b'x' * 10 + FALSE_END), []),
    bad('Z14', 'a second end that closes the file, behind the first',
        lambda: package(entries(ONE), behind=b'more' + TRUE_END), []),
    bad('Z14', '70 KB of something behind the end',
        lambda: package(entries(ONE), behind=b'g' * 70000), []),
    good('Z14', 'some bytes behind the end',
         lambda: package(entries(ONE), behind=b'\r\n' * 10),
         why='Excel opens it without a word; mail gateways add line ends'),
    good('Z14', 'a program in front (self-extracting)',
         lambda: package(entries(ONE), before=b'MZ' + b'\0' * 1000),
         why='the offsets show where the package begins; Excel opens it'),
    good('Z14', 'a comment', lambda: package(entries(ONE), comment=b'hello')),
    *(cut(at) for at in range(64, len(sound()), 64)),
    *(cut(len(sound()) - n) for n in (1, 5, 21)),
    good('Z16', 'streamed parts with data descriptors',
         lambda: package([streamed(n, d) for n, d in parts(ONE).items()])),
    good('Z16', 'streamed parts, descriptors without a signature',
         lambda: package([streamed(n, d, False)
                          for n, d in parts(ONE).items()])),
    good('Z16', 'stored parts',
         lambda: package([entry(n, d, method=0)
                          for n, d in parts(ONE).items()])),
    Case('Z17', 'an empty file', {'a.xlsx': b''}, 'show a.xlsx', 3,
         says=('a.xlsx', 'empty')),
    Case('Z17', 'a package of nothing', {'a.xlsx': FALSE_END}, 'show a.xlsx',
         3, says=('a.xlsx', 'damaged')),
    Case('Z17', 'the first four bytes of a package', {'a.xlsx': b'PK\3\4'},
         'show a.xlsx', 3, says=('a.xlsx', 'cut short')),
    Case('Z17', 'a folder named as a workbook', {}, 'show a.xlsx', 3,
         says=('a.xlsx', 'folder'), prepare=folder('a.xlsx')),
    Case('Z17', 'a pipe', {}, 'show a.xlsx', 3, says=('a.xlsx',
         'not an ordinary file'), seconds=1,
         prepare=lambda top: os.mkfifo(top / 'a.xlsx')),
    Case('Z17', 'a pipe among the returns', {}, 'check a.csv', 3,
         says=('a.csv', 'not an ordinary file'), seconds=2,
         prepare=lambda top: os.mkfifo(top / 'a.csv')),
    Case('Z17', 'a device that never ends', {}, 'show /dev/zero', 3,
         says=('/dev/zero', 'not an ordinary file'), seconds=1),
    Case('Z18', 'a workbook protected with a password',
         lambda: {'a.xlsx': compound('EncryptionInfo', 'EncryptedPackage')},
         'show a.xlsx', 3, says=('a.xlsx', 'password')),
    Case('Z18', 'an Excel 97-2003 workbook',
         lambda: {'a.xls': compound('Workbook')}, 'show a.xls', 3,
         says=('a.xls', 'Excel 97-2003')),
    Case('Z18', 'an Excel 97-2003 workbook renamed',
         lambda: {'a.xlsx': compound('Workbook')}, 'show a.xlsx', 3,
         says=('a.xlsx', 'Excel 97-2003')),
    Case('Z18', 'a Word 97-2003 document',
         lambda: {'a.xlsx': compound('WordDocument')}, 'show a.xlsx', 3,
         says=('a.xlsx', 'Word 97-2003')),
    Case('Z18', 'the first 512 bytes of one of them',
         lambda: {'a.xlsx': compound('Workbook')[:512]}, 'show a.xlsx', 3,
         says=('a.xlsx', 'Excel 97-2003')),
    renamed('a web page', '<html><table><tr><td>1</td></tr></table></html>',
            ['web page']),
    renamed('a web page that begins with its table', ' \n<TABLE border=1>',
            ['web page']),
    renamed('delimited text', 'a,b\r\n1,2\r\n', ['text file']),
    renamed('a PDF', b'%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', ['PDF']),
    renamed('JSON', '{"rows": [1, 2]}\n', ['JSON']),
    renamed('a picture', b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR', ['picture']),
    renamed('a binary workbook as .xlsx',
            package([entry('xl/workbook.bin', b'\x83\x01')]), ['.xlsb']),
    renamed('a binary workbook', package([entry('xl/workbook.bin', b'\x83')]),
            ['.xlsb'], 'a.xlsb'),
    renamed('an OpenDocument spreadsheet as .xlsx', ods_type(),
            ['OpenDocument']),
    renamed('a Numbers spreadsheet',
            package([entry('Index/Document.iwa', b'\0')]), ['Numbers'],
            'a.numbers'),
    renamed('a Word document',
            package([entry('word/document.xml', '<w/>')]), ['Word']),
    renamed('a workbook as .csv', sound(), ['zip file'], 'a.csv'),
    good('Z20', 'a workbook inside the workbook',
         lambda: book(ONE, more={'xl/embeddings/inner.xlsx': sound()})),
    good('Z20', 'a package inside the workbook',
         lambda: book(ONE, more={'xl/inner.zip': overlapping()})),
]
