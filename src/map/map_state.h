/* map_state.h - what the files of the mapper share.
 *
 * mapper.c takes the events and decides what a row is; facts.c reads what
 * stands outside the tables; waiting.c keeps rows that may be half a header,
 * header.c finds headers, unknown_table.c those that no table has; table.c cuts
 * rows into lines; colours.c gives colours their words, merges.c knows merged
 * cells; form.c collects the cells of forms; build.c makes records of a line,
 * and draft.c fills one; links.c keeps references from record to record;
 * account.c keeps ledger and sums, totals.c compares totals with them, across.c
 * the columns of a row with each other; odd_text.c looks at the characters;
 * notice.c words the findings. Nothing else includes this header.
 *
 * Memory: `file` lives as long as the source, `row` for one row, `held` while
 * records wait for continuation rows. */
#ifndef COLLATE_MAP_STATE_H
#define COLLATE_MAP_STATE_H

#include "hue.h"
#include "mapper.h"
#include "str.h"
#include "template.h"
#include "value.h"

/* What stands in no cell, or is told of the whole sheet. */
#define CO_NO_CELL ((struct co_place){CO_OWN, CO_OWN, 0})

/* A cell as the layout sees it: text trimmed; blank where text.len is 0. */
struct co_item {
  struct co_str text;
  enum co_cell_kind kind;
  enum co_look look;
  struct co_place at;
  unsigned power;        /* of its heading: a figure counts ten to this */
  enum co_credit credit; /* of the layout, for cells */
};

/* The fill of a blank cell, and where it stands. */
struct co_tint {
  uint32_t col, fill;
};

/* The non-blank cells of a row; of the blank ones those with a fill, which only
 * layouts with colours see. */
struct co_cells {
  uint32_t row;
  const struct co_item *items;
  size_t count;
  const struct co_tint *tints;
  size_t tint_count;
};

/* Rows that may be the upper part of a header; waiting.h. */
struct co_waiting {
  struct co_cells rows[CO_HEADER_ROWS - 1]; /* the oldest first */
  struct co_arena memory[CO_HEADER_ROWS - 1];
  unsigned count;
};

/* The merged cells of the sheet by their first cell, for layouts that fill
 * them; empty for others. */
struct co_merges {
  struct co_merge *list; /* malloc'ed, by column and row */
  size_t count;
};
void co_merges_set(struct co_merges *merges, const struct co_sheet *sheet);
void co_merges_clear(struct co_merges *merges);
/* The last row of the merged cell that begins there; else the cell's own. */
uint32_t co_merged_to(const struct co_merges *merges, struct co_place at);

struct co_found;
struct co_occurrence;

/* A cell of a heading that has many. */
struct co_slot {
  size_t heading;
  const struct co_found *found;
  struct co_item item;
};

/* One line of named columns: a table's row (or a part of one), a form. */
struct co_line {
  uint32_t row;
  const struct co_item *items; /* one per heading */
  const struct co_slot *slots;
  size_t slot_count;
  struct co_item **parts; /* where split columns cut it into several lines */
  size_t part_count;
};

/* A heading as it was found: its cell, its words, the groups of its pattern. */
struct co_found {
  bool present;
  struct co_place at;
  struct co_str text;
  struct co_name *names;
  size_t name_count;
  struct co_found *next; /* of a heading that has many; or NULL */
  size_t sums, sums_end; /* where those of its column stand among m->sums */
};

/* What the lines of a column add up to, and had added up to at the points from
 * which a total may count. */
enum { CO_MARKS = 32 };
struct co_ladder {
  int64_t lines, marks[CO_MARKS];
  unsigned count;
  int64_t since;         /* the lines below the last mark */
  unsigned since_read;   /* how many had a figure */
  unsigned since_filled; /* and one that is not 0 */
  int64_t grain;       /* the power of ten that divides all lines; 0: no line */
  unsigned lines_read; /* how many had a figure */
  unsigned filled;     /* and one that is not 0 */
  bool unsure;         /* something was told of one */
  bool led;            /* a total stands above the first line */
  int64_t above;       /* the figure of the last line or total */
  bool fresh; /* a total of several lines, and no line or section is below it */
};

