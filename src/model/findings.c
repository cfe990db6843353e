/* findings.c - see findings.h. */
#include "findings.h"

#include "str.h"

const struct co_known_finding co_known_findings[] = {
    {"active_content", CO_INFO,
     "A workbook holds macros, embedded objects, or links to files or data "
     "elsewhere. They are never run, opened or fetched: what the cells say is "
     "what was read.",
     "Values that come from there are as old as the last calculation; ask the "
     "department if that matters."},
    {"below_total", CO_WARNING,
     "A line stands below a total that is what all lines above it add up to, "
     "and no further total follows: the return does not count it, and the "
     "records do.",
     "If it belongs to the table, ask for the total to be corrected. If it "
     "does not, as the figures of last year or shares of the total, name it "
     "under 'skip' in the layout."},
    {"cell_not_taken", CO_WARNING,
     "A cell of a table was not read: rules of the layout take its column, but "
     "none takes it from a row like this ('when_filled', 'when_blank'), or a "
     "text like this ('otherwise: nothing'). The first cell of a column is "
     "told, with how many more there are.",
     "Look at the row: a cell by which it is known, such as a reference, may "
     "be missing, or the text is worded otherwise. If it is right, add a rule "
     "for it in the layout; what is not wanted is named there ('nothing')."},
    {"check_failed", CO_ERROR,
     "One of the checks could not be worked out, for example because figures "
     "are too large to add. It says which and why; the other checks are made "
     "all the same.",
     "Look for figures that are far too large in the returns, or have the "
     "check corrected."},
    {"colour_read", CO_INFO,
     "Cells of a column are coloured and hold no word. The layout has their "
     "colours read, as Red, Amber, Green, Blue or Grey; the finding says how "
     "many of each, and stands at the first.",
     "Compare the colours with the return, and ask the department to type the "
     "word as well: not everybody sees a colour."},
    {"column_twice", CO_WARNING,
     "A table has two columns of the same heading. Where the layout knows of "
     "one, the first was read and the values of the other were not; where it "
     "takes many columns, both were read and count twice.",
     "Ask which of the two is meant, and give them names that differ."},
    {"cut_short", CO_WARNING,
     "A text file ends in the middle of a row: without a line end, and within "
     "quotation marks or with fewer values than the rows before have. The copy "
     "was broken off; the row is read as far as it goes.",
     "Ask for the return again. Where it is whole, give its last line all its "
     "separators."},
    {"damaged_reference", CO_WARNING,
     "A reference or name is written like 1.23457E+11: a program took it for a "
     "number and dropped its last digits. Or it is a date, or written like "
     "02-Jan: a program took 2/1 for one.",
     "Ask the department for the reference, formatted as text."},
    {"date_order_mixed", CO_ERROR,
     "The layout does not say in which order days and months stand, and a "
     "column holds some dates that can only be read day first and some that "
     "can only be read month first.",
     "Ask the department to write all dates in one way, or declare the order "
     "under 'dates' in the layout."},
    {"date_order_open", CO_WARNING,
     "The layout does not say in which order days and months stand, and no "
     "date of a column tells: each can be read both ways. Day first is taken.",
     "Declare the order under 'dates' in the layout."},
    {"error_cell", CO_ERROR,
     "A cell holds an error of the spreadsheet (#REF!, #DIV/0!) where a value "
     "is wanted.",
     "Correct the formula in the return."},
    {"fact_came_late", CO_WARNING,
     "A fact of the heading, such as the period, is read for the first time "
     "below records that want it, on a later sheet or further down. Those were "
     "read without it.",
     "Move the sheet with the heading to the front, or the heading above the "
     "tables, and read the return again."},
    {"folder_without_returns", CO_WARNING,
     "A folder of the returns holds none, and neither do the folders in it.",
     "Ask for the return that belongs there, or leave the folder out."},
    {"formula_without_value", CO_ERROR,
     "A cell holds a formula that was saved without its result, as some "
     "programs do: with nothing, or with a 0 in its place and the order to "
     "work everything out on opening, so that Excel shows the figure and the "
     "file does not hold it. There is no value to read.",
     "Open the return in Excel, let it calculate, and save it."},
    {"garbled_text", CO_WARNING,
     "Characters of a cell were damaged before the file came here: an accent, "
     "a pound sign or a quotation mark shows as one to three odd letters, or "
     "as a mark of replacement.",
     "Ask for the return again, saved as .xlsx or CSV UTF-8 from the "
     "original."},
    {"heading_changes", CO_WARNING,
     "The heading of a return says two things: another department or period "
     "stands further down or on another sheet. The last one stands for the "
     "whole file, and by it the return is filed and replaces an earlier one.",
     "If these are two returns, ask for a file of each, or split the file; "
     "else correct the heading that is wrong."},
    {"hidden_columns", CO_WARNING,
     "A sheet has hidden columns with values in them. They are read as the "
     "others.",
     "Check that they are meant to be in the return."},
    {"hidden_rows", CO_WARNING,
     "A sheet has hidden rows. They are read as the others.",
     "Check that they are meant to be in the return."},
    {"hidden_sheet", CO_WARNING,
     "A hidden sheet holds tables of the return. It is read as the others.",
     "Check that it is meant to be in the return."},
    {"kind_on_no_sheet", CO_WARNING,
     "Records of a kind were read, and no query of the report plan reads them: "
     "whoever has the workbook alone does not see them.",
     "Add a sheet for them to the plan (reports/master.yaml), or take the "
     "rules that make them out of the layouts."},
    {"ledger_money", CO_ERROR,
     "For each money column, what the cells hold must be what was accepted, "
     "left out as totals, rejected and superseded, to the penny. It also fires "
     "when a sum is too large to be added up exactly.",
     "Do not use the figures of this return before the difference is "
     "explained: compare the sheet with its rows in the ledger."},
    {"ledger_rows", CO_ERROR,
     "Every row of a sheet that is not empty must be accounted for exactly "
     "once: as a record, a header, a total, skipped by a rule, and so on. It "
     "fires when the rows read and the rows accounted for differ.",
     "Do not use the figures of this return before the difference is "
     "explained: compare the sheet with its rows in the ledger."},
    {"lines_do_not_pair", CO_WARNING,
     "Cells that hold several records, one on each line, have different "
     "numbers of lines.",
     "Check which line belongs to which; give every line its own row if you "
     "can."},
    {"look_alike", CO_WARNING,
     "A word mixes Latin letters with Greek or Cyrillic ones that may look the "
     "same. To a reader it is one word, to a comparison another.",
     "Type the word again; it is compared letter by letter."},
    {"may_be_total", CO_WARNING,
     "Most figures of a line are what the lines above it add up to, and it is "
     "called a total, or they are too many or too long to be so by chance. The "
     "layout knows totals by another name, and what it adds up counts twice.",
     "If it is a total, name it under 'totals' in the layout."},
    {"missing_column", CO_ERROR,
     "A table was found without a column that the layout names.",
     "Ask the department for the column, add its new heading to the layout, "
     "or mark it optional there."},
    {"missing_key", CO_ERROR,
     "A record lacks what it cannot do without, such as an action its title. "
     "It is kept, and its amounts count.",
     "Ask the department to fill it in, or correct the return."},
    {"missing_period", CO_WARNING,
     "The heading of a return does not give the period that the layout reads "
     "there: it is blank, or worded otherwise. The return belongs to no "
     "quarter, and does not replace an earlier one.",
     "Have the heading filled in, or widen the pattern of the fact in the "
     "layout."},
    {"no_parent", CO_ERROR,
     "A milestone, a progress row or a figure stands before any action or "
     "indicator that it could belong to, or below one that was not accepted.",
     "Check the rows above: the heading of the block may be lost."},
    {"no_records", CO_ERROR,
     "The layout fits the file, but there is not one record in its tables.",
     "Ask the department whether it has nothing to report or sent an empty "
     "form; compare the headings of its tables with the layout's. A row that "
     "says that there is nothing to report is a skip rule with 'nil: yes'."},
    {"not_a_date", CO_ERROR,
     "A cell holds no date where one is wanted. Where it is a plain number, as "
     "days are without their format, the remedy says so. Where it would be one "
     "with day and month changed, the remedy says so: other dates of the "
     "return may be "
     "written so too, and be read wrongly.",
     "Ask the department for the date and write it in full, such as "
     "31-Mar-2010."},
    {"not_a_number", CO_ERROR,
     "A cell holds no figure where one is wanted. Where it has the format of a "
     "date or a time, the remedy says so. Where it would be one with comma and "
     "point changed (12,5), the remedy says so: other figures of the "
     "return may be written so too, and be read wrongly.",
     "Correct the cell: a figure alone, written like 1,234.50 or 12%. Where a "
     "word stands for a missing figure, add it to codes/missing.csv and give "
     "it a place in the layout ('words' or 'nothing')."},
    {"not_a_period", CO_ERROR, "A cell holds no period where one is wanted.",
     "Periods are written 2009/10 or 2009/10 Q2."},
    {"other_currency", CO_WARNING,
     "A cell is shown in dollars, euros or another currency than pounds, and "
     "its figure was read as it stands.",
     "Ask for the amount in pounds, or whether only the format of the cell is "
     "wrong."},
    {"passed_over", CO_INFO,
     "A folder of the returns holds a file that was not read: by the ending of "
     "its name it is neither a spreadsheet nor a document, or it lies in more "
     "than 16 folders. Or it is a link back to a folder that it lies in.",
     "Nothing to do if it is no return; else save it as .xlsx, .ods or .csv."},
    {"path_reused", CO_WARNING,
     "A file has the path that a return of another department or period had in "
     "an earlier run with the same store, and took its place: that return is "
     "in the store no more. It is told by the run that takes it out.",
     "Nothing to do if only the heading was corrected. If not, give each "
     "return a path of its own, such as a folder for each quarter that is "
     "named from the same place, and read the earlier one again."},
    {"pattern_given_up", CO_ERROR,
     "A pattern of the layout took too long on the texts of a row and was "
     "given up, as if it did not match.",
     "Make the patterns of the layout simpler: no repetition within a "
     "repetition."},
    {"rounded", CO_INFO,
     "A figure has more decimal places than are kept for its field. It is told "
     "once for each column of a sheet, at the first such figure, with how many "
     "there are.",
     "Nothing to do if the places beyond come from a calculation."},
    {"row_formula", CO_ERROR,
     "A cell is not what the other columns of its row give by a formula of the "
     "layout, such as Balance = Original - Paid, compared exactly. Formulas "
     "are declared under 'across'. A blank cell of a line counts as nothing; "
     "rows without the result, or with a word or a figure of more than six "
     "decimal places, are left alone.",
     "Check the figures of the row with the department: one of them, or a "
     "sign, is wrong."},
    {"same_content", CO_WARNING,
     "Two files hold the same bytes, and nothing in them says that they are "
     "one return, so that what they report counts twice.",
     "Give the file only once."},
    {"scaled_twice", CO_ERROR,
     "A cell is shown in thousands or millions by its number format and holds "
     "the full figure, and the layout multiplies its column ('in'), or the "
     "unit of the figure ('unit_is', as £000 of a heading) is one of thousands "
     "or millions; or both of these say so: it is kept a thousandfold too "
     "large, or a millionfold.",
     "Take 'in' off the column in the layout, if all its figures are so; else "
     "ask the department to format them alike."},
    {"section_without_rows", CO_INFO,
     "A row was read as the name of a section, and no record follows before "
     "the next one or the end of the table: a note that looks like a section, "
     "rows that are missing, or a heading above other headings, which is not "
     "kept.",
     "If it is a note, name it under 'skip' in the layout; if rows are missing "
     "below it, ask for them."},
    {"stray_cell", CO_WARNING,
     "A cell of a table stands under no heading, or a cell stands beside a "
     "fact of the heading of the return or among the cells of a form, and was "
     "not read.",
     "Give the column a heading, or move the text to where it belongs."},
    {"sum_too_big", CO_ERROR,
     "The figures of a column add up to more than can be kept exactly.",
     "Check the figures of this column."},
    {"superseded", CO_INFO,
     "A return was sent again: another file has the same layout, period and "
     "department. One of them counts; of the other the rows and amounts are "
     "kept and shown as superseded. Both say when they were printed (or as at "
     "which day they are), and the later date counts; or both hold the same "
     "bytes. The message says which it was.",
     "Nothing to do if the later file is the right one; otherwise leave it "
     "out."},
    {"superseded_by_name", CO_WARNING,
     "A return was sent again, the files differ, and no date of printing "
     "decides "
     "which is the newer: one has none, or they are the same. The later in the "
     "order of their names counts ('hr "
     "v2.xlsx' after 'hr.xlsx'), and with --store the one of this run; of the "
     "other the rows and amounts are kept and shown as superseded.",
     "Look which of the two is the corrected return: if it is this one, leave "
     "the other out or rename it, so that this one comes later."},
    {"text_too_long", CO_WARNING,
     "A text of a record is longer than the 32,767 characters that a cell of a "
     "workbook holds, so that no master workbook can be written.",
     "Have the text shortened in the return, or leave the return out. "
     "Other outputs than workbooks take it."},
    {"total_again", CO_WARNING,
     "All figures of a line are those of the total above it: most likely it is "
     "that total, brought forward to the next page, and what it adds up counts "
     "twice.",
     "If it is that total, name it under 'totals' in the layout."},
    {"total_differs", CO_WARNING,
     "A row that the layout takes for a total is not what the lines above it "
     "add up to, compared exactly: neither all of them nor those since a "
     "total, section, repeated header or sheet above it. Where a table begins "
     "with a total, totals may stand above their lines, and hold for those. "
     "The figures of totals count nowhere, so that this is where a line shows "
     "that was lost, or a sub-total that was read as a line and counts twice.",
     "Look for a line that is missing, or name the sub-total under 'totals' in "
     "the layout. What is no sum of lines belongs under 'formulas', not under "
     "'totals'; a column that does not add up, such as averages, is taken by "
     "a 'match'."},
    {"too_big", CO_ERROR, "A figure is too large to be kept exactly.",
     "Check the figure and its unit."},
    {"unknown_column", CO_WARNING,
     "A table has a column that the layout does not name. Its values were not "
     "read.",
     "Add the column to the layout, or ask the department to take it out."},
    {"unknown_link", CO_WARNING,
     "A cell refers to an action or an indicator that the return does not "
     "have. Where one is spelt nearly so, it is named.",
     "Correct the reference, or ask for what it names."},
    {"table_without_records", CO_WARNING,
     "A table or form of the layout gave no record: the return does not have "
     "it, as when a sheet was left out, or it is empty.",
     "Ask the department whether it has nothing to report there. A table that "
     "not every return has is 'optional: true' in the layout."},
    {"unknown_table", CO_ERROR,
     "A row looks like the header of a table, and the layout knows too few of "
     "its headings: most were reworded, or the table is new. Or it is the "
     "header of a table that the layout reads only on sheets of other names. "
     "The table above it ended there, and the rows below it, up to the next "
     "header that is known, were not read.",
     "Add the new headings to the layout, or the table; where it is no header, "
     "name the row under 'skip' there."},
    {"unknown_word", CO_ERROR,
     "A cell holds a word that is not in the field's code list.",
     "Correct the cell, or add the word as an alias to the code list."},
    {"unread_column", CO_WARNING,
     "The layout lists a column of a table, and none of its rules takes the "
     "values below it.",
     "Say in the layout where its values go, or that they are not wanted: "
     "'ignored: true' beside its name."},
    {"unrecognised_row", CO_WARNING,
     "The layout says nothing about a row, or it is a header printed again in "
     "part. It was not read.",
     "If the row matters, teach the layout; if not, name it under 'skip' "
     "there."},
    {"unusual_text", CO_WARNING,
     "A text does not match the pattern that the layout or the model has for "
     "it, or fits none of the cases by which the layout makes a field of it.",
     "Check the cell; if it is right, widen the pattern or add a case."},
    {NULL, CO_INFO, NULL, NULL},
};

const struct co_known_finding *co_known_finding(struct co_str name) {
  for (const struct co_known_finding *f = co_known_findings; f->name; f++)
    if (co_str_is(name, f->name)) return f;
  return NULL;
}

struct co_finding co_finding_of(const char *name) {
  const struct co_known_finding *known = co_known_finding(co_str_of(name));
  return (struct co_finding){.severity = known->severity,
                             .check = co_str_of(name),
                             .row = CO_OWN,
                             .col = CO_OWN,
                             .remedy = co_str_of(known->remedy)};
}
