/* codes.c - code lists: the allowed values of a field, with their aliases.
 *
 * A list is a small CSV file that people keep in a spreadsheet, one code a
 * row, with the header
 *   code,label,aliases,rag,colour,text_colour,symbol,closes,note
 * of which only code and label must be there, in any order. aliases are
 * separated by |; colours are RRGGBB; closes is yes or no; note says what the
 * word means, for the Notes of the workbook. This layer does not know the CSV
 * reader, so the file is taken apart by rows.c, strictly.
 *
 * Codes, labels and aliases are compared folded (see str.h), so one form must
 * not belong to two codes. */
#include <stdlib.h>

#include "ascii.h"
#include "input.h"
#include "model_read.h"
#include "rows.h"

enum {
  MAX_FILE = 1024 * 1024,
  MAX_CODES = 1000,
  MAX_FORMS = 100, /* code, label and aliases of one code */
  SHOWN = 60
};

enum column {
  CODE,
  LABEL,
  ALIASES,
  RAG,
  COLOUR,
  TEXT_COLOUR,
  SYMBOL,
  CLOSES,
  NOTE,
  COLUMNS
};

static const struct co_str column_names[COLUMNS] = {
    {"code", 4},   {"label", 5},  {"aliases", 7},
    {"rag", 3},    {"colour", 6}, {"text_colour", 11},
    {"symbol", 6}, {"closes", 6}, {"note", 4},
};

static const struct co_str rag_names[] = {
    {"green", 5}, {"amber", 5}, {"red", 3}, {"blue", 4}, {"grey", 4}};
enum { RAGS = sizeof rag_names / sizeof *rag_names };

struct reader {
  struct co_rows csv;
  struct co_arena *arena;
  struct co_problems *problems;
  int place[COLUMNS]; /* of a column in the file, or -1 */
  size_t columns;     /* in the file */
  struct co_code *codes;
  unsigned *lines; /* where each code stands */
  size_t count;
};

/* --- Looking up ---------------------------------------------------------- */

/* The code one of whose forms is the text, as `same` compares them, or -1. */
static int find(const struct co_codes *codes, struct co_str text,
                bool (*same)(struct co_str text, struct co_str form)) {
  for (size_t i = 0; i < codes->count; i++)
    for (size_t a = 0; a < codes->codes[i].alias_count; a++)
      if (same(text, codes->codes[i].aliases[a])) return (int)i;
  return -1;
}

static int find_folded(const struct co_codes *codes, struct co_str folded) {
  return find(codes, folded, co_str_eq);
}

/* Neither blank nor a footnote mark: not taken off when the text is folded. */
static bool is_firm(char c) {
  return co_is_visible(c) && c != '*';
}

/* Whether the text is the form but for its capitals, as most are. Where it is
 * not, it may still be the form when it is folded. */
static bool is_spelt(struct co_str text, struct co_str form) {
  size_t same = 0;
  if (!text.len || text.len != form.len || !is_firm(text.ptr[0]) ||
      !is_firm(text.ptr[text.len - 1]))
    return false;
  while (same < text.len && (unsigned char)text.ptr[same] < 0x80 &&
         co_small(text.ptr[same]) == form.ptr[same])
    same++;
  return same == text.len;
}

int co_codes_find(const struct co_codes *codes, struct co_str text) {
  int found = find(codes, text, is_spelt);
  if (found >= 0) return found;
  struct co_arena scratch = CO_ARENA_INIT;
  found = find_folded(codes, co_str_fold(&scratch, text));
  co_arena_clear(&scratch);
  return found;
}

struct co_str co_codes_nearest(const struct co_codes *codes, struct co_str text,
                               struct co_str *form) {
  struct co_str label = {0};
  size_t count = 0, at = 0;
  for (size_t i = 0; i < codes->count; i++)
    count += codes->codes[i].alias_count;
  struct co_str *forms = co_xcalloc(count + 1, sizeof *forms);
  size_t *owner = co_xcalloc(count + 1, sizeof *owner);
  for (size_t i = 0; i < codes->count; i++)
    for (size_t a = 0; a < codes->codes[i].alias_count; a++, at++) {
      forms[at] = codes->codes[i].aliases[a];
      owner[at] = i;
    }
  int nearest = co_str_nearest(text, forms, count);
  if (nearest >= 0) label = codes->codes[owner[nearest]].label;
  *form = nearest >= 0 ? forms[nearest] : label;
  free(forms);
  free(owner);
  return label;
}

/* --- Reading ------------------------------------------------------------- */

