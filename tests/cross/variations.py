"""variations.py - what departments do to their returns, and what must come of it.

One function for each fixture return lists its variations. same() says that the
records must not change; minus names records that are gone, plus records that
come (with how many), findings how many more of a check are found than in the
unchanged return. Rows and columns are those of the fixture, found by their
texts where that reads better.
"""
import datetime
import re
from dataclasses import dataclass, field
from typing import Callable

from sheets import Sheet

RETURNS = {
    "finance-2009-10-q2": "returns/finance-2009-10-q2.csv",
    "exchequer-2007-08-q4": "returns/exchequer-2007-08-q4.xlsx",
    "chief-executive-2009-10-q2": "more/chief-executive-2009-10-q2.xlsx",
    "computing-2006-07-q3": "more/computing-2006-07-q3.xlsx",
    "computing-plan-2008-11": "more/computing-plan-2008-11.xlsx",
}
FINANCE_BOOK = "twins/finance-2009-10-q2.xlsx"

# Headings as another form would have them, and layouts that know them: what a
# pack gains in such a quarter.
SPRINT_TABLES = """
tables:
  - table: actions
    header:
      - Action
      - { name: Authorising Officer, also: [Approved By] }
      - { name: Lead Officer, also: [Led By] }
      - { name: Deadline, also: [Due Date] }
      - Status
  - table: activities
    header:
      - { name: Activities, also: [Steps] }
      - Comments
      - { name: Lead Officer, also: [Led By] }
      - { name: Deadline, also: [Due Date] }
      - Status
"""
SPRINT_WORDS = {"Authorising Officer": "Approved By", "Lead Officer": "Led By",
                "Deadline": "Due Date", "Activities": "Steps"}
REWORDED = {
    "reworded-monitoring": """
layout: reworded-monitoring
extends: sprint-monitoring
recognise:
  - text: '.*Service Plan Monitoring'
  - header: [Action, Approved By, Led By, Due Date, Status]
""" + SPRINT_TABLES,
    "reworded-annual": """
layout: reworded-annual
extends: sprint-annual
recognise:
  - text: 'Departmental & Annual Service Plan Monitoring'
  - text: 'Print Date: .+'
  - header: [Action, Approved By, Led By, Due Date, Status]
""" + SPRINT_TABLES,
    "reworded-quarterly-report": """
layout: reworded-quarterly-report
extends: halton-quarterly
recognise:
  - text: 'QUARTERLY MONITORING REPORT'
  - text: 'PERIOD: Quarter [1-4] to period end .+'
  - header: [Plan Reference, Objective, 'Key Milestone (s)', Remarks]
tables:
  - table: key objectives
    header:
      - { name: Service Plan Ref., also: [Plan Reference] }
      - Objective
      - { name: Milestone, match: 'Key Milestone ?(?:\\(s\\))?' }
      - { name: Progress, match: 'Progress Quarter [1-4]' }
      - { name: Commentary, also: [Remarks] }
""",
    "reworded-score-card": """
layout: reworded-score-card
extends: salford-quarterly
recognise:
  - text: 'QUARTERLY REPORT'
  - header: [Measure of Success, Remarks]
  - header: [Main Step, Position]
tables:
  - table: performance
    header:
      - { name: Performance Indicator, also: [Measure of Success] }
      - { name: Standard, match: 'Service Standard \\(Target for (?<year>\\d{4}/\\d\\d?)\\)' }
      - { name: Performance, match: 'Performance \\((?<range>.+)\\)' }
      - { name: Comments, also: [Remarks] }
  - table: actions
    header:
      - { name: Action, also: [Main Step] }
      - { name: Progress, also: [Position] }
""",
    "reworded-plan": """
layout: reworded-plan
extends: halton-plan
recognise:
  - text: 'SERVICE PLAN'
  - text: '[\\d.]+ Service Objectives.*'
  - text: 'Service Objective: .+'
  - header: [Year, Systems Staff, Technical Staff]
tables:
  - table: staff
    header:
      - Year
      - { name: Analysis & Development, also: [Systems Staff] }
      - { name: Infrastructure & Customer services, also: [Technical Staff] }
      - Total
""",
}