/* What the figures of a line or total are to the totals and lines above it. */
struct co_figures {
  unsigned read;    /* where nothing follows nothing it does not count */
  unsigned again;   /* those of the total above */
  unsigned filled;  /* those that are not 0 */
  unsigned summed;  /* what the lines above add up to; of a total: all lines */
  unsigned proving; /* those of them that are seldom so by chance */
  unsigned digits;  /* the most that one of these has */
  int64_t last;     /* of these */
};

/* What the last line was, should the next one have the same figures. */
enum co_line_above {
  CO_ABOVE_LINE,
  CO_ABOVE_SUM,  /* all its figures may be sums by chance */
  CO_ABOVE_TOTAL /* it was told, or the header stands between them */
};

/* A total of all lines of its table, and the first line below it. */
struct co_below {
  const struct co_table *table; /* NULL: none */
  struct co_str total;
  struct co_item line; /* its text is blank: none; texts last */
};

/* A total that is not what the lines above it add up to, in a table that begins
 * with a total: the lines below it may be its own. */
enum { CO_DOUBTS = 64 };
struct co_doubt {
  size_t sum;          /* of the mapper's sums */
  struct co_item item; /* its text lasts */
  int64_t value, lines, since;
  unsigned lines_read;
  bool holds; /* for lines below it */
};

/* The ladder of a table's column when a sheet ended. */
struct co_kept_ladder {
  const struct co_table *table;
  const struct co_kind *kind;
  unsigned field;
  uint32_t col;
  struct co_ladder ladder;
};

/* A figure column of the sheet, for the reconciliation. */
struct co_sum {
  uint32_t col;
  const struct co_kind *kind;
  unsigned field;
  struct co_str header;  /* of that table */
  struct co_str headers; /* and those of the tables above it, for the reader */
  const struct co_occurrence *of; /* the table that reads the column now */
  int64_t in, excluded, rejected;
  struct co_ladder ladder;
};

/* A column of the sheet and the heading above it. */
struct co_column_of {
  uint32_t col;
  size_t heading;
  const struct co_found *found;
};

/* One table or form as it stands in the sheet. */
struct co_occurrence {
  struct co_str name;
  const struct co_table *table; /* NULL: a form */
  uint32_t row;                 /* header or start */
  const struct co_heading *headings;
  struct co_found *found;
  size_t heading_count;
  const struct co_column_of *columns; /* of a table, from left to right */
  size_t column_count;
  const struct co_name *groups; /* of all headings' patterns */
  size_t group_count;
  const struct co_record_rule *rules;
  size_t rule_count;
  struct co_region_of {
    const struct co_record_rule *rule;
    uint32_t col; /* of an `each` column; 0 elsewhere */
    struct co_region region;
    struct co_region_of *next;
  } * regions;
  struct co_item *above;  /* last texts of headings that fill down */
  uint32_t *merged_to;    /* and the last row of the merged cell they are in */
  struct co_item section; /* one with no record below it so far; or blank */
  struct co_unknown *unknown;
  size_t unknown_count;
  struct co_left *left;               /* by heading; NULL: none */
  bool spaced;                        /* blank rows stand between its rows */
  bool had_records;                   /* or some that were rejected */
  const struct co_occurrence *before; /* the one met before it; or NULL */
};

/* A record that waits for what the next row says. */
struct co_held {
  struct co_record record;
  struct co_value *values;       /* the record's own, to be added to */
  const struct co_place *places; /* by field: where it was read */
  size_t *room; /* bytes its texts may take; NULL: none was added to */
  const struct co_record_rule *rule;
};

struct co_parent {
  struct co_buf key; /* empty: none yet */
  struct co_place at;
};