static struct co_yaml place_of(const struct reader *in,
                               const struct co_rows_cell *cell) {
  return (struct co_yaml){.file = in->csv.file,
                          .line = in->csv.line,
                          .column = cell ? cell->column : 1};
}

static const struct co_rows_cell *cell_of(const struct reader *in,
                                          enum column column) {
  return in->place[column] < 0 ? NULL : &in->csv.cells[in->place[column]];
}

static struct co_str text_of(const struct reader *in, enum column column) {
  const struct co_rows_cell *cell = cell_of(in, column);
  return cell ? co_str_trim(cell->text) : (struct co_str){0};
}

static void read_header_cell(struct reader *in, size_t index) {
  struct co_yaml at = place_of(in, &in->csv.cells[index]);
  struct co_str name = co_str_trim(in->csv.cells[index].text);
  struct co_str shown = co_str_show(in->arena, name, SHOWN);
  for (size_t i = 0; i < COLUMNS; i++) {
    if (!co_str_eq(name, column_names[i])) continue;
    if (in->place[i] >= 0)
      co_problem(in->problems, CO_X_PACK_DUPLICATE, at.file, &at,
                 "the column '%.*s' stands twice", CO_STR(shown));
    in->place[i] = (int)index;
    return;
  }
  struct co_str hint = co_did_you_mean(in->arena, name, column_names, COLUMNS);
  co_problem(in->problems, CO_X_PACK_UNKNOWN_KEY, at.file, &at,
             "the column '%.*s' is not known in a code list%.*s; expected "
             "code, label, aliases, rag, colour, text_colour, symbol, closes, "
             "note",
             CO_STR(shown), CO_STR(hint));
}

static bool read_header(struct reader *in) {
  for (size_t i = 0; i < COLUMNS; i++)
    in->place[i] = -1;
  if (!co_rows_next(&in->csv)) {
    co_problem(in->problems, CO_X_PACK_MISSING_KEY, in->csv.file, NULL,
               "expected the header code,label,...; found nothing");
    return false;
  }
  in->columns = in->csv.count;
  for (size_t i = 0; i < in->csv.count; i++)
    read_header_cell(in, i);
  struct co_yaml at = place_of(in, NULL);
  for (size_t i = CODE; i <= LABEL; i++)
    if (in->place[i] < 0)
      co_problem(in->problems, CO_X_PACK_MISSING_KEY, at.file, &at,
                 "the column '%s' is missing", column_names[i].ptr);
  return in->place[CODE] >= 0 && in->place[LABEL] >= 0;
}

bool co_is_colour(struct co_str text) {
  if (text.len != 6) return false;
  for (size_t i = 0; i < text.len; i++) {
    if (co_hex_value(text.ptr[i]) < 0) return false;
  }
  return true;
}

static void report_cell(struct reader *in, enum column column,
                        const char *expected) {
  const struct co_rows_cell *cell = cell_of(in, column);
  struct co_yaml at = place_of(in, cell);
  struct co_str shown = co_str_show(in->arena, text_of(in, column), SHOWN);
  co_problem(in->problems, CO_X_PACK_VALUE, at.file, &at,
             "%s: expected %s, found '%.*s'", column_names[column].ptr,
             expected, CO_STR(shown));
}

static struct co_str read_colour(struct reader *in, enum column column) {
  struct co_str text = text_of(in, column);
  if (text.len && !co_is_colour(text))
    report_cell(in, column, "six hexadecimal digits like C6EFCE");
  return text;
}

static struct co_str read_rag(struct reader *in) {
  struct co_str text = text_of(in, RAG);
  for (size_t i = 0; i < RAGS; i++)
    if (co_str_eq(text, rag_names[i])) return text;
  if (text.len) report_cell(in, RAG, "green, amber, red, blue or grey");
  return (struct co_str){0};
}

static bool read_closes(struct reader *in) {
  struct co_str text = text_of(in, CLOSES);
  if (co_str_is(text, "yes")) return true;
  if (text.len && !co_str_is(text, "no")) report_cell(in, CLOSES, "yes or no");
  return false;
}

/* Adds a form to the code in hand, unless it is one of another code. */
static void add_form(struct reader *in, struct co_code *code,
                     struct co_str *forms, struct co_str text,
                     const struct co_rows_cell *cell) {
  struct co_str folded = co_str_fold(in->arena, text);
  struct co_yaml at = place_of(in, cell);
  struct co_codes before = {.codes = in->codes, .count = in->count};
  struct co_codes self = {.codes = code, .count = 1};
  if (folded.len == 0 || find_folded(&self, folded) >= 0) return;
  int other = find_folded(&before, folded);
  struct co_str shown = co_str_show(in->arena, text, SHOWN);
  if (other >= 0) {
    co_problem(in->problems, CO_X_PACK_DUPLICATE, at.file, &at,
               "'%.*s' already stands for the code '%.*s' in line %u; one "
               "word can stand for one code only",
               CO_STR(shown), CO_STR(in->codes[other].code), in->lines[other]);
  } else if (code->alias_count == MAX_FORMS) {
    co_problem(in->problems, CO_X_PACK_LIMIT, at.file, &at,
               "more than %d aliases", MAX_FORMS);
  } else {
    forms[code->alias_count++] = folded;
  }
}

