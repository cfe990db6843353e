"""sheets.py - returns as grids that can be changed: read, change, write.

A book is a list of sheets; a sheet is a map from (row, column), counted from
1, to (value, number format), with its merged cells. Rows can be put in and
taken out and columns moved with everything that stands on them, which
openpyxl's own calls do not do for merged cells. Texts are plain: runs of
characters in bold or italics become one text.
"""
import csv
import datetime
import io

import openpyxl
from openpyxl.utils import column_index_from_string


def column(letters):
    return column_index_from_string(letters)


class Sheet:
    def __init__(self, name):
        self.name, self.cells, self.merges = name, {}, []

    def get(self, row, col):
        return self.cells.get((row, col), (None, "General"))[0]

    def set(self, row, col, value):
        if value is None:
            self.cells.pop((row, col), None)
        else:
            shape = self.cells.get((row, col), (None, "General"))[1]
            self.cells[row, col] = (value, shape)

    def last_row(self):
        return max((row for row, _ in self.cells), default=0)

    def last_column(self):
        return max((col for _, col in self.cells), default=0)

    def rows_of(self, text):
        """Rows with a cell that is this text, in order."""
        return sorted({r for (r, _), (v, _) in self.cells.items() if v == text})

    def find(self, text, nth=0):
        """The nth cell, in reading order, that begins with the text."""
        found = sorted(at for at, (value, _) in self.cells.items()
                       if isinstance(value, str) and value.startswith(text))
        if len(found) <= nth:
            raise KeyError(f"{self.name}: no cell '{text}' number {nth}")
        return found[nth]

    def map_cells(self, where):
        """Moves every cell and merge to where(row, col); None takes it out."""
        cells, merges = {}, []
        for at, cell in self.cells.items():
            to = where(*at)
            if to:
                cells[to] = cell
        for top, left, bottom, right in self.merges:
            first, last = where(top, left), where(bottom, right)
            if first and last and last[1] - first[1] == right - left:
                merges.append(first + last)  # its columns still stand together
        self.cells, self.merges = cells, merges

    def insert(self, row, *rows):
        """Puts rows (lists of values) in above a row."""
        self.map_cells(lambda r, c: (r + len(rows) if r >= row else r, c))
        for n, values in enumerate(rows):
            for col, value in enumerate(values, 1):
                self.set(row + n, col, value)

    def delete(self, first, last):
        count = last - first + 1
        self.map_cells(lambda r, c: None if first <= r <= last
                       else (r - count if r > last else r, c))

    def repeat(self, row):
        """Puts a copy of the row below it, formats included."""
        copy = {c: cell for (r, c), cell in self.cells.items() if r == row}
        self.insert(row + 1, [])
        for col, cell in copy.items():
            self.cells[row + 1, col] = cell

    def order_columns(self, letters):
        """The columns in the order of the letters: 'ACB' swaps B and C."""
        place = {column(letter): n for n, letter in enumerate(letters, 1)}
        self.map_cells(lambda r, c: (r, place.get(c, c)))

    def change(self, how):
        """Puts how(value) in the place of every value."""
        for at, (value, shape) in list(self.cells.items()):
            new = how(value)
            if new is not value:
                self.cells[at] = (new, "General" if isinstance(new, str)
                                  else shape)


class Book:
    def __init__(self, sheets):
        self.sheets = sheets

    def __getitem__(self, name):
        if isinstance(name, int):
            return self.sheets[name]
        return next(s for s in self.sheets if s.name == name)

    def change(self, how):
        for sheet in self.sheets:
            sheet.change(how)


def read_workbook(path):
    book = openpyxl.load_workbook(path)
    sheets = []
    for source in book:
        sheet = Sheet(source.title)
        sheet.merges = [(m.min_row, m.min_col, m.max_row, m.max_col)
                        for m in source.merged_cells.ranges]
        for row in source.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.cells[cell.row, cell.column] = (cell.value,
                                                          cell.number_format)
        sheets.append(sheet)
    return Book(sheets)


def read_csv(path, name):
    sheet = Sheet(name)
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row, values in enumerate(csv.reader(file), 1):
            for col, value in enumerate(values, 1):
                if value:
                    sheet.set(row, col, value)
    return Book([sheet])


def write_workbook(book, path):
    target = openpyxl.Workbook()
    target.remove(target.active)
    for sheet in book.sheets:
        out = target.create_sheet(sheet.name)
        for (row, col), (value, shape) in sorted(sheet.cells.items()):
            out.cell(row, col, value).number_format = shape
        for top, left, bottom, right in sheet.merges:
            out.merge_cells(start_row=top, start_column=left,
                            end_row=bottom, end_column=right)
    target.save(path)


def shown(value, shape):
    """A cell as a CSV file shows it."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%d-%b-%Y")
    if isinstance(value, (int, float)) and shape.endswith("%"):
        return f"{value:.{shape.count('0') - 1}%}"
    return "" if value is None else str(value)


def write_csv(book, path, encoding="utf-8", delimiter=",", ends=("\r\n",)):
    """The sheets one below the other. ends: line ends, used in turn."""
    with open(path, "wb") as file:
        for sheet in book.sheets:
            for row in range(1, sheet.last_row() + 1):
                line = io.StringIO(newline="")
                csv.writer(line, delimiter=delimiter).writerow(
                    [shown(*sheet.cells.get((row, col), (None, "")))
                     for col in range(1, sheet.last_column() + 1)])
                text = line.getvalue()[:-2] + ends[row % len(ends)]
                file.write(text.encode(encoding))