/* A reference to a record of another kind, and a key that was read. */
struct co_link {
  const struct co_kind *kind;
  struct co_str ref, sheet;
  struct co_place at;
};

struct co_key {
  const struct co_kind *kind;
  struct co_str text, folded;
};

/* A heading that the layout does not know, and the values below it. */
struct co_unknown {
  struct co_place at;
  struct co_str text;
  unsigned values;
};

/* Cells of a column that no rule took from rows that made records. */
struct co_left {
  struct co_place first;
  struct co_str text; /* of the first */
  unsigned count;
};

/* A row that is meant as a header and opens no table. */
struct co_unknown_table {
  bool open; /* no known one has begun below it */
  bool ends; /* one stood above it */
  struct co_place at;
  struct co_str text;   /* its cells */
  struct co_str tables; /* those of the layout that may be meant, in words */
  bool other_sheet;     /* the table is one of sheets of other names */
  unsigned rows;        /* below it, that nothing read */
};

/* A column of the sheet whose colours were read. */
struct co_colour_column {
  uint32_t col;
  struct co_str header;
  struct co_place first;
  unsigned counts[CO_HUES];
};

/* Figures of a column that have more places than its field keeps. */
struct co_rounded {
  struct co_place first;
  const struct co_field *field;
  struct co_str text; /* of the first */
  unsigned count;
};

/* A finding that was told: its cell, and a checksum of its words. */
struct co_told {
  struct co_place at;
  uint64_t words;
};

struct co_open_form {
  const struct co_form *form; /* NULL: none */
  uint32_t row;
  struct co_item *items;    /* one per heading of the form */
  struct co_place *awaited; /* one per cell: where a label points */
  bool *awaiting, *past_skips;
  struct co_slot *slots; /* of cells that are many */
  size_t slot_count, slot_cap;
  /* Of the cells of the row at hand: whether the form took it, and the text
   * that was kept in place of it. */
  bool *used;
  const struct co_item **instead;
};

struct co_mapper {
  struct co_sink sink; /* first: a mapper is a sink */
  const struct co_layout *layout;
  struct co_intake *intake;
  struct co_evidence *evidence; /* of the order of dates */
  struct co_source source;
  bool source_told;
  bool had_records; /* a row was one, or would have been */
  bool lost_tables; /* one was told that the layout does not know */
  bool nil;         /* a row said that there is nothing to report */
  struct co_arena file, row, held_memory;

  struct co_name *facts;
  size_t fact_count, fact_cap;
  int awaited_fact; /* index of the rule whose next cell is awaited; -1 */
  bool awaits_past_skips;
  struct co_parent *parents; /* by kind index */
  size_t parent_count;

  struct co_str sheet;
  uint32_t sheet_index;
  struct co_str *sheets; /* the names of those met, by their index */
  size_t sheet_count, sheet_cap;
  uint32_t rows_in, hidden_rows, first_hidden;
  bool *hidden_columns; /* of the sheet, those with values */
  size_t hidden_column_count, hidden_column_cap;
  uint32_t next_region;
  struct co_merges merges; /* of the sheet */
  bool *on_sheet;     /* by table of the layout: it can stand on this sheet */
  bool **unread_told; /* by table, by heading; NULL: not met yet */
  /* What gave a record nothing, for want of a fact it may be. */
  const struct co_template **missed;
  size_t missed_count, missed_cap;
  struct co_occurrence *occurrence; /* the table now open; NULL: none */
  const struct co_occurrence *last; /* of all of the file, forms too; or NULL */
  struct co_unknown_table unknown_table;
  struct co_open_form form;
  struct co_waiting waiting;

  struct co_link *links;
  size_t link_count, link_cap;
  struct co_key *keys;
  size_t key_count, key_cap;

  struct co_told *told; /* sorted by sheet and cell */
  size_t told_count, told_cap;

