/* model.h - the common model: record kinds, their typed fields, code lists.
 *
 * Read from a pack (model.yaml and codes/ .csv files); nothing here knows the
 * names of the shipped pack.
 *
 * Ownership: a model lives as long as the pack that it was read from; all
 * pointers into it are borrowed. */
#ifndef COLLATE_MODEL_H
#define COLLATE_MODEL_H

#include <stdbool.h>

#include "collate/status.h"

struct co_pattern;

enum co_type {
  CO_TYPE_LINE,    /* text on one line: white space collapsed */
  CO_TYPE_TEXT,    /* text with line breaks */
  CO_TYPE_DATE,    /* ISO text */
  CO_TYPE_DECIMAL, /* exact: integer in units of 10^-scale */
  CO_TYPE_PERIOD,  /* "2009/10", "2009/10 Q2", "2006/07 Q1-Q3" */
  CO_TYPE_CODE     /* one value of a code list */
};

struct co_code {
  struct co_str code, label, rag, colour, text_colour, symbol;
  bool closes;                  /* the item needs no further work */
  const struct co_str *aliases; /* folded; code and label are among them */
  size_t alias_count;
  struct co_str note; /* what it means, for readers */
};

struct co_codes {
  struct co_str name;
  const struct co_code *codes;
  size_t count;
};

struct co_field {
  struct co_str name, label;
  enum co_type type;
  unsigned scale;                   /* decimals: digits after the point */
  bool required;                    /* a record without it is a finding */
  bool key;                         /* also kept folded, as NAME_key */
  const struct co_pattern *pattern; /* the whole value must match; or NULL */
  const struct co_codes *codes;     /* or NULL */
};

struct co_kind {
  struct co_str name, label;
  unsigned index; /* in co_model.kinds */
  const struct co_field *fields;
  size_t field_count;
  /* The field that holds the parent's key (ref, or title without a ref):
   * its index, and the parent's kind; -1 and NULL where there is none. */
  int parent_field;
  const struct co_kind *parent;
  /* Of a parent: fields that make its key, in order of preference; -1 none. */
  int key_fields[2];
};

struct co_model {
  const struct co_kind *kinds;
  size_t kind_count;
  const struct co_codes *code_lists;
  size_t code_list_count;
};

/* NULL (or -1) where there is none of that name. */
const struct co_kind *co_model_kind(const struct co_model *, struct co_str);
const struct co_codes *co_model_codes(const struct co_model *, struct co_str);
int co_kind_field(const struct co_kind *, struct co_str name);

/* The code whose code, label or alias is the text (compared folded), or -1. */
int co_codes_find(const struct co_codes *, struct co_str text);

/* The label nearest to a text, for "did you mean"; empty where none is near.
 * *form is what is near: the label itself, folded, or one of the other words
 * for it. */
struct co_str co_codes_nearest(const struct co_codes *, struct co_str text,
                               struct co_str *form);

#endif
