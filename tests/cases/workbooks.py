#!/usr/bin/env python3
"""workbooks.py - makes the small binary inputs that some cases keep.

    /usr/bin/python3 tests/cases/workbooks.py

What no shell command can write is kept in the case, so that cases need no
openpyxl to run: workbooks with coloured cells, hidden sheets and rows, formulas
that were saved without a result and error cells (openpyxl writes them as any Excel file
would hold them), and the first sectors of compound files ([MS-CFB] 2.2 and
2.6), which is all that tells an encrypted workbook from an old .xls. Dates in
the files are fixed: the same script gives the same bytes.
"""
import datetime
import io
import os
import struct
import zipfile

import openpyxl

HERE = os.path.dirname(os.path.abspath(__file__))
EPOCH = datetime.datetime(2010, 1, 1)

HEAD = [
    ["NORTHWICK BOROUGH COUNCIL"],
    ["Departmental Service Plan Monitoring"],
    ["Parks and Open Spaces"],
    ["Quarter 2 2009/10"],
    ["Print Date: 26/11/2009"],
]
ACTION = [
    ["Action", "Authorising Officer", "Lead Officer", "Deadline", "Status"],
    ["DSP-PKS-AP-001 - Plant trees", "Director of Environment",
     "Head of Parks", datetime.date(2010, 3, 31), "On Target"],
]
PROGRESS = ["Period", "Action Plan Status", "% Complete"]
ACTIVITIES = ["Activities", "Comments", "Lead Officer", "Deadline", "Status"]


def fill(sheet, rows):
    for row in rows:
        sheet.append(row)
    for column in sheet["D"]:
        if isinstance(column.value, datetime.date):
            column.number_format = "dd-mmm-yyyy"


def save(book, name, change=lambda parts: None):
    """Saves with fixed times inside the file and in the zip directory."""
    book.properties.created = book.properties.modified = EPOCH
    memory = io.BytesIO()
    book.save(memory)
    with zipfile.ZipFile(memory) as made, \
            zipfile.ZipFile(os.path.join(HERE, name), "w") as kept:
        parts = {part: made.read(part) for part in made.namelist()}
        change(parts)
        for part, content in parts.items():
            info = zipfile.ZipInfo(part, EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, content)


def workbook(rows, title="Monitoring"):
    book = openpyxl.Workbook()
    book.active.title = title
    fill(book.active, rows)
    return book


def hidden_sheet():
    book = workbook(HEAD + ACTION)
    old = book.create_sheet("Last quarter")
    fill(old, [ACTION[0], ["DSP-PKS-AP-002 - Mow lawns",
                           "Director of Environment", "Head of Parks",
                           datetime.date(2010, 3, 31), "Delayed"]])
    old.sheet_state = "hidden"
    save(book, "inputs/hidden_sheet/return.xlsx")


def hidden_rows():
    book = workbook(HEAD + ACTION + [
        ACTIVITIES,
        ["1. Order saplings", None, "Head of Parks", None, "Completed"],
        ["2. Plant them", None, "Head of Parks", None, "On Target"],
        ["3. Water them", None, "Head of Parks", None, "Not Started"]])
    for row in (9, 11):
        book.active.row_dimensions[row].hidden = True
    save(book, "inputs/hidden_rows/return.xlsx")


def hidden_columns():
    book = workbook(HEAD + ACTION + [
        ACTIVITIES,
        ["1. Order saplings", "Ordered", "Head of Parks", None, "Completed"]])
    for column in "B", "C", "H":
        book.active.column_dimensions[column].hidden = True
    save(book, "inputs/hidden_columns/return.xlsx")


def fact_of_an_earlier_sheet():
    book = workbook([["Year 2009/10"], ["Year 2009/99"]], "Cover")
    for title in "Rents", "Fees":
        fill(book.create_sheet(title), [["Line", "Amount"], [title, 5]])
    book["Rents"].append(["Year 2009/10"])
    save(book, "layouts/facts_of_an_earlier_sheet/return.xlsx")


