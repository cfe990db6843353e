/* layout.h - a return layout: how one family of returns is laid out.
 *
 * Read once from returns/NAME.yaml by layout_read.c; used by the recogniser
 * and the mapper, which change nothing in it. docs/layouts.md explains every
 * construct for the people who write them; the structs below are the same
 * constructs in the same words.
 *
 * Ownership: layouts belong to their pack's arena; the compiled patterns are
 * released by co_layouts_free. */
#ifndef COLLATE_LAYOUT_H
#define COLLATE_LAYOUT_H

#include "begins.h"
#include "date.h"
#include "pack.h"
#include "pattern.h"
#include "str.h"

struct co_template;

/* A value made from names: a template, looked up in cases, written as a code.
 * from: '{ref}'  when: [{match: P, use: T}]  otherwise: T  code: LIST */
struct co_rule {
  const struct co_template *from;
  const struct co_case {
    const struct co_pattern *match;
    const struct co_template *use;
  } * cases;
  size_t case_count;
  const struct co_template *otherwise; /* NULL: blank where no case matches */
  const struct co_codes *codes;        /* or NULL */
};

/* FIELD: RULE */
struct co_set {
  int field;
  struct co_rule rule;
};

/* A column of a table's header, or a named cell of a form. */
struct co_heading {
  struct co_str name;           /* as layouts call it */
  struct co_str folded;         /* for comparing */
  const struct co_str *aliases; /* folded */
  size_t alias_count;
  const struct co_pattern *match; /* heading by pattern; or NULL */
  int letter;                     /* fixed column, zero-based; -1 none */
  bool optional;
  bool ignored;     /* its cells are not read, and need not be */
  bool unread;      /* no rule takes its cells, and it is not ignored */
  bool recorded;    /* rules of the records take its cells, and no name does */
  bool many;        /* every column whose heading matches, not only the first */
  bool fill_down;   /* a blank cell has the text of the cell above */
  bool fill_merged; /* one below a merged cell has the text of that */
  bool colour;      /* a blank cell has the word of its colour: hue.h */
  unsigned power;   /* its figures count ten to this: 3, thousands */
};

/* COLUMN: FIELD, or COLUMN: {field, match, lines, otherwise} */
struct co_column_rule {
  size_t column; /* index in the headings */
  int field;     /* -1: the pattern's groups say */
  const struct co_pattern *match;
  bool first_line; /* only that one; the others are records of an `each` */
  int otherwise;   /* field for a text that does not match; -1 none */
  int imprecise;   /* field for the text of a date without a day; -1 none */
};

/* One record for each filled cell of these columns, or for each line of it. */
struct co_each {
  size_t column;
  bool lines;
  bool rest; /* but the first */
  const struct co_set *sets;
  size_t set_count;
};

/* What the cell of an `each` column gives. Fields are -1 where absent. */
struct co_value_rule {
  int number; /* a figure */
  int words;  /* words that stand where a figure is expected */
  int unit;   /* percent where the figure was one, else unit_is */
  int text;   /* the text as it is */
  const struct co_pattern *match; /* takes the text apart, as in a column */
  int otherwise;                  /* field for a text that does not match */
  bool or_nothing;                /* a text that does not match is no record */
  struct co_rule unit_is;
  const struct co_codes *code;  /* text is written as this list's code */
  const struct co_str *nothing; /* folded texts that mean an empty cell */
  size_t nothing_count;
};

struct co_record_rule {
  const struct co_kind *kind;
  const struct co_kind *under; /* or NULL */
  const struct co_column_rule *columns;
  size_t column_count;
  const struct co_each *each;
  size_t each_count;
  struct co_value_rule value;
  const struct co_set *sets;
  size_t set_count;
  const size_t *when_filled, *when_blank; /* only rows like this */
  size_t when_filled_count, when_blank_count;
  bool joins; /* texts go to the first record of this kind under its parent */
  const struct co_link_rule { /* columns that name records of another kind */
    size_t column;
    const struct co_kind *kind;
  } * links;
  size_t link_count;
  const struct co_remember {
    struct co_str name;
    struct co_rule rule;
  } * remember; /* facts that a record leaves behind */
  size_t remember_count;
};

struct co_skip {
  struct co_str rule;             /* its name, for the ledger */
  const struct co_pattern *sheet; /* or NULL: every sheet */
  const struct co_pattern *match; /* against the row's cells joined by " | " */
  bool nil; /* such a row says that there is nothing to report */
};

/* How many rows a header can have. */
enum { CO_HEADER_ROWS = 4 };

/* RESULT = TERM + TERM - TERM, lines of a statement */
struct co_formula {
  struct co_str text;
  const struct co_term {
    struct co_str line_key; /* folded */
    unsigned occurrence;    /* from 1 */
    int sign;               /* 0: the result */
  } * terms;
  size_t term_count;
};

/* RESULT = TERM + TERM - TERM, columns of a row; the result comes first */
struct co_across {
  struct co_str text;
  struct co_across_term {
    size_t column;
    int sign; /* 0: the result */
  } * terms;
  size_t term_count;
};