@dataclass
class Variation:
    title: str
    change: Callable  # of a book, in place
    source: str = ""  # another file than the fixture itself
    csv: dict = None  # how to write it as CSV; None: as a workbook
    pack: bool = False  # with the layouts in REWORDED
    times: int = 1  # how many files of it are handed in: the last one counts
    refused: bool = False  # no layout fits: no records
    minus: list = field(default_factory=list)  # (kind, fields)
    plus: list = field(default_factory=list)  # (kind, fields, count)
    findings: dict = field(default_factory=dict)  # check: how many more
    ignore: tuple = ()  # fields that may read otherwise

    @property
    def form(self):
        return "xlsx" if self.csv is None else "csv"


def nothing(book):
    """The return as it is."""


def reworded(words):
    """Whole cells that read otherwise."""
    def change(book):
        book.change(lambda v: words.get(v, v) if isinstance(v, str) else v)
    return change


def replaced(pattern, text):
    """Parts of texts that read otherwise."""
    def change(book):
        book.change(lambda v: re.sub(pattern, text, v)
                    if isinstance(v, str) and re.search(pattern, v) else v)
    return change


# --- dates -------------------------------------------------------------------

def ordinal(day):
    if day.day in (11, 12, 13):
        return f"{day.day}th"
    return f"{day.day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"


SPELLINGS = {
    "31-Mar-2010": lambda d: d.strftime("%d-%b-%Y"),
    "31/03/2010": lambda d: d.strftime("%d/%m/%Y"),
    "2010-03-31": lambda d: d.strftime("%Y-%m-%d"),
    "31st March 2010": lambda d: f"{ordinal(d)} {d:%B %Y}",
    "31.3.10": lambda d: f"{d.day}.{d.month}.{d:%y}",
}


def dated(how):
    """Deadlines, be they real dates or texts, written in another way."""
    def spelled(value):
        if isinstance(value, str) and re.fullmatch(r"\d\d-[A-Z][a-z]{2}-\d{4}",
                                                   value):
            value = datetime.datetime.strptime(value, "%d-%b-%Y")
        return how(value) if isinstance(value, datetime.datetime) else value
    return lambda book: book.change(spelled)


def spellings(source="", short=None):
    """One variation for each spelling; short: what two digits of a year change
    (1931 cannot be told from 2031)."""
    return [Variation(f"dates as {name}", dated(how), source=source,
                      **(short or {} if name == "31.3.10" else {}))
            for name, how in SPELLINGS.items()]


# --- files -------------------------------------------------------------------

def csv_forms():
    """The same rows as files that other programs write."""
    return [
        Variation("CSV in UTF-8 without a mark", nothing, csv={}),
        Variation("CSV in cp1252", nothing, csv={"encoding": "cp1252"}),
        Variation("CSV in UTF-16 with a mark", mark,
                  csv={"encoding": "utf-16-le"}),
        Variation("CSV with semicolons", nothing, csv={"delimiter": ";"}),
        Variation("CSV with tabs", nothing, csv={"delimiter": "\t"}),
        Variation("CSV with line ends of two kinds", nothing,
                  csv={"ends": ("\r\n", "\n")}),
    ]


def mark(book):
    """A byte order mark in front of the first cell."""
    first = book[0].get(1, 1)
    book[0].set(1, 1, "\ufeff" + (first or ""))


def extra_sheet(*rows):
    def change(book):
        sheet = Sheet("Working notes")
        sheet.insert(1, *rows)
        book.sheets.append(sheet)
    return change


def on(sheet, *steps):
    """Steps done to one sheet, in order."""
    def change(book):
        for step in steps:
            step(book[sheet])
    return change


def order(letters):
    return lambda sheet: sheet.order_columns(letters)


def blank_above(*rows):
    """Blank rows above these rows, from the last up so that numbers hold."""
    def change(sheet):
        for row in sorted(rows, reverse=True):
            sheet.insert(row, [])
    return change


def row_above(row, *values):
    return lambda sheet: sheet.insert(row, list(values))


def put(row, col, value):
    return lambda sheet: sheet.set(row, col, value)


def taken_out(first, last):
    return lambda sheet: sheet.delete(first, last)


def repeated(row):
    return lambda sheet: sheet.repeat(row)


def renamed(name):
    def change(sheet):
        sheet.name = name
    return change


def variations(name):
    return LISTS[name]()


