"""count.py - what must come of a return, counted without our program.

Figures are read by one regular expression over what docs and headers of the
project say a number is, and added up as decimals. Which columns hold figures is
written down here once more, by the headings' words (MONEY). Of the store only
the ledger is taken on trust here, to know where tables begin and end; that it
is whole is tested apart from that.
"""
import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

BIGGEST = 2 ** 63
NUMBER = re.compile(r"(?P<before>[-+−£(\s]*)"
                    r"(?P<core>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
                    r"(?P<power>[eE][-+]?[0-9]+)?"
                    r"(?P<after>[-−%)\s]*)")
MARKS = "*§†‡¹²³⁰⁴⁵⁶⁷⁸⁹"

# layout, table: kind, field, decimals, and the headings of its figures in the
# order in which they take their cells: the name, compared folded; a pattern,
# which minds capitals; and how many cells may have it.
MANY = 10 ** 6
PROGRESS = ("progress", "percent_complete", 4, [("% complete", None, 1)])
INDICATORS = ("measure", "value", 6, [
    ("previous year's actual", None, 1), ("estimate", r"\d{4}/\d\d Q[1-4] Estimate", 1),
    ("actual", r"\d{4}/\d\d Q[1-4] Actual", 1), ("target", r"\d{4}/\d\d Target", 1),
    ("projection", r"\d{4}/\d\d Projection", 1), ("target to be achieved?", None, 1)])
MONEY = {
    ("sprint-monitoring", "progress"): PROGRESS,
    ("sprint-annual", "progress"): PROGRESS,
    ("sprint-monitoring", "indicators"): INDICATORS,
    ("sprint-annual", "indicators"): INDICATORS,
    ("halton-quarterly", "debtor statement"): ("amount", "value", 6, [
        ("debtors", None, 1), ("social services", None, 1), ("total", None, 1), ("% recovery", None, 1)]),
    ("halton-plan", "staff"): ("amount", "value", 6, [
        ("analysis & development", None, 1), ("infrastructure & customer services", None, 1), ("total", None, 1)]),
    ("halton-plan", "requirements"): ("amount", "value", 6, [("year", r"\d\d/\d\d", MANY)]),
    ("halton-plan", "indicators"): ("measure", "value", 6, [
        ("actual before", r"Halton \d{4}/\d\d? Actual", 1), ("quartile top", r".*Quartiles.* Top", 1),
        ("quartile middle", r".*Quartiles.* Middle", 1), ("quartile bottom", r".*Quartiles.* Bottom", 1),
        ("target now", r"Halton \d{4}/\d\d? Target", 1), ("actual now", r"Halton \d{4}/\d\d? Actual", 1),
        ("targets", r"Halton Targets \d\d/\d\d", MANY)]),
}
LINES_IN_A = {("halton-quarterly", "debtor statement"), ("halton-plan", "requirements")}
# layout: kinds whose figures stand in forms or are a part of a cell's text. What
# their records hold is traced to the cells; no column of cells adds up to it.
PARTS = {"halton-quarterly": ("measure", "control_total"),
         "salford-quarterly": ("measure", "control_total")}
TWO_ROWS = {("halton-plan", "indicators")}


def blank(text):
    return not text.strip()


def fold(text):
    text = unicodedata.normalize("NFKC", text.strip(MARKS + " \t\r\n\u00a0").casefold())
    return " ".join(text.split())


def collapse(text):
    return " ".join(text.split())


