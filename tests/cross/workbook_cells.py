"""workbook_cells.py FILE.xlsx - a workbook's cells as openpyxl finds them.

Written as `collate show --format tsv` writes them: sheet, reference, type and
value, with the results of formulas. Numbers are given as the shortest decimal
of the same double, which is what our reader gives.
"""
import datetime
import sys

import openpyxl


def number(value):
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text


def cell(value):
    if isinstance(value, bool):
        return "b", "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return "n", number(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return "d", value.date().isoformat() if midnight else value.isoformat()
    escapes = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return "s", "".join(escapes.get(c, c) for c in str(value))


for sheet in openpyxl.load_workbook(sys.argv[1], data_only=True):
    for row in sheet.iter_rows():
        for c in row:
            if c.value is not None:
                print(sheet.title, c.coordinate, *cell(c.value), sep="\t")