struct co_table {
  struct co_str name;
  const struct co_pattern *sheet; /* or NULL: every sheet */
  bool optional;                  /* a return may give no record for it */
  const struct co_heading *headings;
  size_t heading_count;
  size_t required_count;    /* headings that are neither optional nor fixed */
  bool by_pattern;          /* some heading is known by a pattern */
  bool fills;               /* some heading does, either way */
  bool merges;              /* some heading fills merged cells */
  bool colours;             /* some heading has them */
  bool picks;               /* some rule is not for every row or text */
  bool many;                /* some heading has many columns */
  struct co_begins begins;  /* of the names of those that are not fixed */
  const size_t *when_blank; /* continuation: all of these columns are blank */
  size_t when_blank_count;
  const struct co_split {
    size_t column;
    const struct co_pattern *joins; /* such a line belongs to the one before */
    bool head; /* its first line stands before each of the others */
  } * split;   /* columns whose lines pair; the first one leads */
  size_t split_count;
  unsigned header_rows;     /* up to CO_HEADER_ROWS, joined downwards */
  int section_column;       /* the only filled one of a section row; -1 none */
  struct co_str section_as; /* the fact it sets */
  const struct co_pattern *totals; /* first cell of a totals row; or NULL */
  const struct co_record_rule *total_records; /* what a totals row becomes */
  size_t total_record_count;
  const struct co_skip *skips;
  size_t skip_count;
  const struct co_record_rule *records;
  size_t record_count;
  const struct co_formula *formulas;
  size_t formula_count;
  const struct co_across *across;
  size_t across_count;
};

enum co_form_how { CO_FORM_MATCH, CO_FORM_AFTER, CO_FORM_BELOW };

/* A cell of a form: the cell itself by pattern, or one that stands after
 * (right of, next filled) or below a label, `right` columns further on. */
struct co_form_cell {
  struct co_str name;
  enum co_form_how how;
  const struct co_pattern *pattern; /* of the cell, or of its label */
  unsigned right;
  bool many;      /* after: every such label's cell, not only the first */
  unsigned power; /* as in a heading */
};

/* Cells here and there, from a start cell on, that together are one row. */
struct co_form {
  struct co_str name;
  const struct co_pattern *sheet;
  const struct co_pattern *start;
  bool one_row;
  bool optional; /* as of a table */
  const struct co_form_cell *cells;
  size_t cell_count;
  const struct co_heading *headings; /* cells, then groups of all patterns */
  size_t heading_count;
  const struct co_record_rule *records;
  size_t record_count;
};

/* Something read outside the tables and kept: by a pattern with named groups,
 * or the next filled cell after a text. */
struct co_fact_rule {
  const struct co_pattern *match; /* or NULL */
  const struct co_pattern *after; /* or NULL */
  struct co_str name;             /* with after */
};

/* The columns of tables that have the name of a heading. */
struct co_namesakes {
  const struct co_heading *const *list;
  size_t count;
};

struct co_recognise_rule {
  enum { CO_SEE_TEXT, CO_SEE_SHEET, CO_SEE_HEADER, CO_SEE_PROPERTY } what;
  struct co_str text;                      /* as written, for messages */
  struct co_str property, property_folded; /* a property's name */
  const struct co_pattern *pattern;
  const struct co_str *headings; /* as written */
  const struct co_str *folded;
  const struct co_namesakes *namesakes; /* of each heading */
  size_t heading_count;
};

struct co_control {
  struct co_str scope, name, kind, table, status;
};

/* What a figure written 1,250.00 CR is; one with DR is the other. */
enum co_credit { CO_CREDIT_NONE, CO_CREDIT_MINUS, CO_CREDIT_PLUS };

/* Whether a sheet is one of those that a pattern names, or there is none: the
 * blanks at the ends of its name nobody sees on its tab. */
static inline bool co_fits_sheet(const struct co_pattern *pattern,
                                 struct co_str name) {
  return !pattern || co_pattern_match(pattern, co_str_trim(name), NULL, NULL);
}

struct co_layout {
  struct co_str name, describes;
  const char *file;
  enum co_date_order dates;
  bool dates_declared; /* else the dates themselves tell, field by field */
  enum co_credit credit;
  const struct co_recognise_rule *recognise;
  size_t recognise_count;
  const struct co_fact_rule *facts;
  size_t fact_count;
  const struct co_kind *return_kind; /* the kind `return`; or NULL */
  const struct co_set *return_sets;
  size_t return_set_count;
  const struct co_skip *skips;
  size_t skip_count;
  const struct co_str *nothing; /* folded texts that mean a blank, anywhere */
  size_t nothing_count;
  bool joins;   /* some record rule does: records wait for their parent's end */
  bool colours; /* some table has them */
  bool merges;  /* likewise */
  const struct co_codes *missing; /* the list `missing` of the pack, or NULL */
  bool links;           /* some record rule has links: keys are remembered */
  unsigned header_rows; /* the most that a table has */
  const struct co_table *tables;
  size_t table_count;
  const struct co_form *forms;
  size_t form_count;
  const struct co_control *controls;
  size_t control_count;
};

struct co_layouts {
  struct co_layout *list;
  size_t count;
  bool properties;              /* some layout is recognised by one */
  struct co_pattern **patterns; /* all that were compiled */
  size_t pattern_count, pattern_cap;
};

/* Reads all layouts of the pack; mistakes go to pack->problems. */
void co_layouts_load(struct co_layouts *layouts, struct co_pack *pack);
void co_layouts_free(struct co_layouts *layouts);

#endif
