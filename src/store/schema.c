/* schema.c - the tables and views of a model, as SQL text.
 *
 * Tables of ours are t_NAME, those of records r_KIND with columns f_FIELD and
 * k_FIELD (the folded text of a key field); users see views only, named and
 * documented in docs/store.md. The views use nothing but plain SQL, so that a
 * store written with -o NAME.sqlite opens in any tool: A1 column names come
 * from t_column, which intake.c fills through co_a1().
 *
 * A view of records is a select from one table with scalar subqueries: SQLite
 * folds it into the query around it and computes only the columns asked for.
 *
 * A return that was sent again stays in the tables, marked by superseded_by;
 * the views leave out its records and what was noticed while it was read, and
 * show its accepted amounts as superseded. finish.c decides which those are.
 *
 * Names from the model were checked by its reader to be words of small letters,
 * and are quoted all the same since some are keywords. */
#include <stdio.h>
#include <string.h>

#include "pack.h"
#include "store_part.h"

/* Returns that a later file replaced: views leave out what is theirs. */
#define SUPERSEDED                \
  " (SELECT s.id FROM t_source s" \
  " WHERE s.superseded_by IS NOT NULL)"

static const char tables[] =
    "CREATE TABLE t_meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_source(id INTEGER PRIMARY KEY, path TEXT NOT NULL,"
    " name TEXT NOT NULL, format TEXT, layout TEXT, encoding TEXT,"
    " bytes INTEGER NOT NULL, outcome TEXT NOT NULL, sha256 TEXT,"
    " department TEXT,"
    " period TEXT, as_at TEXT, dated TEXT, first_record INTEGER, last_record "
    "INTEGER,"
    " return_key TEXT, superseded_by INTEGER) STRICT;\n"
    "CREATE INDEX t_source_path ON t_source(path);\n"
    "CREATE INDEX t_source_key ON t_source(return_key);\n"
    "CREATE TABLE t_sheet(source INTEGER, sheet_index INTEGER, name TEXT,"
    " rows_in INTEGER, PRIMARY KEY(source, sheet_index))"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_region(id INTEGER PRIMARY KEY, source INTEGER NOT NULL,"
    " sheet TEXT, sheet_index INTEGER NOT NULL, table_name TEXT,"
    " kind TEXT NOT NULL, first_row INTEGER NOT NULL) STRICT;\n"
    "CREATE TABLE t_origin(region INTEGER, field INTEGER, row INTEGER,"
    " col INTEGER, sheet INTEGER NOT NULL, PRIMARY KEY(region, field))"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_override(record INTEGER, field INTEGER, row INTEGER,"
    " col INTEGER, sheet INTEGER NOT NULL, PRIMARY KEY(record, field))"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_column(col INTEGER PRIMARY KEY, name TEXT NOT NULL)"
    " STRICT;\n"
    "CREATE TABLE t_field(kind TEXT, field INTEGER, name TEXT NOT NULL,"
    " PRIMARY KEY(kind, field)) STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_code(list TEXT, position INTEGER, code TEXT NOT NULL,"
    " label TEXT, rag TEXT, colour TEXT, text_colour TEXT, symbol TEXT,"
    " closes INTEGER NOT NULL, PRIMARY KEY(list, position))"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_finding(id INTEGER PRIMARY KEY, source INTEGER,"
    " computed INTEGER NOT NULL, severity INTEGER NOT NULL,"
    " check_name TEXT NOT NULL, sheet TEXT, row INTEGER, col INTEGER,"
    " field TEXT, raw TEXT, message TEXT, remedy TEXT) STRICT;\n"
    "CREATE INDEX t_finding_place ON t_finding(source, row, col);\n"
    "CREATE TABLE t_ledger(source INTEGER, seq INTEGER,"
    " sheet_index INTEGER NOT NULL, first_row INTEGER NOT NULL,"
    " last_row INTEGER NOT NULL, row_count INTEGER NOT NULL,"
    " disposition INTEGER NOT NULL, rule TEXT, PRIMARY KEY(source, seq))"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_money(source INTEGER, sheet_index INTEGER, col INTEGER,"
    " kind TEXT, field INTEGER, header TEXT, scale INTEGER NOT NULL,"
    " read INTEGER, accepted INTEGER, excluded INTEGER, rejected INTEGER,"
    " difference INTEGER, PRIMARY KEY(source, sheet_index, col, kind, field))"
    " STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE t_formula_term(layout TEXT, formula TEXT, table_name TEXT,"
    " line_key TEXT, occurrence INTEGER, sign INTEGER,"
    " UNIQUE(layout, formula, table_name, line_key, occurrence, sign))"
    " STRICT;\n"
    "CREATE TABLE t_control_rule(layout TEXT, scope TEXT, name TEXT,"
    " kind TEXT, table_name TEXT, status TEXT,"
    " UNIQUE(layout, scope, name, kind, table_name, status)) STRICT;\n";

/* t_place tells the cell of every field, present or not: findings about what
 * is missing stand there too. It is completed for the model below. */
static const char views[] =
    "CREATE VIEW source AS SELECT id AS _id, path, name, format, layout,"
    " encoding, bytes, sha256, CASE WHEN superseded_by IS NULL THEN outcome"
    " ELSE 'superseded' END AS outcome, COALESCE(department, name)"
    " AS department, period, COALESCE((SELECT value FROM t_meta"
    " WHERE name = 'as_at'), as_at) AS as_at, dated, superseded_by"
    " FROM t_source;\n"
    "CREATE VIEW region AS SELECT id AS _id, source AS _source, sheet,"
    " sheet_index, table_name, kind, first_row + 1 AS first_row"
    " FROM t_region;\n"
    "CREATE VIEW finding AS SELECT f.id AS _id, f.source AS _source,"
    " CASE f.severity WHEN 2 THEN 'error' WHEN 1 THEN 'warning'"
    " ELSE 'info' END AS severity, f.severity AS severity_rank,"
    " f.check_name, f.sheet, (SELECT h.sheet_index FROM t_sheet h"
    " WHERE h.source = f.source AND h.name = f.sheet) AS sheet_index,"
    " f.row + 1 AS row, f.col + 1 AS col,"
    " (SELECT c.name FROM t_column c WHERE c.col = f.col) || (f.row + 1)"
    " AS cell, f.field, f.raw, f.message, f.remedy,"
    " (SELECT s.path FROM t_source s WHERE s.id = f.source) AS file"
    " FROM t_finding f WHERE f.computed OR f.source NOT IN" SUPERSEDED
    ";\n"
    "CREATE VIEW tally AS SELECT h.source AS _source, h.name AS sheet,"
    " h.sheet_index, COALESCE(h.rows_in, 0) AS rows_in,"
    " COALESCE(l.row_count, 0) AS rows_explained FROM t_sheet h LEFT JOIN"
    " (SELECT source, sheet_index, SUM(row_count) AS row_count FROM t_ledger"
    " GROUP BY source, sheet_index) l ON l.source = h.source"
    " AND l.sheet_index = h.sheet_index;\n"
    "CREATE VIEW money AS SELECT m.source AS _source, h.name AS sheet,"
    " m.sheet_index, (SELECT c.name FROM t_column c WHERE c.col = m.col)"
    " AS col_name, m.header, m.kind, (SELECT f.name FROM t_field f"
    " WHERE f.kind = m.kind AND f.field = m.field) AS field, m.scale,"
    " m.read AS in_exact, CASE WHEN s.superseded_by IS NULL THEN m.accepted"
    " ELSE 0 END AS accepted_exact, m.excluded AS excluded_exact,"
    " m.rejected AS rejected_exact, CASE WHEN s.superseded_by IS NULL THEN 0"
    " ELSE m.accepted END AS superseded_exact,"
    " m.difference AS difference_exact FROM t_money m JOIN t_source s"
    " ON s.id = m.source JOIN t_sheet h ON h.source = m.source"
    " AND h.sheet_index = m.sheet_index;\n"
    "CREATE VIEW lineage AS SELECT _id, field, _source,"
    " (SELECT s.path FROM t_source s WHERE s.id = _source) AS file, sheet,"
    " row + 1 AS row, col + 1 AS col, (SELECT c.name FROM t_column c"
    " WHERE c.col = p.col) || (row + 1) AS cell FROM t_place p"
    " WHERE present;\n"
    "CREATE VIEW formula_term AS SELECT layout, formula, table_name,"
    " line_key, occurrence, sign FROM t_formula_term;\n"
    "CREATE VIEW control_rule AS SELECT layout, scope, name, kind,"
    " table_name, status FROM t_control_rule;\n";

bool co_schema_is_view(const struct co_model *model, const char *name) {
  for (size_t i = 0; co_own_views[i]; i++)
    if (!strcmp(name, co_own_views[i])) return true;
  for (size_t i = 0; i < model->kind_count; i++)
    if (co_str_is(model->kinds[i].name, name)) return true;
  if (strncmp(name, "code_", 5)) return false;
  for (size_t i = 0; i < model->code_list_count; i++)
    if (co_str_is(model->code_lists[i].name, name + 5)) return true;
  return false;
}

bool co_field_folded(const struct co_field *field) {
  return field->key && field->type != CO_TYPE_DECIMAL &&
         field->type != CO_TYPE_CODE;
}

static bool is_integer(const struct co_field *field) {
  return field->type == CO_TYPE_DECIMAL;
}

static void add_record_table(struct co_buf *ddl, const struct co_kind *kind) {
  co_buf_printf(ddl,
                "CREATE TABLE \"r_%.*s\"(id INTEGER PRIMARY KEY,"
                " source INTEGER NOT NULL, region INTEGER NOT NULL,"
                " row INTEGER NOT NULL, col INTEGER NOT NULL",
                CO_STR(kind->name));
  for (size_t f = 0; f < kind->field_count; f++) {
    const struct co_field *field = &kind->fields[f];
    co_buf_printf(ddl, ", \"f_%.*s\" %s", CO_STR(field->name),
                  is_integer(field) ? "INTEGER" : "TEXT");
    if (co_field_folded(field))
      co_buf_printf(ddl, ", \"k_%.*s\" TEXT", CO_STR(field->name));
  }
  co_buf_printf(ddl, ") STRICT;\n");
}

/* What a user sees of a field; a decimal is divided only for comparing. */
static void add_view_column(struct co_buf *ddl, const struct co_field *field) {
  struct co_str name = field->name;
  co_buf_printf(ddl, ", r.\"f_%.*s\"", CO_STR(name));
  if (field->type == CO_TYPE_DECIMAL && field->scale)
    co_buf_printf(ddl, " / 1%0*d.0", (int)field->scale, 0);
  co_buf_printf(ddl, " AS \"%.*s\"", CO_STR(name));
  if (field->type == CO_TYPE_DECIMAL)
    co_buf_printf(ddl, ", r.\"f_%.*s\" AS \"%.*s_exact\"", CO_STR(name),
                  CO_STR(name));
  if (co_field_folded(field))
    co_buf_printf(ddl, ", r.\"k_%.*s\" AS \"%.*s_key\"", CO_STR(name),
                  CO_STR(name));
}

/* The join says that SQLite goes through the records, in their order, and looks
 * up the return of each. */
static void add_record_view(struct co_buf *ddl, const struct co_kind *kind) {
  co_buf_printf(ddl,
                "CREATE VIEW \"%.*s\" AS SELECT r.id AS _id,"
                " r.source AS _source, r.region AS _region,"
                " r.row + 1 AS _row",
                CO_STR(kind->name));
  for (size_t f = 0; f < kind->field_count; f++)
    add_view_column(ddl, &kind->fields[f]);
  co_buf_printf(
      ddl,
      ", s.path AS _file,"
      " (SELECT g.sheet FROM t_region g WHERE g.id = r.region) AS _sheet,"
      " (SELECT c.name FROM t_column c WHERE c.col = r.col) || (r.row + 1)"
      " AS _cell FROM \"r_%.*s\" r CROSS JOIN t_source s ON s.id = r.source"
      " WHERE s.superseded_by IS NULL;\n",
      CO_STR(kind->name));
}

/* One term of t_place: all fields of all records of a kind. */
static void add_places(struct co_buf *ddl, const struct co_kind *kind) {
  co_buf_printf(ddl,
                "SELECT r.id AS _id, f.name AS field, r.source AS _source,"
                " COALESCE((SELECT h.name FROM t_sheet h WHERE"
                " h.source = r.source AND h.sheet_index ="
                " COALESCE(v.sheet, o.sheet) - 1), g.sheet) AS sheet,"
                " COALESCE(v.row, o.row, r.row) AS row,"
                " COALESCE(v.col, o.col, r.col) AS col, r.row AS own_row,"
                " r.col AS own_col, CASE f.field");
  for (size_t f = 0; f < kind->field_count; f++)
    co_buf_printf(ddl, " WHEN %zu THEN r.\"f_%.*s\" IS NOT NULL", f,
                  CO_STR(kind->fields[f].name));
  co_buf_printf(ddl,
                " END AS present FROM \"r_%.*s\" r"
                " JOIN t_field f ON f.kind = '%.*s'"
                " JOIN t_region g ON g.id = r.region"
                " LEFT JOIN t_origin o ON o.region = r.region"
                " AND o.field = f.field"
                " LEFT JOIN t_override v ON v.record = r.id"
                " AND v.field = f.field",
                CO_STR(kind->name), CO_STR(kind->name));
}

static void add_place_view(struct co_buf *ddl, const struct co_model *model) {
  co_buf_printf(ddl, "CREATE VIEW t_place AS ");
  for (size_t i = 0; i < model->kind_count; i++) {
    if (i) co_buf_printf(ddl, " UNION ALL ");
    add_places(ddl, &model->kinds[i]);
  }
  co_buf_printf(ddl, ";\n");
}

static void add_ledger_view(struct co_buf *ddl) {
  co_buf_printf(ddl,
                "CREATE VIEW ledger AS SELECT l.source AS _source,"
                " h.name AS sheet, l.sheet_index, l.first_row + 1 AS"
                " first_row, l.last_row + 1 AS last_row, l.row_count,"
                " CASE l.disposition");
  for (int i = 0; i < CO_DISPOSITIONS; i++)
    co_buf_printf(ddl, " WHEN %d THEN '%s'", i, co_disposition_names[i]);
  co_buf_printf(ddl,
                " END AS disposition, l.rule FROM t_ledger l JOIN t_sheet h"
                " ON h.source = l.source"
                " AND h.sheet_index = l.sheet_index;\n");
}

void co_schema_text(struct co_buf *ddl, const struct co_model *model) {
  co_buf_printf(ddl, "%s", tables);
  for (size_t i = 0; i < model->kind_count; i++)
    add_record_table(ddl, &model->kinds[i]);
  for (size_t i = 0; i < model->kind_count; i++)
    add_record_view(ddl, &model->kinds[i]);
  for (size_t i = 0; i < model->code_list_count; i++) {
    struct co_str name = model->code_lists[i].name;
    co_buf_printf(ddl,
                  "CREATE VIEW \"code_%.*s\" AS SELECT code, label, rag,"
                  " colour, text_colour, symbol, closes, position FROM t_code"
                  " WHERE list = '%.*s';\n",
                  CO_STR(name), CO_STR(name));
  }
  add_place_view(ddl, model);
  add_ledger_view(ddl);
  co_buf_printf(ddl, "%s", views);
}

void co_schema_shape(struct co_buf *shape, const struct co_model *model) {
  for (size_t i = 0; i < model->kind_count; i++) {
    const struct co_kind *kind = &model->kinds[i];
    for (size_t f = 0; f < kind->field_count; f++) {
      const struct co_field *field = &kind->fields[f];
      struct co_str codes = field->codes ? field->codes->name : CO_LIT("");
      co_buf_printf(shape, "%.*s.%.*s %d %u %d %.*s\n", CO_STR(kind->name),
                    CO_STR(field->name), is_integer(field), field->scale,
                    co_field_folded(field), CO_STR(codes));
    }
  }
}