def stored(text):
    """The decimal of a number as workbooks store it; None for none."""
    if not re.fullmatch(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?", text):
        return None
    long = len(text.lower().partition("e")[0].strip("-+").replace(".", "").lstrip("0")) > 15
    return Decimal(repr(float(text))) if long or "e" in text.lower() else Decimal(text)


def written(text):
    """The decimal that a text is; None for none."""
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    before, after = found["before"], found["after"]
    minus = sum((before + after).count(m) for m in "-−")
    brackets = before.count("(")
    plus = before.count("+")
    marks = (before.count("£"), after.count("%"), minus, plus, brackets)
    if max(marks) > 1 or after.count(")") != brackets or minus + plus + brackets > 1:
        return None
    if before.count("£") and after.count("%"):
        return None
    if found["power"] and (sum(marks) - minus or "," in found["core"]):
        return None
    value = Decimal(found["core"].replace(",", "") + (found["power"] or ""))
    return -value if minus or brackets else value


def units(value, decimals):
    """The whole number that is kept, or None where it does not fit."""
    with localcontext(Context(prec=400)):
        kept = int(value.scaleb(decimals).quantize(Decimal(1), ROUND_HALF_EVEN))
    return kept if -BIGGEST < kept < BIGGEST else None


def figure(cell, decimals):
    """The figure of a whole cell, None for none or one that is too large."""
    kind, text = cell
    if kind in "np":
        value = stored(text)
        if value is not None and kind == "p":
            value *= 100
    else:
        value = written(text) if kind == "t" else None
    return None if value is None else units(value, decimals)


def rows_in(sheet):
    """The rows of a sheet that hold anything, from 0."""
    return [r for r, row in enumerate(sheet.rows) if any(c[1] or c[0] == "f" for c in row.values())]


def joined(upper, lower):
    """The words over each column where a header has two rows."""
    words, gap = {}, ""
    for col in range(max([*upper, *lower], default=-1) + 1):
        gap = upper.get(col, gap)
        if col in lower:
            words[col] = f"{gap} {lower[col]}"
        elif col in upper:
            words[col] = upper[col]
    return words


def texts(row):
    return {c: t.strip() for c, (_, t) in row.items() if not blank(t)}


def money_columns(known, words):
    """The columns under the headings of a header's words."""
    kind, field, decimals, headings = known
    free = {c: (fold(w), collapse(w)) for c, w in sorted(words.items())}
    found = {}
    for name, pattern, most in headings:
        fits = [c for c, (folded, plain) in free.items()
                if folded == name or (pattern and re.fullmatch(pattern, plain))]
        for col in fits[:most]:
            del free[col]
            found[col] = (kind, field, decimals)
    return found


UNKNOWN = "table that the layout does not know"


def spans(sheet, ledger, layout):
    """The tables of a sheet: (columns of figures, rows). The ledger's runs are
    (first, last, what, rule), from 0."""
    fate = {}
    for first, last, what, rule in ledger:
        fate.update((r, (what, rule)) for r in range(first, last + 1))
    result, columns, rows, upper = [], {}, [], None
    for r in rows_in(sheet):
        what, rule = fate.get(r, ("", ""))
        if what == "header" or (what, rule) == ("record", "form") or rule == UNKNOWN:
            result.append((columns, rows))
            columns, rows = {}, []
        if what == "header":
            words = texts(sheet.rows[r])
            if (layout, rule) in TWO_ROWS and upper is None:
                upper = words
                continue
            words, upper = joined(upper, words) if upper is not None else words, None
            known = MONEY.get((layout, rule))
            if (layout, rule) in LINES_IN_A:
                words.pop(0, None)  # the column of the line's name, whatever stands over it
            columns = money_columns(known, words) if known else {}
        else:
            rows.append(r)
    return [*result, (columns, rows)]


def sums_in(sheet, ledger, layout):
    """What stands in the figure columns: {(col, kind, field): units}."""
    sums = {}
    for columns, rows in spans(sheet, ledger, layout):
        for col, (kind, field, decimals) in columns.items():
            got = (figure(sheet.rows[r].get(col, ("t", "")), decimals) for r in rows)
            key = col, kind, field
            sums[key] = sums.get(key, 0) + sum(v or 0 for v in got)
    return sums


def numbers(cell, decimals):
    """The numbers that stand somewhere in a text, for figures cut out of it."""
    found = (Decimal(n.replace(",", "")) for n in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", cell[1]))
    return {sign * units(n, decimals) for n in found if units(n, decimals) is not None for sign in (1, -1)}
