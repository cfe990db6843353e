#!/usr/bin/env python3
"""recalc.py strip IN OUT | status IN OUT | compare TSV TSV | totals TSV SHEET

Works on a master workbook for test_recalc.sh.
  strip    takes the cached result out of every formula cell; prints how many
  status   makes the first milestone that is 'Delayed' 'Cancelled'
  compare  two dumps (collate show --format tsv) must hold the same values
  totals   prints the totals of the tables of sheet SHEET, by their headers
"""
import re
import sys
import zipfile
from decimal import Decimal, InvalidOperation

SHOWN = 20


def rewrite(source, target, change):
    """Copies a package; change(name, text) gives the new text of a part."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            text = old.read(item.filename)
            if item.filename.startswith("xl/worksheets/sheet"):
                text = change(item.filename, text.decode()).encode()
            new.writestr(item.filename, text, zipfile.ZIP_DEFLATED)


def strip(source, target):
    count = 0

    def change(name, text):
        nonlocal count
        text, n = re.subn(r"(</f>)<v>[^<]*</v>", r"\1", text)
        count += n
        return text

    rewrite(source, target, change)
    print(count)
    return count == 0


def sheet_part(source, wanted):
    with zipfile.ZipFile(source) as book:
        names = re.findall(r'<sheet name="([^"]*)"',
                           book.read("xl/workbook.xml").decode())
        strings = re.findall(r"<si>(.*?)</si>",
                             book.read("xl/sharedStrings.xml").decode(), re.S)
    texts = [re.sub(r"<[^>]*>", "", s) for s in strings]
    return f"xl/worksheets/sheet{names.index(wanted) + 1}.xml", texts


def status(source, target):
    part, texts = sheet_part(source, "Milestones")
    changed = 0

    def change(name, text):
        nonlocal changed
        if name != part:
            return text

        def cell(match):
            nonlocal changed
            if changed or texts[int(match[2])] != "Delayed":
                return match[0]
            changed = 1
            start = match[1].replace(' t="s"', ' t="inlineStr"')
            return start + "<is><t>Cancelled</t></is></c>"

        return re.sub(r'(<c [^>]*t="s"[^>]*>)<v>(\d+)</v></c>', cell, text)

    rewrite(source, target, change)
    return not changed


def value(text):
    """Numbers by value, to the 12 digits that two calculators agree on."""
    try:
        return format(Decimal(text).normalize(), ".12g")
    except InvalidOperation:
        return text


def cells(path):
    found = {}
    with open(path, encoding="utf-8") as dump:
        for line in dump:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 4 and parts[3]:
                found[parts[0], parts[1]] = value(parts[3])
    return found


def differences(one, other):
    a, b = cells(one), cells(other)
    return [(key, a.get(key), b.get(key)) for key in sorted(a.keys() | b.keys())
            if a.get(key) != b.get(key)]


def compare(one, other):
    found = differences(one, other)
    for (sheet, cell), a, b in found[:SHOWN]:
        print(f"{sheet}!{cell}: cached {a!r}, recalculated {b!r}")
    if found:
        print(f"{len(found)} cells differ")
    return bool(found)


def totals(path, sheet):
    rows = {}
    for (name, cell), text in cells(path).items():
        place = re.fullmatch(r"([A-Z]+)(\d+)", cell)
        if name == sheet and place:
            rows.setdefault(int(place[2]), {})[place[1]] = text
    headers = {}
    for _, row in sorted(rows.items()):
        if row.get("A") == "Return":
            headers = row
        if row.get("A") == "Total":
            for column in sorted(row.keys() - {"A"}):
                print(headers[column], row[column])


if __name__ == "__main__":
    commands = {"strip": strip, "status": status, "compare": compare,
                "totals": totals}
    sys.exit(commands[sys.argv[1]](*sys.argv[2:]))
