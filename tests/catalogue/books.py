"""books.py - small workbooks part by part, so that each part can be bad.

parts() gives the parts of a workbook of one sheet 'S' around the rows given;
book() packs them. A part given by its name replaces the one there is, None
takes it away.
"""
import zips

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'

SHEET, STRINGS = 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'
BOOK, LINKS, STYLES = ('xl/workbook.xml', 'xl/_rels/workbook.xml.rels',
                       'xl/styles.xml')
TYPES, ROOT = '[Content_Types].xml', '_rels/.rels'


def types():
    overrides = {BOOK: 'sheet.main', SHEET: 'worksheet',
                 STRINGS: 'sharedStrings', STYLES: 'styles'}
    return (HEAD + f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>' +
            ''.join(f'<Override PartName="/{part}" ContentType="{KIND}{k}'
                    '+xml"/>' for part, k in overrides.items()) + '</Types>')


def links(*triples):
    """Relationships of (id, kind, target)."""
    return (HEAD + f'<Relationships xmlns="{PACKAGE}/relationships">' +
            ''.join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" '
                    f'Target="{target}"/>' for i, kind, target in triples) +
            '</Relationships>')


def workbook(sheets='<sheet name="S" sheetId="1" r:id="rId1"/>', more=''):
    return (HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}'
            f'<sheets>{sheets}</sheets></workbook>')


def sheet(rows, before='', behind=''):
    return (HEAD + f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
            f'<sheetData>{rows}</sheetData>{behind}</worksheet>')


def strings(*texts):
    return (HEAD + f'<sst xmlns="{MAIN}">' +
            ''.join(f'<si><t>{t}</t></si>' for t in texts) + '</sst>')


def styles(formats='', cell_formats=('0', '14', '2')):
    """Cell formats by the number of their number format."""
    return (HEAD + f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
            '<fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
            '<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>'
            '<cellXfs>' + ''.join(f'<xf numFmtId="{n}"/>'
                                  for n in cell_formats) +
            '</cellXfs></styleSheet>')


BOOK_LINKS = (('rId1', 'worksheet', 'worksheets/sheet1.xml'),
              ('rId2', 'sharedStrings', 'sharedStrings.xml'),
              ('rId3', 'styles', 'styles.xml'))


def parts(rows='', **changed):
    """Changed parts go by the names rows, sheet, strings, styles, book, links,
    types, root; others by their path in more={...}."""
    have = {TYPES: types(), ROOT: links(('rId1', 'officeDocument', BOOK)),
            BOOK: workbook(), LINKS: links(*BOOK_LINKS), STYLES: styles(),
            STRINGS: strings('alpha', 'beta'), SHEET: sheet(rows)}
    names = {'sheet': SHEET, 'strings': STRINGS, 'styles': STYLES,
             'book': BOOK, 'links': LINKS, 'types': TYPES, 'root': ROOT}
    have.update(changed.pop('more', {}))
    have.update({names[key]: value for key, value in changed.items()})
    return {name: value.encode() if isinstance(value, str) else value
            for name, value in have.items() if value is not None}


def entries(rows='', change=None, **changed):
    """Zip entries; change={name: {what: lie}} goes to zips.entry."""
    change = change or {}
    return [zips.entry(name, data, **change.get(name, {}))
            for name, data in parts(rows, **changed).items()]


def book(rows='', **changed):
    return zips.package(entries(rows, **changed))


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def c(ref, value, **attributes):
    """A cell: c('A1', '5', t='s')."""
    said = ''.join(f' {k}="{v}"' for k, v in attributes.items())
    return f'<c r="{ref}"{said}><v>{value}</v></c>'


def inline(ref, text):
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


ONE = row(1, c('A1', '0', t='s'), c('B1', '1.5'))
ONE_CELLS = 'A1 s alpha|B1 n 1.5'