/* "On track | In time": the texts between the bars. */
static void read_aliases(struct reader *in, struct co_code *code,
                         struct co_str *forms) {
  struct co_str rest = text_of(in, ALIASES);
  for (size_t i = 0, start = 0; rest.len && i <= rest.len; i++) {
    if (i < rest.len && rest.ptr[i] != '|') continue;
    struct co_str alias = {rest.ptr + start, i - start};
    add_form(in, code, forms, co_str_trim(alias), cell_of(in, ALIASES));
    start = i + 1;
  }
}

static void read_forms(struct reader *in, struct co_code *code) {
  struct co_str forms[MAX_FORMS] = {0};
  code->aliases = forms;
  add_form(in, code, forms, code->code, cell_of(in, CODE));
  add_form(in, code, forms, code->label, cell_of(in, LABEL));
  read_aliases(in, code, forms);
  struct co_str *kept =
      CO_NEW_ARRAY(in->arena, code->alias_count + 1, struct co_str);
  for (size_t i = 0; i < code->alias_count; i++)
    kept[i] = forms[i];
  code->aliases = kept;
}

static void read_code(struct reader *in) {
  struct co_yaml at = place_of(in, NULL);
  struct co_code code = {.code = text_of(in, CODE),
                         .label = text_of(in, LABEL),
                         .rag = read_rag(in),
                         .colour = read_colour(in, COLOUR),
                         .text_colour = read_colour(in, TEXT_COLOUR),
                         .symbol = text_of(in, SYMBOL),
                         .closes = read_closes(in),
                         .note = text_of(in, NOTE)};
  if (code.code.len == 0 || code.label.len == 0) {
    co_problem(in->problems, CO_X_PACK_VALUE, at.file, &at, "the %s is empty",
               code.code.len ? "label" : "code");
    return;
  }
  read_forms(in, &code);
  in->lines[in->count] = in->csv.line;
  in->codes[in->count++] = code;
}

static void read_rows(struct reader *in) {
  while (co_rows_next(&in->csv)) {
    struct co_yaml at = place_of(in, NULL);
    if (in->csv.count != in->columns) {
      co_problem(in->problems, CO_X_PACK_SYNTAX, at.file, &at,
                 "expected %zu cells as in the header, found %zu; a text with "
                 "a comma needs quotes",
                 in->columns, in->csv.count);
    } else if (in->count == MAX_CODES) {
      co_problem(in->problems, CO_X_PACK_LIMIT, at.file, &at,
                 "more than %d codes", MAX_CODES);
      return;
    } else {
      read_code(in);
    }
  }
}

void co_codes_parse(struct co_codes *out, struct co_arena *arena,
                    const char *file, struct co_str name, struct co_str text,
                    struct co_problems *problems) {
  struct reader in = {.arena = arena, .problems = problems};
  *out = (struct co_codes){.name = name};
  if (!co_rows_init(&in.csv, arena, file, text, problems)) return;
  in.codes = co_xcalloc(MAX_CODES, sizeof *in.codes);
  in.lines = co_xcalloc(MAX_CODES, sizeof *in.lines);
  if (read_header(&in)) read_rows(&in);
  struct co_code *kept = CO_NEW_ARRAY(arena, in.count + 1, struct co_code);
  for (size_t i = 0; i < in.count; i++)
    kept[i] = in.codes[i];
  out->codes = kept;
  out->count = in.count;
  free(in.codes);
  free(in.lines);
}

void co_codes_load(struct co_codes *out, struct co_arena *arena,
                   const char *file, struct co_str name,
                   struct co_problems *problems) {
  struct co_err err = {0};
  char *bytes = NULL;
  size_t len = 0;
  *out = (struct co_codes){.name = name};
  if (co_file_slurp(&bytes, &len, file, MAX_FILE, &err)) {
    co_problem(problems, CO_X_PACK_FILE, file, NULL, "%s", err.text);
    return;
  }
  struct co_str text = co_arena_str(arena, (struct co_str){bytes, len});
  free(bytes);
  co_codes_parse(out, arena, file, name, text, problems);
}