def together(*steps):
    """Several changes, one after the other."""
    def change(book):
        for step in steps:
            step(book)
    return change


def another_hand(words, *parts):
    """What the next quarter's return words otherwise: whole cells, and parts
    of texts. The shipped layouts know it all."""
    return together(reworded(words), *(replaced(*part) for part in parts))


SPRINT_SPELLINGS = {
    "Authorising Officer": "AUTHORIZING OFFICER",
    "Lead Officer": "Responsible\nOfficer", "Deadline": "Due Date",
    "Activities": "Activity", "Comments": "Comment",
    "% Complete": "Percent Complete", "On Target": "on-target",
    "Quarter 2": "Qtr 2", "Quarter 1": "Q1",
    "Previous Year's Actual": "Previous Year’s Actual",
}
SPRINT_PARTS = (("^Print Date: ", "Printed on : "), ("^Author: ", "AUTHOR: "),
                ("(-AP-\\d+) - ", "\\1 – "),
                ("(\\d{4}/\\d\\d) Q2 Estimate", "\\1 Quarter 2 ESTIMATE"))
NOTE = "Figures on this page are provisional."
BOOK = {"source": FINANCE_BOOK}


def finance():
    """Blocks of one action each, then indicators."""
    plan, figures = "Service Plan Monitoring", "Performance Indicators"
    action = {"action_ref": "COR-FIN-AP-081"}
    first = "Neighbouring/Sub-regional Joint Buying"
    return [
        Variation("columns reordered", on(plan, order("CEADB")), **BOOK),
        Variation("worded by another hand",
                  another_hand(SPRINT_SPELLINGS, *SPRINT_PARTS,
                               ("^Quarter 2 2009/10$", "Q2, 2009-10")),
                  **BOOK),
        Variation("a longer title",
                  replaced("(Service Plan Monitoring)$", r"\1 Report"),
                  ignore=("title",), **BOOK),
        Variation("indicator columns reordered", on(figures, order("JIHGFEDCBA")),
                  **BOOK),
        Variation("headers reworded, layout extended", reworded(SPRINT_WORDS),
                  pack=True, **BOOK),
        Variation("headers reworded, layout not extended",
                  reworded(SPRINT_WORDS), refused=True,
                  findings={"no_layout": 1}, **BOOK),
        Variation("a header renamed in one block",
                  on(plan, put(27, 3, "Responsible Person")),
                  minus=[("milestone", {"title": first})],
                  plus=[("milestone", {"title": first, "lead_officer": ""}, 1)],
                  findings={"missing_column": 1, "unknown_column": 1}, **BOOK),
        Variation("blank rows", on(plan, blank_above(2, 21, 22, 28, 55, 118, 120)),
                  **BOOK),
        Variation("a note under a table", on(plan, row_above(29, NOTE)),
                  plus=[("milestone", {"title": NOTE}, 1)],
                  findings={"may_be_note": 1}, **BOOK),
        Variation("a note beside a row", on(plan, put(28, 12, NOTE)),
                  findings={"stray_cell": 1}, **BOOK),
        Variation("a block missing", on(plan, taken_out(30, 39)),
                  minus=[("action", {"ref": "COR-FIN-AP-081"}),
                         ("progress", action), ("milestone", action)], **BOOK),
        Variation("a milestone twice", on(plan, repeated(28)),
                  plus=[("milestone", {"title": first}, 1)],
                  findings={"same_title": 1}, **BOOK),
        Variation("an indicator twice", on(figures, repeated(8)),
                  plus=[("indicator", {"ref": "LPI FIS-ICT-003"}, 1),
                        ("measure", {"indicator_ref": "LPI FIS-ICT-003"}, 6)],
                  findings={"duplicate_reference": 1}, **BOOK),
        Variation("another sheet name", on(plan, renamed("Sheet1")), **BOOK),
        Variation("a sheet more", extra_sheet(["Checked by"], ["Payroll", 3]),
                  findings={"unrecognised_row": 2}, **BOOK),
        Variation("a column more",
                  on(plan, put(27, 6, "Risk"), put(28, 6, "Low")),
                  findings={"unknown_column": 1}, **BOOK),
        Variation("the same return twice", nothing, times=2,
                  findings={"superseded": 1}, **BOOK),
        Variation("a date that is none", on(plan, put(28, 4, "31-Feb-2010")),
                  minus=[("milestone", {"title": first})],
                  plus=[("milestone", {"title": first, "deadline": ""}, 1)],
                  findings={"not_a_date": 1}, **BOOK),
        Variation("a status that is none", on(plan, put(28, 5, "Splendid")),
                  minus=[("milestone", {"title": first})],
                  plus=[("milestone", {"title": first, "status": ""}, 1)],
                  findings={"unknown_word": 1}, **BOOK),
        *spellings(FINANCE_BOOK, short={
            "minus": [("milestone", {"deadline": "1931-09-09"})],
            "plus": [("milestone", {"deadline": "2031-09-09"}, 2)]}),
        *csv_forms(),
    ]