  struct co_held *held;
  size_t held_count, held_cap;
  struct co_sum *sums;
  size_t sum_count, sum_cap;
  struct co_doubt doubts[CO_DOUBTS]; /* by row */
  size_t doubt_count;
  struct co_kept_ladder *ladders; /* of earlier sheets */
  size_t ladder_count, ladder_cap;
  struct co_figures figures; /* of the line at hand */
  enum co_line_above above;
  struct co_below below;
  struct co_rounded *rounded; /* of the file */
  size_t rounded_count, rounded_cap, rounded_last;
  struct co_colour_column *colours;
  size_t colour_count, colour_cap;
  struct co_ledger run; /* rows 0: none */
};

/* mapper.c: tells of a row, its cells joined, that nothing explains. */
enum co_status co_report_unrecognised(struct co_mapper *m, struct co_place at,
                                      struct co_str text, struct co_err *err);

/* mapper.c: whether a rule of the layout skips a row of this text. */
bool co_skips(struct co_mapper *m, struct co_str text);

/* facts.c: reads the facts of a row; *context where it has one. */
enum co_status co_facts_read(struct co_mapper *m, const struct co_cells *cells,
                             bool *context, struct co_err *err);
/* A record got nothing by this template: a fact of its names that is read for
 * the first time later is told. */
void co_facts_missed(struct co_mapper *m, const struct co_template *from);
/* Reads facts that are not known yet from a longer row, which nothing else
 * explains. */
enum co_status co_facts_search(struct co_mapper *m,
                               const struct co_cells *cells, bool *context,
                               struct co_err *err);
/* Whether the row is made of texts by which the layout knows the return. */
bool co_facts_recognised(struct co_mapper *m, const struct co_cells *cells);

/* table.c */

/* Opens the table whose header this is, of one row or of several joined;
 * *opened says whether. */
enum co_status co_table_open(struct co_mapper *m, const struct co_cells *cells,
                             unsigned rows, bool *opened, struct co_err *err);
/* Closes the open table, if any: reports the columns nobody read; and one that
 * is not known. */
enum co_status co_table_close(struct co_mapper *m, struct co_err *err);
/* Makes records of a row of the open table, or passes it over by a skip rule
 * (NULL: none applies). *reason is what the ledger says of the row. */
enum co_status co_table_row(struct co_mapper *m, const struct co_cells *cells,
                            const struct co_skip *skip,
                            enum co_disposition *disposition,
                            struct co_str *reason, struct co_err *err);
/* Accounts for the figures of a context row that stands in a table. */
enum co_status co_table_pass(struct co_mapper *m, const struct co_cells *cells,
                             struct co_err *err);

/* Whether a row of the open table is a total, a section or goes on with the
 * record above, whatever words stand in it. */
bool co_table_is_part(struct co_mapper *m, const struct co_cells *cells);
/* The heading above a cell; *next goes on along the columns with the cells of
 * a row. NULL where there is none. */
const struct co_column_of *co_table_column(const struct co_occurrence *o,
                                           uint32_t col, size_t *next);

/* unknown_table.c */

/* *again where the row is the header of the open table, printed again in part,
 * which is told; the table goes on. */
enum co_status co_header_again(struct co_mapper *m,
                               const struct co_cells *cells, bool *again,
                               struct co_err *err);

/* *taken where the row is the header of a table that the layout does not know,
 * which ends the open one, if there is one, or stands below such a header. */
enum co_status co_unknown_table_take(struct co_mapper *m,
                                     const struct co_cells *cells, bool *taken,
                                     struct co_err *err);
/* A table or form begins, or the sheet ends: tells what was not read. */
enum co_status co_unknown_table_end(struct co_mapper *m, struct co_err *err);

/* draft.c */

/* 1,250.00 CR, or DR; *figure is what stands before it. */
bool co_is_credit(struct co_str text, struct co_str *figure, bool *credit);
/* Types the text of an item into a field, as co_value_parse; the figure of an
 * item in thousands or millions is in units of the field. */
