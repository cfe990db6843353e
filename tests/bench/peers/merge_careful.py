"""Merges a folder of workbooks and CSV files with an eye on speed and memory.

merge_careful.py FOLDER OUT.xlsx: openpyxl reads row by row, xlsxwriter writes
row by row, nothing is held. All rows on one sheet, counts and amounts by
service and status on a second one.
"""
import collections
import csv
import datetime
import pathlib
import sys

import openpyxl
import xlsxwriter

TEXTS = (0, 1, 2, 3, 5)
AMOUNTS = (7, 8, 9)


def workbook_rows(path):
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    next(rows)
    for row in rows:
        yield row + (None,) * (12 - len(row))


def csv_rows(path):
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            day = datetime.datetime.strptime(row[4], "%d/%m/%Y")
            yield (*row[:4], day, row[5], *map(float, row[6:11]), row[11])


book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True})
items = book.add_worksheet("Items")
day = book.add_format({"num_format": "dd-mmm-yyyy"})
money = book.add_format({"num_format": "#,##0.00"})
rollup = collections.defaultdict(lambda: [0, 0.0])
line = 0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for row in workbook_rows(path) if path.suffix == ".xlsx" else csv_rows(path):
        for column in TEXTS:
            items.write_string(line, column, row[column])
        items.write_datetime(line, 4, row[4], day)
        items.write_number(line, 6, row[6])
        for column in AMOUNTS:
            items.write_number(line, column, row[column], money)
        items.write_number(line, 10, row[10])
        if row[11]:
            items.write_string(line, 11, row[11])
        items.write_string(line, 12, path.name)
        line += 1
        group = rollup[row[2], row[5]]
        group[0] += 1
        group[1] += row[7]
sheet = book.add_worksheet("Rollup")
for line, (key, group) in enumerate(sorted(rollup.items())):
    sheet.write_row(line, 0, [*key, *group])
book.close()
