/* links.c - references from one record to others of the same return.
 *
 * A column of links names keys of another kind: "ICTLI 10, 11". They can stand
 * before the records that they name, so they are kept until the end of the
 * source; then each must be one of the keys that were read. */
#include <stdlib.h>

#include "ascii.h"
#include "map_state.h"

/* Longer lists of keys are not searched for the nearest one. */
enum { NEAREST_OF = 1000 };

static struct co_str next_part(struct co_str *rest) {
  size_t end = 0;
  while (end < rest->len && rest->ptr[end] != ',' && rest->ptr[end] != ';' &&
         rest->ptr[end] != '\n')
    end++;
  struct co_str part = {rest->ptr, end};
  size_t step = end < rest->len ? end + 1 : end;
  *rest = (struct co_str){rest->ptr + step, rest->len - step};
  return co_str_trim(part);
}

static bool is_number(struct co_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!co_is_digit(text.ptr[i])) return false;
  return text.len > 0;
}

/* What stands before the last number of a reference. */
static struct co_str prefix_of(struct co_str ref) {
  size_t len = ref.len;
  while (len && co_is_digit(ref.ptr[len - 1]))
    len--;
  return (struct co_str){ref.ptr, len};
}

static void add_link(struct co_mapper *m, const struct co_kind *kind,
                     struct co_str ref, struct co_place at) {
  CO_GROW(m->links, m->link_count, m->link_cap);
  m->links[m->link_count++] =
      (struct co_link){kind, co_arena_str(&m->file, ref), m->sheet, at};
}

void co_links_cell(struct co_mapper *m, const struct co_kind *kind,
                   const struct co_item *item) {
  const struct co_codes *missing = m->layout->missing;
  struct co_str rest = item->text, prefix = {0};
  if (missing && co_codes_find(missing, item->text) >= 0) return;
  while (rest.len) {
    struct co_str part = next_part(&rest);
    if (!part.len) continue;
    if (is_number(part) && prefix.len)
      part = co_arena_printf(&m->row, "%.*s%.*s", CO_STR(prefix), CO_STR(part));
    else
      prefix = prefix_of(part);
    add_link(m, kind, part, item->at);
  }
}

void co_links_key(struct co_mapper *m, const struct co_kind *kind,
                  struct co_str key) {
  CO_GROW(m->keys, m->key_count, m->key_cap);
  m->keys[m->key_count++] = (struct co_key){kind, co_arena_str(&m->file, key),
                                            co_str_fold(&m->file, key)};
}

/* By kind, then by the folded text. */
static int by_key(const void *a, const void *b) {
  const struct co_key *x = a, *y = b;
  if (x->kind != y->kind) return x->kind->index < y->kind->index ? -1 : 1;
  return co_str_cmp(x->folded, y->folded);
}

static bool is_key(struct co_mapper *m, const struct co_link *link) {
  struct co_key wanted = {.kind = link->kind,
                          .folded = co_str_fold(&m->row, link->ref)};
  return m->key_count &&
         bsearch(&wanted, m->keys, m->key_count, sizeof wanted, by_key);
}

static struct co_str nearest_key(struct co_mapper *m,
                                 const struct co_link *link) {
  struct co_str names[NEAREST_OF];
  size_t count = 0;
  for (size_t i = 0; i < m->key_count; i++) {
    if (m->keys[i].kind != link->kind) continue;
    if (count == NEAREST_OF) return (struct co_str){0};
    names[count++] = m->keys[i].text;
  }
  int near = co_str_nearest(link->ref, names, count);
  return near >= 0 ? names[near] : (struct co_str){0};
}

static enum co_status report_link(struct co_mapper *m,
                                  const struct co_link *link,
                                  struct co_err *err) {
  struct co_str near = nearest_key(m, link);
  struct co_str remedy = {0};
  if (near.len)
    remedy = co_arena_printf(&m->row, "Did you mean '%.*s'?", CO_STR(near));
  m->sheet = link->sheet;
  return co_notice(
      m, "unknown_link",
      (struct co_noticed){.at = link->at, .raw = link->ref, .remedy = remedy},
      err, "The return has no %s '%.*s', to which this cell refers.",
      co_plain_words(m, link->kind->name),
      CO_STR(co_str_show(&m->row, link->ref, 60)));
}

enum co_status co_links_report(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  if (m->key_count) qsort(m->keys, m->key_count, sizeof *m->keys, by_key);
  for (size_t i = 0; i < m->link_count && status == CO_OK; i++) {
    if (!is_key(m, &m->links[i])) status = report_link(m, &m->links[i], err);
    co_arena_reset(&m->row);
  }
  return status;
}