def exchequer():
    """A report, and five appendices as sheets."""
    key, other, one, money = ("Appendix 1", "Appendix 2", "Appendix 3",
                              "Appendix 4")
    refunds = {"line": "Refunds", "item": "Debtors"}
    return [
        Variation("columns reordered", on(key, order("ECADB"))),
        Variation("amount columns reordered", on(money, order("AEDCB"))),
        Variation("headers reworded, layout extended",
                  reworded({"Service Plan Ref.": "Plan Reference",
                            "Commentary": "Remarks"}), pack=True,
                  # the label of the indicator page was reworded with it
                  findings={"unrecognised_row": 1}),
        Variation("headers reworded, layout not extended",
                  reworded({"Commentary": "Remarks"}), refused=True,
                  findings={"no_layout": 1}),
        Variation("a header renamed", on(key, put(10, 5, "Remarks")),
                  minus=[("milestone", {"action_ref": "ECS O3"})],
                  plus=[("milestone", {"action_ref": "ECS O3",
                                       "commentary": ""}, 4)],
                  findings={"missing_column": 1, "unknown_column": 1}),
        Variation("blank rows", on(key, blank_above(1, 2, 4, 5, 6, 11))),
        Variation("blank rows among amounts", on(money, blank_above(2, 4, 8, 14))),
        Variation("a note under a table", on(key, row_above(9, NOTE)),
                  plus=[("action", {"ref": NOTE, "title": ""}, 1)],
                  findings={"missing_key": 1}),
        Variation("a note under the amounts", on(money, put(16, 1, NOTE)),
                  findings={"unrecognised_row": 1}),
        Variation("a note beside a row", on(key, put(4, 8, NOTE)),
                  findings={"stray_cell": 1}),
        Variation("a block missing", on(key, taken_out(10, 11)),
                  minus=[("action", {"ref": "ECS O3"}),
                         ("milestone", {"action_ref": "ECS O3"})]),
        Variation("a sheet missing",
                  lambda book: book.sheets.remove(book[other]),
                  minus=[("action", {"ref": "ECS O4"}),
                         ("milestone", {"action_ref": "ECS O4"})],
                  findings={"stated_total": 3, "table_without_records": 1}),
        Variation("a line twice", on(money, repeated(10)),
                  plus=[("amount", {"line": "Refunds"}, 3)],
                  findings={"same_line_twice": 1}),
        Variation("an amount changed", on(money, put(10, 2, 128545)),
                  minus=[("amount", refunds)],
                  plus=[("amount", {**refunds, "value": "128545"}, 1)],
                  findings={"statement_formula": 1, "row_total": 1}),
        Variation("a stated total changed", on("Report", put(24, 2, 3)),
                  minus=[("control_total",
                          {"scope": "other objectives", "name": "total"})],
                  plus=[("control_total", {"scope": "other objectives",
                                           "name": "total", "value": "3"}, 1)],
                  findings={"stated_total": 1}),
        Variation("worded by another hand",
                  together(another_hand(
                      {"Service Plan Ref.": "Service Plan Ref",
                       "Objective": "OBJECTIVES", "Commentary": "Comments",
                       "Key Milestone (s)": "KEY MILESTONES",
                       "Progress Quarter 4": "Progress Q4", "-": "nil",
                       "% Recovery": "Recovery %", "Total": "TOTAL"},
                      ("to period end ", "to period ending "),
                      ("^PERIOD: ", "Period : "),
                      ("(June|July|December) 2007$", r"(by end of \1 2007)"),
                      ("OBJECTIVES / MILESTONES$",
                       "OBJECTIVES & MILESTONES")),
                      on(key, renamed("APP. 1")),
                      on(other, renamed("Appendix Two - others")),
                      on(one, renamed("Appendix 3 "))),
                  ignore=("due_text", "item", "line")),
        Variation("another sheet name", on(key, renamed("Key tasks")),
                  minus=[("action", {"ref": ref})
                         for ref in ("ECS O1", "ECS O2", "ECS O3")] +
                        [("milestone", {"action_ref": ref})
                         for ref in ("ECS O1", "ECS O2", "ECS O3")],
                  findings={"unrecognised_row": 1, "unknown_table": 2,
                            "stated_total": 1}),
        Variation("a sheet more", extra_sheet(["Checked by"], ["Payroll", 3]),
                  findings={"unrecognised_row": 2}),
        Variation("a column more",
                  on(key, put(3, 6, "Risk"), put(4, 6, "Low")),
                  findings={"unknown_column": 1}),
        Variation("the same return twice", nothing, times=2,
                  findings={"superseded": 1}),
        Variation("dates as 31/03/2008",
                  replaced("31st March 2008\\.", "31/03/2008.")),
        Variation("dates as 2008-03-31",
                  replaced("31st March 2008\\.", "2008-03-31")),
        Variation("months cut short",
                  replaced("(Jan|Feb|Sep|Oct|Nov|Dec)[a-z]+ (20\\d\\d)", r"\1 \2"),
                  ignore=("due_text", "commentary")),
    ]