def formula_without_value():
    book = workbook(HEAD + ACTION + [PROGRESS, ["Quarter 2", "On Target",
                                                "=40+10"]])
    save(book, "inputs/formula_without_value/return.xlsx")


def formula_with_a_zero():
    """As XlsxWriter saves formulas; a 0 that was typed stays one."""
    book = workbook(HEAD + ACTION + [
        PROGRESS, ["Quarter 1", "On Target", 0],
        ["Quarter 2", "On Target", "=40+10"]])

    def zero(parts):
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].replace(b"</f><v />", b"</f><v>0</v>")
        parts[sheet] = parts[sheet].replace(b"</f><v></v>", b"</f><v>0</v>")
    save(book, "inputs/formula_with_a_zero/return.xlsx", zero)


def month_as_a_date():
    """As Excel keeps Nov-09 when it is typed; the 2nd was typed as a day."""
    days = [datetime.date(2009, 12, 31), datetime.date(2009, 11, 1),
            datetime.date(2009, 10, 2), datetime.date(2010, 3, 31)]
    book = workbook(HEAD + ACTION + [ACTIVITIES] + [
        [f"{n}. Plant bed {n}", None, "Head of Parks", day, "Completed"]
        for n, day in enumerate(days, 1)])
    for place in "D10", "D11":
        book.active[place].number_format = "mmm-yy"
    save(book, "inputs/month_as_a_date/return.xlsx")


def error_cell():
    book = workbook(HEAD + ACTION + [PROGRESS, ["Quarter 2", "On Target",
                                                "#DIV/0!"]])
    save(book, "inputs/error_cell/return.xlsx")


def coloured(sheet, places, colour):
    """Fills cells; a whole number is a colour of the theme."""
    colour = (openpyxl.styles.colors.Color(theme=colour, tint=0.4)
              if isinstance(colour, int) else colour)
    for place in places.split():
        sheet[place].fill = openpyxl.styles.PatternFill("solid", colour)


def colours():
    head = ["Ref", "Action", "RAG", "Comment"]
    book = workbook([
        head, ["Housing"],
        [1, "Build homes"], [2, "Let homes"], [3, "Mend roofs"],
        [4, "Mend lifts"], [5, "Clear voids", None, "Two are"],
        [None, None, None, "still let."], [6, "Fit alarms"],
        [7, "Write to tenants"], [8, "Merge the lists"],
        [9, "Sell garages", "Amber"], [10, "Buy land"], [11, "Plan estates"],
        [12, "Paint doors", " "], [], head, [13, "Close the depot"],
        [None, None, None, "This year."], [14, "Count voids", "=A1"]], "Plan")
    sheet = book.active
    sheet.merge_cells("C7:C8")  # both keep the fill, as Excel has it
    for places, colour in {
            "A1 B1 C1 D1 A17 B17 C17 D17": "1F497D",
            "A2 B2 C2 D2": "C00000",
            "C3": "FF0000", "C4": "FFC7CE", "C5": "FFC000", "C6": "FFEB9C",
            "C7 C8": "00B050", "C9": "C6EFCE", "C10": 4, "C11": "7030A0",
            "C12": "FF0000", "C14": "FFFFFF", "A15 B15 C15 D15": "92D050",
            "C16": "FF0000", "C18": "D9D9D9", "C19": "FF0000",
            "C20": "FF0000"}.items():
        coloured(sheet, places, colour)
    quarters = book.create_sheet("Quarters")
    fill(quarters, [["Ref", "Delivery"], [None, "Q1", "Q2", "Q3"], ["LI1"],
                    ["LI2", None, "Red"]])
    for places, colour in {"B1 C1 D1 A2": "00B050", "B3 D3": "FFFF00",
                           "C3 B4 A4": "FF0000"}.items():
        coloured(quarters, places, colour)
    save(book, "layouts/header_colour/return.xlsx")


