/* xlsx_fast.h - rows, cells and strings in the form that nearly all of them
 * have, at full speed.
 *
 *   <c r="B7" s="3" t="s"><v>12</v></c>    <c r="B7" s="3"/>
 *   <c t="inlineStr" r="B7"><is><t>text</t></is></c>
 *
 * The tokenizer of xml_scan.h knows all of XML and takes 0.3 us for such a
 * cell; this knows this one form and takes a tenth of that. It works in the
 * tokenizer's window, on bytes that were checked to be text. Whatever is not
 * exactly as expected (other attributes, other types, a column that does not
 * follow, a cut at the end of the window, a value that needs thought) it leaves
 * untouched for the tokenizer, so it can be slow but never wrong: a test reads
 * every sheet both ways. */
#ifndef COLLATE_XLSX_FAST_H
#define COLLATE_XLSX_FAST_H

#include "xlsx.h"

/* What the reference of every cell of a row ends with: "7\"". */
struct co_xlsx_row_ref {
  uint64_t bytes, mask; /* eight bytes as they lie in memory */
  size_t len;
};
struct co_xlsx_row_ref co_xlsx_row_ref(uint32_t row);

/* The start tag of a row whose attributes behind r are those of an earlier row,
 * which the tokenizer read: nothing new can be wrong with them. */
struct co_xlsx_row_tail {
  char text[128]; /* from behind r="7" to the tag's end */
  size_t len;
  bool known, hidden;
};
/* Remembers the START token just read, where its first attribute is r. */
void co_xlsx_fast_learn(struct co_xlsx_row_tail *tail,
                        const struct co_xml_scan *scan, bool hidden);
/* Takes the START of a row that is like the one learned and has a number
 * above `after` (one-based); false, and nothing taken, otherwise. */
bool co_xlsx_fast_row(struct co_xml_scan *scan,
                      const struct co_xlsx_row_tail *tail, uint32_t after,
                      uint32_t *number);

/* Takes the next cell where it has the usual form and stands at column `from`
 * or behind; BLANK where it holds nothing. Its text lies in the window, in the
 * shared strings or in the arena. False, and nothing taken, otherwise. */
bool co_xlsx_fast_cell(const struct co_xlsx *xlsx, struct co_xml_scan *scan,
                       struct co_arena *arena,
                       const struct co_xlsx_row_ref *ref, uint32_t from,
                       struct co_cell *cell);

/* Takes a shared string in its usual form, <si><t>text</t></si>, and appends
 * it to text; false, and nothing taken, otherwise. */
bool co_xlsx_fast_string(struct co_xml_scan *scan, struct co_buf *text);

#endif
