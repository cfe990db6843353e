"""mutate.py - what happens to returns on their way: one random change each.

mutate() applies a few of the functions in CHANGES to a book (grids.py). They
know no layout: they cut, move, double and respell rows and cells wherever they
fall, so that what comes out is sometimes nearly right and sometimes ruined.
identify() gives a return a sender of its own, so that it replaces no other.
"""
import re

NUMBERS = ["1,234.50", "(500)", "£1,000", "(£7.25)", "12-", "−5", "-£3", "1 234", "1.234,56", "1,2,3", "5%",
           "(5)%", "+5", ".5", "5.", "0x10", "1e3", "1.5E-3", "£5%", "5 %", "1,234e2", "٣", "５", " 42\u00a0", "007",
           "-0", "0.0000005", "0.00000051", "1.0000015", "2.0000025", "99999999999999999999", "9223372036854.775807",
           "nan", "TBA", "No Data", "-", "12 abc", "£", "%", "()", "--5", "-(5)", "12,345,678.901", "1,23", "NIL",
           "5\n6", "5\nx", "£1\n(2)\n3%"]
STORED = ["0.5", "1E3", "1.5E-3", "132834.29999999999", "0.1", "1e-9", "-7.25", "123456789012345", "0.30000000000000004",
          "1.23E+2", "-0", "4.35", "1234567890.12", "0.0000015", "1E20"]
NOTES = ["Note: figures are provisional", "See attached", "Total", "Grand total 500", "Author: The Officer",
         "Print Date: 26/11/2009", "Quarter 3 2009/10", "SERVICE: Another", "3. PERFORMANCE", "-----", "1",
         "Main actions (overdue)", "4.2 Human Resource Requirements", "Annex 7", "Finance", "500", " "]


def some_row(r, sheet):
    return r.randrange(len(sheet.rows)) if sheet.rows else 0


def filled_cell(r, sheet):
    """A filled cell, or None."""
    for _ in range(20):
        row = sheet.rows[some_row(r, sheet)] if sheet.rows else {}
        if row:
            return row, r.choice(sorted(row))
    return None


def number_cell(r, sheet):
    """A cell with a figure in it where there is one."""
    found = [(row, col) for row in sheet.rows for col, (kind, text) in row.items()
             if kind in "np" or re.fullmatch(r"[£(\-]?[\d,.]+[%)]?", text)]
    return r.choice(found) if found else filled_cell(r, sheet)


def insert_note(r, sheet):
    cells = {r.choice((0, 0, 0, 1, 4)): ("t", r.choice(NOTES))}
    if r.random() < 0.4:
        cells[r.randrange(1, 8)] = ("n", r.choice(STORED))
    sheet.rows.insert(some_row(r, sheet), cells)


def drop_row(r, sheet):
    if sheet.rows:
        del sheet.rows[some_row(r, sheet)]


def double_row(r, sheet):
    if sheet.rows:
        at = some_row(r, sheet)
        sheet.rows.insert(at, dict(sheet.rows[at]))


def cut_end(r, sheet):
    del sheet.rows[some_row(r, sheet):]


def move_block(r, sheet):
    at = some_row(r, sheet)
    block = sheet.rows[at:at + r.randrange(1, 12)]
    del sheet.rows[at:at + len(block)]
    to = some_row(r, sheet)
    sheet.rows[to:to] = block


def copy_block(r, sheet):
    at = some_row(r, sheet)
    block = [dict(row) for row in sheet.rows[at:at + r.randrange(1, 12)]]
    to = some_row(r, sheet)
    sheet.rows[to:to] = block


def swap_columns(r, sheet):
    """Two columns change places in the whole sheet or in some rows."""
    a, b = r.randrange(10), r.randrange(10)
    first = some_row(r, sheet) if r.random() < 0.5 else 0
    for row in sheet.rows[first:first + r.choice((5, 20, 10000))]:
        x, y = row.pop(a, None), row.pop(b, None)
        if x:
            row[b] = x
        if y and a != b:
            row[a] = y


def shift_columns(r, sheet):
    by = r.randrange(1, 4)
    sheet.rows[:] = [{c + by: cell for c, cell in row.items()} for row in sheet.rows]


def blank_rows(r, sheet):
    at = some_row(r, sheet)
    blank = {} if r.random() < 0.7 else {r.randrange(4): ("t", "  \u00a0")}
    sheet.rows[at:at] = [dict(blank) for _ in range(r.randrange(1, 4))]