def number_formats():
    """Figures in full that are shown in thousands, and other currencies."""
    book = workbook([["Line", "Budget £000", "Spend"], ["Rents", 12.5, 400],
                     ["Grants", 1234567.89, 1234567.89], ["Fees", 0, 250]],
                    "Budget")
    for row in book["Budget"].iter_rows(min_row=3, min_col=2):
        for cell in row:
            cell.number_format = "#,##0,;(#,##0,);-"
    save(book, "layouts/header_in_thousands_shown_so/return.xlsx")
    book = workbook([["Line", "Budget £000"], ["Rents", 12.5],
                     ["Grants", 1234567.89], ["Fees", 0]], "Budget")
    for place in "B3", "B4":
        book["Budget"][place].number_format = "#,##0,"
    save(book, "layouts/unit_in_thousands_shown_so/return.xlsx")
    book = workbook([["Line", "Budget", "Spend"], ["Bank", 100, 40],
                     ["Euro account", 250000, 1000.1], ["Dollars", 7, 0]],
                    "Accounts")
    for place, code in {"B2": '_-"£"* #,##0.00_-', "C2": "[$£-809]#,##0.00",
                        "B3": "[$€-2] #,##0.00", "C3": '#,##0.00 "€"',
                        "B4": "$#,##0", "C4": "$#,##0"}.items():
        book["Accounts"][place].number_format = code
    save(book, "layouts/other_currency/return.xlsx")


def two_sheets():
    book = workbook([["Rents", 12.5], ["Fees", 0.75]], "Income")
    fill(book.create_sheet("Costs"), [["Wages", 9]])
    save(book, "inputs/convert_two_sheets/two.xlsx")


def with_properties(parts):
    """As Excel writes custom properties (ECMA-376 part 1, 15.2.12.2)."""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/"
    parts["docProps/custom.xml"] = (
        f'<Properties xmlns="{types}custom-properties" '
        f'xmlns:vt="{types}docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" '
        'name="Sent by"><vt:lpwstr>Parks &amp; Leisure</vt:lpwstr></property>'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" '
        'name="Template"><vt:lpwstr>Trees v2</vt:lpwstr></property>'
        '</Properties>').encode()
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdCustom" Type="{types}relationships/'
        'custom-properties" Target="docProps/custom.xml"/></Relationships>'
        .encode())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/docProps/custom.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>')


def properties():
    book = workbook([["Task", "By"], ["Plant trees", "Head of Parks"]])
    save(book, "layouts/recognise_property/return.xlsx", with_properties)


def merged():
    book = workbook([
        ["Task", "By", "Status"], ["Plant trees", "Head of Parks", "Delayed"],
        ["Water them", None, "On Target"], ["Weed", None, "Completed"],
        ["Mow", None, None], ["Prune", "Head of Trees", None],
        ["Saw", None, "Delayed"]])
    book.active.merge_cells("B2:B4")
    book.active.merge_cells("B6:B7")
    book.active.merge_cells("C2:D2")
    save(book, "layouts/header_fill_merged/return.xlsx")


def book_of(name, sheets):
    book = workbook(sheets[0][1], sheets[0][0])
    for title, rows in sheets[1:]:
        fill(book.create_sheet(title), rows)
    save(book, name)


