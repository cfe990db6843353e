#!/usr/bin/env python3
"""valid.py FILE.xlsx... - what Excel would repair, and what is hard to read.

Holds a workbook against the rules that Excel checks when it opens one, and
that our own readers do not need: content types and relationships resolve,
elements of a sheet stand in their order, tables agree with their header cells,
names are unique, indexes of formats and texts exist, limits on links,
dropdowns and formulas are kept, formulas name tables and columns that there
are, links lead to cells that there are. Besides: every colour of letters
stands out from its fill by 4.5 to 1 (WCAG 2.1), a chart has a text and keeps
the figures of its cells. Prints what is wrong; exit 1 where anything is.
Rules: ECMA-376 part 1, 18.3 (sheets), 18.5 (tables), 18.8 (styles).
"""
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DOC = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACK = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData
sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState
dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting
dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter
rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags
drawing legacyDrawing legacyDrawingHF picture oleObjects controls
webPublishItems tableParts extLst""".split()
KINDS = {None, "n", "s", "b", "e", "str", "inlineStr"}
ROWS, COLUMNS = 1048576, 16384


def units(text):
    return len(text.encode("utf-16-le")) // 2


def split(ref):
    """A1 to (row, column), from 1; None where it is no cell."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)", ref)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if row <= ROWS and column <= COLUMNS else None


def area(ref):
    """A1:C3 to its corners."""
    ends = [split(end) for end in ref.split(":")]
    if len(ends) > 2 or None in ends:
        return None
    (top, left), (bottom, right) = ends[0], ends[-1]
    return (top, left, bottom, right) if top <= bottom and left <= right \
        else None