def chief_executive():
    """Blocks again: orphans, lost titles, comments over several rows."""
    sheet = "Annex 1"
    action = {"action_ref": "ASP01-CEX-AP-002"}
    step = {"action_ref": "ASP01-CEX-AP-001", "number": "4"}
    return [
        Variation("columns reordered", on(sheet, order("CEADB"))),
        Variation("headers reworded, layout extended", reworded(SPRINT_WORDS),
                  pack=True),
        Variation("worded by another hand",
                  another_hand(SPRINT_SPELLINGS, *SPRINT_PARTS,
                               ("Departmental & Annual",
                                "Departmental and Annual")),
                  ignore=("title",)),
        Variation("a header renamed in one block",
                  on(sheet, put(184, 4, "Responsible Person")),
                  minus=[("milestone", {"action_ref": "ASP01-CEX-AP-001"})],
                  plus=[("milestone", {"action_ref": "ASP01-CEX-AP-001",
                                       "lead_officer": ""}, 6)],
                  findings={"missing_column": 1, "unknown_column": 1}),
        Variation("blank rows",
                  on(sheet, blank_above(2, 20, 23, 38, 59, 165, 186, 353, 427))),
        Variation("a note under a table", on(sheet, row_above(191, NOTE)),
                  plus=[("milestone", {"title": NOTE}, 1)],
                  findings={"may_be_note": 1}),
        Variation("a note beside a row", on(sheet, put(188, 8, NOTE)),
                  findings={"stray_cell": 1}),
        Variation("a block missing", on(sheet, taken_out(201, 222)),
                  minus=[("action", {"ref": "ASP01-CEX-AP-002"}),
                         ("progress", action), ("milestone", action)]),
        Variation("a milestone twice", on(sheet, repeated(190)),
                  plus=[("milestone", {"action_ref": "ASP01-CEX-AP-001",
                                       "number": "6"}, 1)],
                  findings={"same_title": 1}),
        Variation("another sheet name", on(sheet, renamed("Sheet1"))),
        Variation("a sheet more", extra_sheet(["Checked by"], ["Payroll", 3]),
                  findings={"unrecognised_row": 2}),
        Variation("a column more",
                  on(sheet, put(184, 6, "Risk"), put(185, 6, "Low")),
                  findings={"unknown_column": 1}),
        Variation("the same return twice", nothing, times=2,
                  findings={"superseded": 1}),
        Variation("a percentage above 100", on(sheet, put(20, 3, 150)),
                  minus=[("progress", {"percent_complete": "50",
                                       "period": "2009/10 Q2",
                                       "issues": LOCAL_AREAS})],
                  plus=[("progress", {"percent_complete": "150"}, 1)],
                  findings={"complete_over_100": 1}),
        Variation("a title lost", on(sheet, put(188, 1, "[illegible]")),
                  minus=[("milestone", step)],
                  plus=[("milestone", {"action_ref": "ASP01-CEX-AP-001",
                                       "title": "", "number": ""}, 1)],
                  findings={"missing_key": 1}),
        *spellings(), *csv_forms(),
    ]