def extra_column(r, sheet):
    """Figures beside a block, with a heading or without."""
    at, col = some_row(r, sheet), r.randrange(3, 14)
    words = ["Extra", "Total", "2009/10 Target", "% Complete", "09/10", "Debtors", "Comments"]
    if r.random() < 0.6 and at < len(sheet.rows):
        sheet.rows[at].setdefault(col, ("t", r.choice(words)))
    for row in sheet.rows[at + 1:at + 6]:
        if row:
            row.setdefault(col, ("n", r.choice(STORED)))


def respell(r, sheet):
    at = filled_cell(r, sheet)
    if not at or at[0][at[1]][0] != "t":
        return
    row, col = at
    text = row[col][1]
    half = r.randrange(len(text) + 1)
    row[col] = ("t", r.choice([
        text.upper(), text.lower(), f"  {text} ", text.replace(" ", "\u00a0"), text.replace(" ", "\n", 1), text + "*",
        text + "²", text[:half] + text[half + 1:], text[:half] + "x" + text[half:], text[:half], text[half:],
        text + " " + text, text * 40]) or "x")


def change_number(r, sheet):
    at = number_cell(r, sheet)
    if at:
        at[0][at[1]] = (r.choice("nnp"), r.choice(STORED + [str(r.randrange(-10**6, 10**9))]))


def spell_number(r, sheet):
    at = number_cell(r, sheet)
    if at:
        at[0][at[1]] = ("t", r.choice(NUMBERS))


def change_kind(r, sheet):
    at = filled_cell(r, sheet)
    if at:
        at[0][at[1]] = r.choice([("b", "1"), ("e", "#REF!"), ("d", "40000"), ("n", "12"), ("f", ""), ("t", " "),
                                 ("n", "40000.5"), ("e", "#N/A")])


def clear_cell(r, sheet):
    at = filled_cell(r, sheet)
    if at:
        del at[0][at[1]]


def continue_row(r, sheet):
    """A row below that says more in one or two cells, merged with those above."""
    at = some_row(r, sheet)
    if not sheet.rows or not sheet.rows[at]:
        return
    row = sheet.rows[at]
    cols = r.sample(sorted(row), min(len(row), r.randrange(1, 3)))
    sheet.rows.insert(at + 1, {c: row[c] for c in cols})
    blank = [c for c in row if c not in cols]
    if blank and r.random() < 0.5 and not sheet.merges:
        sheet.merges.append((at, blank[0], at + 1, blank[0]))


def total_row(r, sheet):
    at = some_row(r, sheet)
    cells = {0: ("t", r.choice(["Total", "TOTAL", "Totals", "Sum", "Balance"]))}
    for col in range(1, r.randrange(2, 12)):
        cells[col] = ("n", r.choice(STORED))
    sheet.rows.insert(at, cells)


def hide_row(r, sheet):
    sheet.hidden.add(some_row(r, sheet))


def swap_rows(r, sheet):
    if len(sheet.rows) > 1:
        at = r.randrange(len(sheet.rows) - 1)
        sheet.rows[at], sheet.rows[at + 1] = sheet.rows[at + 1], sheet.rows[at]


CHANGES = [insert_note, drop_row, double_row, cut_end, move_block, copy_block, swap_columns, shift_columns, blank_rows,
           extra_column, respell, change_number, spell_number, change_kind, clear_cell, continue_row, total_row,
           hide_row, swap_rows]
WEIGHTS = [3, 2, 3, 1, 2, 2, 2, 1, 2, 3, 4, 4, 6, 3, 2, 3, 3, 1, 2]


def shorten(r, book, head):
    """Keeps the beginning of each sheet and some blocks of the rest."""
    for sheet in book:
        rest = sheet.rows[head:]
        if len(rest) <= 40 or r.random() < 0.1:
            continue
        kept = []
        for _ in range(r.randrange(1, 4)):
            at = r.randrange(len(rest))
            kept += [dict(row) for row in rest[at:at + r.randrange(5, 25)]]
        sheet.rows[head:] = kept


def identify(book, who):
    """Writes the sender into the cells that name him: who[pattern] is the text
    in place of its first group."""
    for sheet in book:
        for row in sheet.rows:
            for col, (kind, text) in row.items():
                for pattern, name in who:
                    found = re.fullmatch(pattern, text)
                    if kind == "t" and found:
                        row[col] = ("t", text[:found.start(1)] + name + text[found.end(1):])


def mutate(r, book):
    """Some changes, most of them few; their names in order."""
    done = []
    for _ in range(r.choice((0, 1, 1, 2, 2, 3, 4, 6, 10, 20))):
        change = r.choices(CHANGES, WEIGHTS)[0]
        change(r, r.choice(book))
        done.append(change.__name__)
    return done
