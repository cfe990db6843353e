"""grids.py - returns as grids of cells, read and written without our program.

A book is a list of sheets, a sheet a list of rows, a row a map from column
(from 0) to a cell (kind, text). The kinds: t text, n number, p number shown as
a percentage, d serial of a date, b truth value, e error, f formula without a
result. Only what the fixtures and mutations need of a workbook is understood;
files are written with zipfile, byte for byte the same for the same book.
"""
import csv
import datetime
import re
import xml.etree.ElementTree as xml
import zipfile
from xml.sax.saxutils import escape

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
STYLE = {"p": 1, "d": 2}  # of STYLES; other kinds have none
STYLES = ('<cellXfs count="3"><xf/><xf numFmtId="10" applyNumberFormat="1"/>'
          '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>')
TYPES = {"t": "s", "b": "b", "e": "e"}


class Sheet:
    def __init__(self, name):
        self.name, self.rows, self.merges, self.hidden = name, [], [], set()


def letters(col):
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(ref):
    """The row and column, from 0, of A1 text."""
    col = 0
    name, row = re.fullmatch(r"([A-Z]+)(\d+)", ref).groups()
    for letter in name:
        col = 26 * col + ord(letter) - 64
    return int(row) - 1, col - 1


def read_csv(path):
    sheet = Sheet("")
    with open(path, encoding="utf-8-sig", newline="") as file:
        for values in csv.reader(file):
            sheet.rows.append({c: ("t", v) for c, v in enumerate(values) if v})
    return [sheet]


def texts_of(root, tag):
    return ["".join(t.text or "" for t in item.iter(MAIN + "t"))
            for item in root.iter(MAIN + tag)]


def number_kinds(styles):
    """p, d or n for each cell format."""
    codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
    kinds = []
    for form in styles.find(MAIN + "cellXfs"):
        number = form.get("numFmtId", "0")
        code = codes.get(number, "0%" if number in ("9", "10") else "")
        dated = 14 <= int(number) <= 22 or re.search("[dy]", code)
        kinds.append("p" if "%" in code else "d" if dated else "n")
    return kinds


def read_cell(cell, shared, kinds):
    said, value = cell.get("t"), cell.find(MAIN + "v")
    if said == "inlineStr":
        return "t", texts_of(cell, "is")[0]
    if value is None:
        return None
    if said == "s":
        return "t", shared[int(value.text)]
    kind = {"str": "t", "b": "b", "e": "e"}.get(said) or kinds[int(cell.get("s", 0))]
    return kind, value.text or ""


def read_xlsx(path):
    with zipfile.ZipFile(path) as archive:
        def part(name):
            return xml.fromstring(archive.read(name))
        targets = {r.get("Id"): r.get("Target") for r in part("xl/_rels/workbook.xml.rels")}
        shared = texts_of(part("xl/sharedStrings.xml"), "si")
        kinds = number_kinds(part("xl/styles.xml"))
        book = []
        for entry in part("xl/workbook.xml").iter(MAIN + "sheet"):
            sheet = Sheet(entry.get("name"))
            target = targets[entry.get(f"{{{OFFICE}}}id")].removeprefix("/xl/")
            for cell in part("xl/" + target).iter(MAIN + "c"):
                row, col = place(cell.get("r"))
                sheet.rows += [{} for _ in range(row + 1 - len(sheet.rows))]
                found = read_cell(cell, shared, kinds)
                if found and found[1]:
                    sheet.rows[row][col] = found
            book.append(sheet)
    return book


def cell_xml(ref, cell, shared):
    kind, text = cell
    style = f' s="{STYLE[kind]}"' if kind in STYLE else ""
    if kind == "f":
        return f'<c r="{ref}"><f>A1+1</f></c>'
    if kind == "t":
        text = shared.setdefault(text, len(shared))
    named = f' t="{TYPES[kind]}"' if kind in TYPES else ""
    return f'<c r="{ref}"{style}{named}><v>{escape(str(text))}</v></c>'


def sheet_xml(sheet, shared):
    lines = []
    for r, row in enumerate(sheet.rows):
        if not row:
            continue
        cells = "".join(cell_xml(f"{letters(c)}{r + 1}", row[c], shared) for c in sorted(row))
        hidden = ' hidden="1"' if r in sheet.hidden else ""
        lines.append(f'<row r="{r + 1}"{hidden}>{cells}</row>')
    merges = "".join(f'<mergeCell ref="{letters(c)}{r + 1}:{letters(d)}{s + 1}"/>'
                     for r, c, s, d in sheet.merges)
    if merges:
        merges = f"<mergeCells>{merges}</mergeCells>"
    return f"<sheetData>{''.join(lines)}</sheetData>{merges}"


def relations(pairs):
    return f'<Relationships xmlns="{PACKAGE}relationships">' + "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, kind, target in pairs) + "</Relationships>"


def content_types(count):
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles"),
             ("sharedStrings.xml", "sharedStrings")]
    parts += [(f"s{n}.xml", "worksheet") for n in range(count)]
    return (f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(f'<Override PartName="/xl/{name}" ContentType="{base}{kind}+xml"/>'
                      for name, kind in parts) + "</Types>")


def write_xlsx(book, path):
    main = f'xmlns="{MAIN[1:-1]}"'
    shared, parts = {}, {}
    sheets = [("xl/s%d.xml" % n, f"<worksheet {main}>{sheet_xml(s, shared)}</worksheet>")
              for n, s in enumerate(book)]
    names = "".join(f'<sheet name="{escape(s.name, {chr(34): "&quot;"})}" sheetId="{n + 1}" '
                    f'r:id="r{n}"/>' for n, s in enumerate(book))
    parts["[Content_Types].xml"] = content_types(len(book))
    parts["_rels/.rels"] = relations([("a", "officeDocument", "xl/workbook.xml")])
    parts["xl/workbook.xml"] = (f'<workbook {main} xmlns:r="{OFFICE}">'
                                f"<sheets>{names}</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = relations(
        [(f"r{n}", "worksheet", f"s{n}.xml") for n in range(len(book))]
        + [("t", "sharedStrings", "sharedStrings.xml"), ("f", "styles", "styles.xml")])
    parts["xl/styles.xml"] = f"<styleSheet {main}>{STYLES}</styleSheet>"
    parts["xl/sharedStrings.xml"] = f"<sst {main}>" + "".join(
        f'<si><t xml:space="preserve">{escape(t)}</t></si>' for t in shared) + "</sst>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in [*parts.items(), *sheets]:
            archive.writestr(zipfile.ZipInfo(name), text)


def as_text(cell):
    """A cell as a CSV file has it."""
    kind, text = cell
    if kind == "p" and re.fullmatch(r"-?\d*\.?\d+", text):
        sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text)
        whole, _, rest = digits.partition(".")
        rest = rest.ljust(2, "0")
        text = f"{sign}{(whole + rest[:2]).lstrip('0') or '0'}"
        return text + ("." + rest[2:] if rest[2:] else "") + "%"
    if kind == "d" and text.isdigit():
        return (datetime.date(1899, 12, 30) + datetime.timedelta(int(text))).strftime("%d/%m/%Y")
    return "" if kind == "f" else text


def write_csv(book, path):
    """The first sheet; its cells become what the file has: texts."""
    sheet = book[0]
    for row in sheet.rows:
        for col, cell in row.items():
            row[col] = ("t", as_text(cell))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in sheet.rows:
            writer.writerow([row[c][1] if c in row else "" for c in range(max(row, default=-1) + 1)])