LOCAL_AREAS = ("Before the scheme can go further, Members have to settle how "
               "local areas are to be run, so that it can show results for "
               "each area.")


def computing():
    """Three sheets: text, several indicators in a cell, actions by title."""
    cover, figures, card = ("Quarterly Report", "3 Performance",
                            "4 Balanced Score Card")
    title = "Write plan for dealing with customers"
    overdue = {"scope": "main actions", "name": "overdue"}
    return [
        Variation("columns reordered", on(figures, order("CDAB"))),
        Variation("action columns swapped",
                  lambda book: book[card].map_cells(
                      lambda r, c: (r, 3 - c if r > 14 else c))),
        Variation("headers reworded, layout extended",
                  reworded({"Performance Indicator": "Measure of Success",
                            "Comments": "Remarks", "Action": "Main Step",
                            "Progress": "Position"}), pack=True),
        Variation("headers reworded, layout not extended",
                  reworded({"Action": "Main Step", "Progress": "Position"}),
                  refused=True, findings={"no_layout": 1}),
        Variation("blank rows", on(card, blank_above(1, 6, 16, 18, 30, 62, 65))),
        Variation("a note under a table", on(card, row_above(60, NOTE)),
                  plus=[("action", {"title": NOTE, "status": ""}, 1)],
                  findings={"no_progress": 1}),
        Variation("a note beside a row", on(card, put(28, 5, NOTE)),
                  findings={"stray_cell": 1}),
        Variation("a block missing", on(card, taken_out(61, 68)),
                  minus=[("action", {"status": "delayed"}),
                         ("progress", {"status": "delayed"})],
                  findings={"stated_total": 1}),
        Variation("an action twice", on(card, repeated(28)),
                  plus=[("action", {"title": title}, 1),
                        ("progress", {"action_ref": title}, 1)],
                  findings={"same_title": 1}),
        Variation("worded by another hand",
                  together(another_hand(
                      {"Performance Indicator": "PERFORMANCE INDICATORS",
                       "Comments": "Comment", "Action": "Actions"},
                      ("Apr 06 – Dec 06", "APR 06 to DEC 06"),
                      ("^Service Standard", "SERVICE STANDARD"),
                      ("(\\d\\d)(\\d{3}) (faults|calls)", r"\1,\2 \3"),
                      ("^QUARTER 3: October to December 2006",
                       "Quarter 3 (October - December 2006)"),
                      ("^QUARTERLY REPORT$", "Quarterly Report"),
                      ("^Main actions ", "MAIN ACTIONS ")),
                      on(figures, renamed("3. PERFORMANCE")),
                      on(card, renamed("4 Balanced Scorecard"))),
                  ignore=("title",)),
        Variation("another sheet name", on(figures, renamed("Standards")),
                  minus=[("indicator", {}), ("measure", {})],
                  findings={"unknown_table": 1}),
        Variation("a sheet more", extra_sheet(["Checked by"], ["Payroll", 3]),
                  findings={"unrecognised_row": 2}),
        Variation("a column more",
                  on(figures, put(3, 5, "Last year"), put(7, 5, "90%")),
                  findings={"unknown_column": 1}),
        Variation("the same return twice", nothing, times=2,
                  findings={"superseded": 1}),
        Variation("a stated total changed", on(card, put(8, 2, 7)),
                  minus=[("control_total", overdue)],
                  plus=[("control_total", {**overdue, "value": "7"}, 1)],
                  findings={"stated_total": 1}),
        Variation("a line missing in a cell",
                  on(figures, put(10, 4, "Target exceeded")),
                  minus=[("measure", {"kind": "result", "note": "just_missed"})],
                  findings={"lines_do_not_pair": 1}),
        Variation("the range spelled out",
                  replaced("Apr 06 – Dec 06", "April 2006 - December 2006")),
        Variation("the year in full", replaced("for 2006/7\\)", "for 2006/07)")),
        Variation("dates as 29/01/2007",
                  replaced("29th January 2007", "29/01/2007")),
    ]