enum co_value_result co_item_value(struct co_arena *arena,
                                   const struct co_field *field,
                                   const struct co_item *item,
                                   enum co_date_order order,
                                   struct co_value *value, bool *percent);

/* colours.c */

/* The cells with those that are only coloured, in columns that say `colour`, as
 * if their words were typed. */
struct co_cells co_colours_typed(struct co_mapper *m,
                                 const struct co_cells *cells);
/* Tells what was read from colours on the sheet that ends. */
enum co_status co_colours_report(struct co_mapper *m, struct co_err *err);

/* form.c */
/* The form that begins where that is the first filled cell; or NULL. */
const struct co_form *co_form_that_starts(struct co_mapper *m,
                                          const struct co_item *first);
/* Opens it, and gives it the row. Cells of it that the form does not take are
 * told; so they are of the rows below, of which it took (*took) a cell. */
enum co_status co_form_start(struct co_mapper *m, const struct co_form *form,
                             const struct co_cells *cells, struct co_err *err);
/* Whether a row that begins so is one of the open form, whatever its value
 * looks like. */
bool co_form_has_label(struct co_mapper *m, const struct co_item *first);
enum co_status co_form_take(struct co_mapper *m, const struct co_cells *cells,
                            bool *took, struct co_err *err);
enum co_status co_form_close(struct co_mapper *m, struct co_err *err);

/* odd_text.c: reports damaged characters and look-alike letters of a row, and
 * texts of a record that no cell of a workbook takes. */
enum co_status co_odd_texts(struct co_mapper *m, const struct co_cells *cells,
                            struct co_err *err);
enum co_status co_long_texts(struct co_mapper *m, const struct co_held *held,
                             struct co_err *err);

/* build.c */
struct co_occurrence *co_occurrence_new(struct co_mapper *m, struct co_str name,
                                        const struct co_heading *headings,
                                        size_t heading_count,
                                        const struct co_record_rule *rules,
                                        size_t rule_count, uint32_t row);
struct co_built {
  unsigned records, rejected;
  unsigned nothing; /* cells that the layout says mean nothing */
  bool *taken;      /* by heading: a rule took its cell; NULL: nobody asks */
};
enum co_status co_build_line(struct co_mapper *m, struct co_occurrence *o,
                             const struct co_record_rule *rules,
                             size_t rule_count, const struct co_line *line,
                             struct co_built *built, struct co_err *err);
/* Whether a later row may add to the records of this one. Where none may, they
 * are flushed before the row ends, and borrow its texts. */
bool co_build_waits(const struct co_mapper *m);
/* Adds the texts of a continuation row to the records held; false where none
 * is held or a text has no field to go to. */
bool co_build_continue(struct co_mapper *m, const struct co_item *items);
/* Hands the held records to the intake. */
enum co_status co_build_flush(struct co_mapper *m, struct co_err *err);
/* The return record itself, from facts. */
enum co_status co_build_return(struct co_mapper *m, struct co_err *err);
void co_fact_set(struct co_mapper *m, struct co_str name, struct co_str text,
                 struct co_place at);

/* links.c */
void co_links_cell(struct co_mapper *m, const struct co_kind *kind,
                   const struct co_item *item);
void co_links_key(struct co_mapper *m, const struct co_kind *kind,
                  struct co_str key);
/* The references that name nothing in the return. */
enum co_status co_links_report(struct co_mapper *m, struct co_err *err);

/* across.c */

/* Tells where the columns of a row do not add up as the layout says. */
enum co_status co_across_check(struct co_mapper *m, const struct co_line *line,
                               bool is_total, struct co_err *err);
/* The formulas that are not tried without the column, in a sentence behind a
 * blank; "" where there is none. */
const char *co_across_lost(struct co_mapper *m, const struct co_table *table,
                           size_t column);

/* account.c */
enum co_status co_account_row(struct co_mapper *m, uint32_t row,
                              enum co_disposition disposition,
                              struct co_str rule, struct co_err *err);