def other_quarters():
    """Returns in the layouts of the pack, worded as another quarter's."""
    book_of("inputs/plan_of_another_year/return.xlsx", [
        ("4.0 Resources", [
            ["Highways Services"], ["SERVICE PLAN"],
            ["4.2 Human Resource Requirements"],
            ["4.3 ICT Requirements (£000)"],
            [None, "07/08", "08/09"], ["Revenue", 64, 76]]),
        ("5.1 Service Objectives", [
            ["5.1 Service Objectives"],
            ["Service Objective: HTL O1", "Maintain the network"],
            ["Key Milestone(s) (09/10)",
             "• Move sign shop 15th June 2009\n• Open depot by 1 March 2010\n"
             "• Lighting Phase 2 March 2010\n• Survey 30/09/2009\n"
             "• Count bridges April 2009 – June 2009\n• Report July 09"],
            [None, "• B July 2009"], [None, "• C August 2009"],
            ["Risk Assessment", "Initial", "Low", "Responsible Officer",
             "Head of Highways"],
            [None, "Residual", "Low"]]),
        ("5.3 Risk Management", [
            ["5.3 Risk Management"], ["Risk Score", "Overall Level of Risk"],
            ["1 – 4", "LOW"], ["Bridges", "Flood", "HIGH"]])])
    statement = ["Debtors", "Housing", "Social Services", "Total",
                 "% Recovery"]
    book_of("inputs/report_of_another_quarter/return.xlsx", [
        ("Report", [
            ["QUARTERLY MONITORING REPORT"], ["SERVICE: ICT Services"],
            ["PERIOD: Quarter 4 to year end 31st March 2009"],
            ["4.0 PROGRESS AGAINST KEY OBJECTIVES / MILESTONES"],
            ["Total", 1, "Green", 1, "Amber", 0, "Red", 0],
            ["4.1 Progress against ‘other’ objectives / milestones"],
            ["Total: 3 (Green 1, Amber 1, Red 1)"],
            ["7.0 PROGRESS AGAINST LPSA TARGETS"],
            ["Total", 3, "Green", 3, "Amber", 0, "Red", 0]]),
        ("Appendix 1", [
            ["Service Plan Ref.", "Objective", "Key Milestone (s)",
             "Progress Quarter 4", "Commentary"],
            ["ICT O1", "Network", "VM Ware Phase 2 March 2009", "Green",
             "All done"]]),
        ("Appendix 4", [
            ["Debtor Summary Statistics – March 2009 (£000)"],
            [None, *statement],
            ["Arrears B/Fwd", 3315, 90, 826, 4231],
            ["Debit to date", 5000, 0, 1000, 6000],
            ["Total Debit", 8315, 90, 1826, 10231],
            ["Balance", 4160, 90, 1206, 5456, "46.7%"]])])
    book_of("inputs/score_card_of_another_quarter/return.xlsx", [
        ("Quarterly Report", [
            ["QUARTERLY REPORT"], ["QUARTER 4: January to March 2007"],
            ["This report provides FOURTH quarter service highlights and "
             "performance for ICT Services"]]),
        ("3 Performance", [
            ["Performance Indicator", "Service Standard (Target for 2006/7)",
             "Performance (Apr 06 – Mar 07)", "Comments"],
            ["Local fault", "85%", "90%", "Target exceeded"]]),
        ("4 Balanced Score Card", [
            ["Total milestones within the main actions", 298],
            ["Total completed to date", 270],
            ["Total outstanding", 28], ["Total milestones abandoned", 3],
            ["Main actions (completed / in hand)"],
            ["Action", "Progress"], ["Competency framework"],
            ["Staff appraisals", "All done"], [None, "and reviewed"],
            ["Main actions (not started)"],
            ["Action", "Progress"], ["Blade servers", "Awaiting budget"],
            ["Main actions – overdue"],
            ["Action", "Progress"], ["Service desk", "Staff have left"]])])


def compound(name, stream):
    """The header and the first directory sector of a compound file."""
    header = bytearray(b"\xff" * 512)
    header[0:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[8:24] = bytes(16)
    header[24:34] = struct.pack("<HHHHH", 0x3e, 3, 0xfffe, 9, 6)
    header[48:52] = struct.pack("<I", 0)  # the directory is sector 0
    directory = bytearray(512)
    for i, entry in enumerate(("Root Entry", stream)):
        text = entry.encode("utf-16-le")
        directory[128 * i:128 * i + len(text)] = text
        directory[128 * i + 64:128 * i + 66] = struct.pack("<H", len(text) + 2)
        directory[128 * i + 66] = 2 if i else 5
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(header + directory)


if __name__ == "__main__":
    hidden_sheet()
    hidden_rows()
    hidden_columns()
    fact_of_an_earlier_sheet()
    formula_without_value()
    formula_with_a_zero()
    month_as_a_date()
    error_cell()
    colours()
    number_formats()
    two_sheets()
    properties()
    merged()
    other_quarters()
    compound("inputs/encrypted_workbook/return.xlsx", "EncryptedPackage")
    compound("inputs/legacy_xls/return.xls", "Workbook")