def computing_plan():
    """Forms of objectives, headers of two rows, amounts by year."""
    money, goals, figures = ("4.0 Resources", "5.1 Service Objectives",
                             "6.2 Performance Indicators")
    staff = {"statement": "4.2 Human Resource Requirements"}
    return [
        Variation("columns reordered", on(figures, order("BAHDIJKLEFGC"))),
        Variation("amount columns reordered", on(money, order("AFEDCB"))),
        Variation("worded by another hand",
                  another_hand(
                      {"Responsible Officer": "Responsible officer",
                       "Initial": "INITIAL", "Residual": "RESIDUAL",
                       "Linked Indicators": "Linked indicators",
                       "Analysis & Development": "Analysis and Development"},
                      ("^Key Milestone\\(s\\) \\(", "KEY MILESTONES (20"),
                      ("^Service Objective: ", "SERVICE OBJECTIVE: "),
                      ("^(\\d\\d/\\d\\d)$", r"20\1")),
                  ignore=("line",)),
        Variation("headers reworded, layout extended",
                  reworded({"Analysis & Development": "Systems Staff",
                            "Infrastructure & Customer services":
                            "Technical Staff"}), pack=True,
                  minus=[("amount", staff)],
                  plus=[("amount", {**staff, "line": line}, 2)
                        for line in ("Systems Staff", "Technical Staff",
                                     "Total")]),
        Variation("a header renamed",
                  on(figures, put(21, 2, "What is measured")),
                  minus=[("indicator", {"ref": f"ITCL1 {n}"})
                         for n in range(6, 12)],
                  plus=[("indicator", {"title": ""}, 6)],
                  findings={"missing_column": 1, "unknown_column": 1,
                            "missing_key": 6},
                  ignore=("unit",)),
        Variation("blank rows", on(goals, blank_above(1, 8, 9, 12, 18, 51))),
        Variation("blank rows among figures", on(figures, blank_above(2, 6, 13))),
        Variation("a note under a table", on(money, row_above(14, NOTE)),
                  findings={"unrecognised_row": 1}),
        Variation("a note beside a row", on(figures, put(7, 15, NOTE)),
                  findings={"stray_cell": 1}),
        Variation("a block missing", on(goals, taken_out(34, 42)),
                  minus=[("action", {"ref": "ICT O4"}),
                         ("milestone", {"action_ref": "ICT O4"}),
                         ("risk", {"action_ref": "ICT O4"})]),
        Variation("a row of a form missing", on(goals, taken_out(9, 9)),
                  minus=[("milestone", {"action_ref": "ICT O1",
                                        "financial_year": "2009/10"})]),
        Variation("an indicator twice", on(figures, repeated(7)),
                  plus=[("indicator", {"ref": "ITCLI 2"}, 1),
                        ("measure", {"indicator_ref": "ITCLI 2"}, 6)],
                  findings={"duplicate_reference": 1}),
        Variation("another sheet name", on(goals, renamed("Objectives"))),
        Variation("a sheet more", extra_sheet(["Checked by"], ["Payroll", 3]),
                  findings={"unrecognised_row": 2}),
        Variation("a column more",
                  on(figures, put(3, 13, "Source"), put(6, 13, "Monitor")),
                  findings={"unknown_column": 1}),
        Variation("the same return twice", nothing, times=2,
                  findings={"superseded": 1}),
        Variation("a total changed", on(money, put(12, 4, 65)),
                  minus=[("amount", {**staff, "line": "Total",
                                     "period": "2007/08"})],
                  plus=[("amount", {**staff, "line": "Total",
                                    "period": "2007/08", "value": "65"}, 1)],
                  findings={"statement_formula": 1}),
        Variation("months cut short",
                  replaced("(Mar|Dec|Oct|Apr)[a-z]+ (20\\d\\d)", r"\1 \2"),
                  ignore=("due_text",)),
        Variation("years in full",
                  replaced("^Halton (20\\d\\d)/(\\d) ", r"Halton \1/0\2 ")),
    ]


LISTS = {
    "finance-2009-10-q2": finance,
    "exchequer-2007-08-q4": exchequer,
    "chief-executive-2009-10-q2": chief_executive,
    "computing-2006-07-q3": computing,
    "computing-plan-2008-11": computing_plan,
}