enum co_status co_account_flush(struct co_mapper *m, struct co_err *err);
/* Adds the figures of a row of the open table to the sums, and to excluded or
 * rejected by what became of the row. Figures of rejected records are added
 * one by one, by co_account_reject. */
enum co_status co_account_figures(struct co_mapper *m,
                                  const struct co_line *line,
                                  enum co_disposition disposition,
                                  struct co_err *err);
/* A figure of a record of o, unless the open table adds that column up row by
 * row (by_row: the figure stands in the record's row, by a rule of the table).
 */
enum co_status co_account_part(struct co_mapper *m,
                               const struct co_occurrence *o, bool by_row,
                               struct co_place at, const struct co_kind *kind,
                               unsigned field, int64_t units,
                               struct co_err *err);
/* A figure of a record row that was not accepted after all. */
enum co_status co_account_reject(struct co_mapper *m, uint32_t col,
                                 const struct co_kind *kind, unsigned field,
                                 int64_t units, struct co_err *err);
/* Declares the figure columns of a table just opened. */
void co_account_columns(struct co_mapper *m, const struct co_occurrence *o);
/* Ends the sheet: ledger run, row count, sums. */
enum co_status co_account_sheet(struct co_mapper *m, struct co_err *err);

/* totals.c */

/* The largest power of ten that divides both; 0 and 0 have none. */
int64_t co_common_grain(int64_t grain, int64_t units);

/* The header of the column's table. */
void co_totals_open(struct co_mapper *m, struct co_sum *sum,
                    const struct co_occurrence *o);
/* The sheet ends: the table may go on on the next one. */
void co_totals_keep(struct co_mapper *m, const struct co_sum *sum);
/* A section of the open table begins. */
void co_totals_section(struct co_mapper *m);
/* A figure of a line. */
void co_totals_line(struct co_mapper *m, struct co_sum *sum,
                    const struct co_item *item, int64_t units);
/* The row whose figures these were ends: tells of a line that is a total by its
 * figures. */
enum co_status co_totals_row(struct co_mapper *m, const struct co_line *line,
                             enum co_disposition disposition,
                             struct co_err *err);
/* Tells where a total is not what the lines above it add up to. */
enum co_status co_totals_check(struct co_mapper *m, struct co_sum *sum,
                               const struct co_item *item, struct co_err *err);
/* The sheet ends: what is left in doubt, or stands below the last total, is
 * told. */
enum co_status co_totals_close(struct co_mapper *m, struct co_err *err);

/* notice.c */

/* What a finding is about: a cell or CO_NO_CELL, a field of the model, what the
 * file said. The remedy where the known one is not all there is to say. */
struct co_noticed {
  struct co_place at;
  struct co_str field, raw, remedy;
};

/* A finding of a name in findings.c. Message by printf format. The same words
 * about the same cell are told once: every record of a column shows what is
 * wrong with its heading. */
enum co_status co_notice(struct co_mapper *m, const char *check,
                         struct co_noticed what, struct co_err *err,
                         const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Whether something was told of the cell. */
bool co_told_of(const struct co_mapper *m, struct co_place at);
/* A name of the model as people say it: lead_officer is "lead officer". */
const char *co_plain_words(struct co_mapper *m, struct co_str name);
/* The finding for a cell that did not become a value of the field. */
enum co_status co_notice_value(struct co_mapper *m,
                               const struct co_field *field,
                               enum co_value_result result,
                               const struct co_item *item, struct co_err *err);
/* An error of the spreadsheet in a column, which no single field tells of. */
enum co_status co_notice_error(struct co_mapper *m, const struct co_item *item,
                               struct co_str column, struct co_err *err);
/* Tells of figures with more places than are kept, once for each column. */
enum co_status co_notice_rounded(struct co_mapper *m, struct co_err *err);
/* The dates that rest on an order nobody declared or proved. */
enum co_status co_notice_dates(struct co_mapper *m, struct co_err *err);

#endif