def plain(text):
    """Without the escapes of ST_Xstring."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def texts(element):
    return plain("".join(t.text or "" for t in element.iter(MAIN + "t")))


def light(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4
             for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Book:
    def __init__(self, path):
        self.path, self.wrong = path, []
        self.zip = zipfile.ZipFile(path)
        self.names = set(self.zip.namelist())
        self.sheets, self.tables, self.cells = {}, {}, {}

    def say(self, where, what):
        self.wrong.append(f"{where}: {what}")

    def xml(self, part):
        return ElementTree.fromstring(self.zip.read(part))

    def rels(self, part):
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if path not in self.names:
            return {}
        found = {}
        for rel in self.xml(path).iter(PACK + "Relationship"):
            target = rel.get("Target")
            if rel.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target)) \
                    if not target.startswith("/") else target[1:]
                if target not in self.names:
                    self.say(path, f"{rel.get('Id')} leads to no part")
            if rel.get("Id") in found:
                self.say(path, f"{rel.get('Id')} stands twice")
            found[rel.get("Id")] = target
        return found

    # --- the package --------------------------------------------------------

    def package(self):
        if len(self.names) != len(self.zip.namelist()):
            self.say("package", "a part stands twice")
        types = self.xml("[Content_Types].xml")
        known = {d.get("Extension") for d in types.iter(TYPES + "Default")}
        overrides = [o.get("PartName")[1:]
                     for o in types.iter(TYPES + "Override")]
        for name in overrides:
            if name not in self.names:
                self.say("[Content_Types].xml", f"{name} is no part")
        for name in self.names - set(overrides) - {"[Content_Types].xml"}:
            if name.rsplit(".", 1)[-1] not in known:
                self.say("[Content_Types].xml", f"{name} has no type")
        self.rels("")

    def workbook(self):
        part = "xl/workbook.xml"
        root, rels, seen = self.xml(part), self.rels(part), set()
        ids = [s.get("sheetId") for s in root.iter(MAIN + "sheet")]
        if len(ids) != len(set(ids)):
            self.say(part, "two sheets have one id")
        for sheet in root.iter(MAIN + "sheet"):
            name = sheet.get("name")
            if not name or units(name) > 31 or re.search(r"[][:*?/\\]", name) \
                    or name[0] == "'" or name[-1] == "'" \
                    or name.lower() == "history":
                self.say(part, f"'{name}' is no name for a sheet")
            if name.casefold() in seen:
                self.say(part, f"two sheets are called '{name}'")
            seen.add(name.casefold())
            self.sheets[name] = rels[sheet.get(DOC + "id")]
        self.defined = set()
        for name in root.iter(MAIN + "definedName"):
            key = (name.get("name").casefold(), name.get("localSheetId"))
            if key in self.defined:
                self.say(part, f"the name {key} stands twice")
            self.defined.add(key)
            if int(name.get("localSheetId") or 0) >= len(ids):
                self.say(part, f"{key} is of no sheet")
            sheet = re.match(r"'((?:[^']|'')+)'!|(\w+)!", name.text)
            if not sheet or (sheet[1] or sheet[2]).replace("''", "'") \
                    not in self.sheets:
                self.say(part, f"{key} refers to {name.text}")

    # --- styles -------------------------------------------------------------

    def styles(self):
        part = "xl/styles.xml"
        root = self.xml(part)
        lists = {}
        for name in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
            element = root.find(MAIN + name)
            lists[name] = list(element)
            if int(element.get("count")) != len(element):
                self.say(part, f"{name} is miscounted")
        own = {f.get("numFmtId") for f in root.iter(MAIN + "numFmt")}
        for i, xf in enumerate(lists["cellXfs"]):
            for key, name in (("fontId", "fonts"), ("fillId", "fills"),
                              ("borderId", "borders")):
                if int(xf.get(key)) >= len(lists[name]):
                    self.say(part, f"format {i} has no {key}")
            number = xf.get("numFmtId")
            if int(number) >= 164 and number not in own:
                self.say(part, f"format {i} has no number format")
            self.readable(f"format {i}", lists["fonts"][int(xf.get("fontId"))],
                          lists["fills"][int(xf.get("fillId"))], "fgColor")
        for i, dxf in enumerate(lists["dxfs"]):
            self.readable(f"coloured format {i}", dxf.find(MAIN + "font"),
                          dxf.find(MAIN + "fill"), "bgColor")
        self.formats, self.dxfs = len(lists["cellXfs"]), len(lists["dxfs"])

    def readable(self, where, font, fill, key):
        def colour(element, tag, otherwise):
            found = None if element is None else \
                element.find(f".//{MAIN}{tag}")
            rgb = None if found is None else found.get("rgb")
            return rgb[-6:] if rgb else otherwise

        ratio = contrast(colour(font, "color", "000000"),
                         colour(fill, key, "FFFFFF"))
        if ratio < 4.5:
            self.say("xl/styles.xml", f"{where} has a contrast of {ratio:.1f}")

    def strings(self):
        part = "xl/sharedStrings.xml"
        self.shared = []
        if part in self.names:
            root = self.xml(part)
            self.shared = [texts(si) for si in root.iter(MAIN + "si")]
            if int(root.get("uniqueCount")) != len(self.shared):
                self.say(part, "the texts are miscounted")

    # --- sheets -------------------------------------------------------------

    def sheet(self, name, part):
        root, rels = self.xml(part), self.rels(part)
        places = [ORDER.index(child.tag.replace(MAIN, "")) for child in root]
        if places != sorted(places):
            self.say(name, "its elements do not stand in order")
        self.cells[name] = self.rows(name, root)
        self.dimension(name, root)
        self.columns(name, root)
        self.colours(name, root)
        self.dropdowns(name, root)
        found = root.find(MAIN + "tableParts")
        ids = [] if found is None else list(found)
        if found is not None and int(found.get("count")) != len(ids):
            self.say(name, "its tables are miscounted")
        areas = [self.table(name, rels[t.get(DOC + "id")]) for t in ids]
        for i, one in enumerate(areas):
            for other in areas[:i]:
                if one and other and one[0] <= other[2] \
                        and other[0] <= one[2] and one[1] <= other[3] \
                        and other[1] <= one[3]:
                    self.say(name, "two tables stand on the same cells")
        return root, rels

    def rows(self, name, root):
        cells, last = {}, 0
        for row in root.find(MAIN + "sheetData"):
            number, before = int(row.get("r")), 0
            if number <= last or number > ROWS:
                self.say(name, f"row {number} comes after {last}")
            if float(row.get("ht", 0)) > 409:
                self.say(name, f"row {number} is too high")
            last = number
            for cell in row:
                place = split(cell.get("r"))
                if not place or place[0] != number or place[1] <= before:
                    self.say(name, f"{cell.get('r')} is out of place")
                    continue
                before = place[1]
                cells[place] = self.cell(name, cell)
        return cells

    def cell(self, name, cell):
        where, kind = f"{name}!{cell.get('r')}", cell.get("t")
        value, formula = cell.find(MAIN + "v"), cell.find(MAIN + "f")
        if kind not in KINDS:
            self.say(where, f"has type {kind}")
        if int(cell.get("s", 0)) >= self.formats:
            self.say(where, "has a format that there is not")
        if formula is not None and (not formula.text
                                    or units(formula.text) > 8192):
            self.say(where, "has no formula, or too long a one")
        text = value.text or "" if value is not None else ""
        if kind == "s":
            if int(text) >= len(self.shared):
                self.say(where, "has a text that there is not")
                return "", None
            text = self.shared[int(text)]
        elif kind == "inlineStr":
            text = texts(cell)
        elif kind in (None, "n") and value is not None \
                and not re.fullmatch(r"-?\d+(\.\d+)?(E[+-]\d+)?", text):
            self.say(where, f"has '{text}' for a number")
        if units(text) > 32767:
            self.say(where, "has too long a text")
        return text, None if formula is None else formula.text

    def dimension(self, name, root):
        cells = self.cells[name]
        said = area(root.find(MAIN + "dimension").get("ref"))
        rows, columns = zip(*cells) if cells else ((1,), (1,))
        if said != (min(rows), min(columns), max(rows), max(columns)):
            self.say(name, f"its dimension is not {said}")

    def columns(self, name, root):
        last = 0
        for column in root.iter(MAIN + "col"):
            if int(column.get("min")) <= last \
                    or not 0 < float(column.get("width")) <= 255.75:
                self.say(name, f"column {column.get('min')} is out of place")
            last = int(column.get("max"))

    def colours(self, name, root):
        for found in root.iter(MAIN + "conditionalFormatting"):
            refs = found.get("sqref").split()
            if len(refs) > 8192 or not all(map(area, refs)):
                self.say(name, f"colours on {found.get('sqref')}")
        rules = list(root.iter(MAIN + "cfRule"))
        order = [rule.get("priority") for rule in rules]
        if len(order) != len(set(order)):
            self.say(name, "two colours have one priority")
        for rule in rules:
            if int(rule.get("dxfId", 0)) >= self.dxfs:
                self.say(name, "a colour that there is not")

    def dropdowns(self, name, root):
        found = root.find(MAIN + "dataValidations")
        if found is None:
            return
        if int(found.get("count")) != len(found):
            self.say(name, "its dropdowns are miscounted")
        for rule in found:
            formula = rule.find(MAIN + "formula1")
            if not all(map(area, rule.get("sqref").split())):
                self.say(name, f"a dropdown on {rule.get('sqref')}")
            if units((formula.text or "").strip('"')) > 255:
                self.say(name, "a dropdown of more than 255 characters")
            if units(rule.get("errorTitle", "")) > 32 \
                    or units(rule.get("error", "")) > 225:
                self.say(name, "a dropdown says too much")

    def table(self, sheet, part):
        root = self.xml(part)
        name, where = root.get("displayName"), area(root.get("ref"))
        columns = [plain(c.get("name")) for c in root.iter(MAIN + "tableColumn")]
        if not re.fullmatch(r"[A-Za-z_\\][\w.\\]{0,254}", name) or split(name) \
                or (name.casefold(), None) in self.defined:
            self.say(part, f"'{name}' is no name for a table")
        for other in self.tables.values():
            if name.casefold() == other["name"].casefold() \
                    or root.get("id") == other["id"]:
                self.say(part, f"'{name}' or its id stands twice")
        self.tables[name] = {"name": name, "id": root.get("id"),
                             "columns": columns, "sheet": sheet,
                             "where": where}
        if not where or where[0] == where[2]:
            self.say(part, f"'{name}' has no rows")
            return None
        self.filled_in(part, sheet, root, where)
        heads = [self.cells[sheet].get((where[0], c), ("",))[0]
                 for c in range(where[1], where[3] + 1)]
        if heads != columns \
                or len({c.casefold() for c in columns}) != len(columns):
            self.say(part, f"the columns of '{name}' are not its headers")
        if int(root.find(MAIN + "tableColumns").get("count")) != len(columns):
            self.say(part, f"the columns of '{name}' are miscounted")
        filtered = root.find(MAIN + "autoFilter")
        if filtered is not None and filtered.get("ref") != root.get("ref"):
            self.say(part, f"'{name}' filters {filtered.get('ref')}")
        return where

    def filled_in(self, part, sheet, root, where):
        """A column's formula is that of each of its rows, word for word; in a
        publication, which nobody goes on with, columns have none."""
        working = root.find(MAIN + "autoFilter") is not None
        for i, column in enumerate(root.iter(MAIN + "tableColumn")):
            given = column.find(MAIN + "calculatedColumnFormula")
            found = {self.cells[sheet].get((row, where[1] + i), ("", None))[1]
                     for row in range(where[0] + 1, where[2] + 1)} - {None}
            wanted = {given.text} if given is not None else set()
            if working and found - wanted:
                self.say(part, f"column '{column.get('name')}' is filled in "
                         "otherwise than its rows")

    # --- what leads from sheet to sheet ---------------------------------------

    def links(self, name, root, rels):
        found = list(root.iter(MAIN + "hyperlink"))
        if len(found) > 65530:
            self.say(name, "too many links")
        for link in found:
            where = f"{name}!{link.get('ref')}"
            if not area(link.get("ref")):
                self.say(where, "a link on no cell")
            if link.get(DOC + "id"):
                if link.get(DOC + "id") not in rels:
                    self.say(where, "a link to nowhere")
                continue
            to = re.fullmatch(r"'((?:[^']|'')+)'!([A-Z]+[0-9]+)",
                              link.get("location"))
            sheet = to and to[1].replace("''", "'")
            if not to or sheet not in self.sheets:
                self.say(where, f"leads to {link.get('location')}")
            elif split(to[2]) not in self.cells[sheet]:
                self.say(where, f"leads to {to[2]}, which is empty")
            elif name.startswith("Overdue") \
                    and self.cells[name][split(link.get("ref"))][0] \
                    != self.cells[sheet][split(to[2])][0]:
                self.say(where, "leads to another number")

    def formulas(self):
        for name, cells in self.cells.items():
            for place, (_, formula) in cells.items():
                if not formula:
                    continue
                bare = re.sub(r'"[^"]*"', '""', formula)
                if bare.count("(") != bare.count(")"):
                    self.say(f"{name}{place}", "has open brackets")
                for table, row, column in re.findall(
                        r"(\w+)\[(\[#This Row\],\[)?([^]]*)\]", bare):
                    if column not in self.tables.get(table, {}) \
                            .get("columns", ()):
                        self.say(f"{name}{place}",
                                 f"speaks of {table}[{column}]")
                    if row and not self.inside(name, place, table):
                        self.say(f"{name}{place}",
                                 f"stands in no row of {table}")

    def inside(self, sheet, place, table):
        top, left, bottom, right = self.tables[table]["where"]
        return self.tables[table]["sheet"] == sheet \
            and top < place[0] <= bottom and left <= place[1] <= right

    def quoted(self):
        """Excel takes a bare Q1!$A$1 or 2009!$1:$1 for something else."""
        for part in sorted(self.names):
            if part.startswith("xl/charts/chart") or part == "xl/workbook.xml":
                for node in self.xml(part).iter():
                    if node.tag in (CHART + "f", MAIN + "definedName") and \
                            re.match(r"[^'!]+!", node.text or ""):
                        self.say(part, f"{node.text} lacks quotes")

    def charts(self):
        for part in sorted(self.names):
            if part.startswith("xl/drawings/drawing"):
                for shape in self.xml(part).iter(DRAW + "cNvPr"):
                    if len(shape.get("descr", "")) < 20:
                        self.say(part, "a chart without a text")
            if not part.startswith("xl/charts/chart"):
                continue
            for ref in self.xml(part).iter():
                cache = {CHART + "numRef": "numCache",
                         CHART + "strRef": "strCache"}.get(ref.tag)
                if cache:
                    self.kept(part, ref, cache)

    def kept(self, part, ref, cache):
        to = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+)(:\$[A-Z]+\$(\d+))?",
                          ref.find(CHART + "f").text)
        points = {int(p.get("idx")): p.find(CHART + "v").text or ""
                  for p in ref.iter(CHART + "pt")}
        wanted = {}
        for row in range(int(to[3]), int(to[5] or to[3]) + 1):
            text = self.cells[to[1]].get(split(f"{to[2]}{row}"), ("",))[0]
            if text:
                wanted[row - int(to[3])] = text
        if ref.find(CHART + cache) is None or points != wanted or not points:
            self.say(part, f"{ref.find(CHART + 'f').text} is not kept")

    def check(self):
        self.package()
        for part in sorted(self.names):
            if part.endswith(".xml"):
                self.rels(part)
        if not self.wrong:  # else there is nothing to go by
            self.parts()
        for line in self.wrong[:20]:
            print(f"{self.path}: {line}")
        cells = sum(map(len, self.cells.values()))
        print(f"{self.path}: {len(self.sheets)} sheets, {len(self.tables)} "
              f"tables, {cells} cells, {len(self.wrong)} wrong")
        return not self.wrong

    def parts(self):
        self.workbook()
        self.styles()
        self.strings()
        seen = {name: self.sheet(name, part)
                for name, part in self.sheets.items()}
        for name, (root, rels) in seen.items():
            self.links(name, root, rels)
        self.formulas()
        self.quoted()
        self.charts()


sys.exit(0 if all([Book(path).check() for path in sys.argv[1:]]) else 1)
