"""Merges a folder of workbooks and CSV files as one would with pandas.

merge_pandas.py FOLDER OUT.xlsx: all rows on one sheet, counts and amounts by
service and status on a second one.
"""
import pathlib
import sys

import pandas

frames = []
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.suffix == ".xlsx":
        frame = pandas.read_excel(path, engine="openpyxl")
    else:
        frame = pandas.read_csv(path)
        frame["Due"] = pandas.to_datetime(frame["Due"], format="%d/%m/%Y")
    frame["Source"] = path.name
    frames.append(frame)
rows = pandas.concat(frames, ignore_index=True)
rollup = rows.pivot_table(
    index="Service",
    columns="Status",
    values=["Reference", "Plan"],
    aggfunc={"Reference": "count", "Plan": "sum"},
)
with pandas.ExcelWriter(
    sys.argv[2], engine="xlsxwriter", datetime_format="dd-mmm-yyyy"
) as book:
    rows.to_excel(book, sheet_name="Items", index=False)
    rollup.to_excel(book, sheet_name="Rollup")
