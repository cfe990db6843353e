/* xml_scan.h - a streaming tokenizer for the bulk parts of a workbook.
 *
 * Worksheets and shared strings are 99 % of a workbook's XML. This pulls one
 * token at a time out of a sliding buffer that a read function fills, so that
 * any block size gives the same tokens and memory stays flat. It is strict
 * where it matters (tags must match, attributes be unique and quoted, bytes be
 * valid UTF-8 without control characters, nothing after the root), refuses
 * DOCTYPE, and limits depth, token length and attributes.
 *
 * Names are local names of elements that have the root's prefix; an element
 * with another prefix (an extension) has the name "" and so is never taken
 * for one of ours. UTF-16 parts are turned into UTF-8 on the way in.
 *
 * Borrowed texts live until the next call. */
#ifndef COLLATE_XML_SCAN_H
#define COLLATE_XML_SCAN_H

#include <stdbool.h>

#include "collate/format.h"
#include "str.h"
#include "utf16.h"

enum co_xml_kind { CO_XML_START, CO_XML_END, CO_XML_TEXT, CO_XML_EOF };

enum { CO_XML_ATTRIBUTES = 64 };

struct co_xml_attr {
  struct co_str name;  /* with its prefix */
  struct co_str value; /* raw: references not decoded */
};

struct co_xml_scan {
  /* the token */
  enum co_xml_kind kind;
  struct co_str name; /* START, END */
  struct co_str text; /* TEXT, raw */
  bool cdata;         /* TEXT: to be taken literally */
  size_t attr_count;
  struct co_xml_attr attrs[CO_XML_ATTRIBUTES];

  /* where it comes from */
  co_byte_source *read;
  void *source;
  struct co_str part; /* for messages */
  size_t block;       /* bytes asked for at a time */
  size_t max_token;   /* bytes of the longest token */
  uint32_t max_depth;
  enum co_error overflow; /* of a buffer that texts are added to */

  /* the window: [at, checked) of buf is still to be read; [checked, end) is
   * the beginning of a character */
  char *buf;
  size_t at, end, cap, checked;
  uint64_t base; /* offset of buf[0] in the part */
  bool ended;    /* the source has no more */

  /* open elements: their full names one after another */
  char *names;
  size_t names_len, names_cap;
  uint32_t *starts; /* max_depth of them */
  uint32_t depth;
  size_t prefix_len; /* of the root, with its colon */
  bool closing;      /* <a/>: the END is still to be given */
  bool rooted;       /* the root was seen */
  enum co_status failed;

  /* UTF-16 */
  enum { CO_XML_UNKNOWN, CO_XML_UTF8, CO_XML_UTF16 } encoding;
  struct co_utf16 utf16;
  unsigned char *raw;
};

/* part is for messages and borrowed. */
void co_xml_init(struct co_xml_scan *scan, co_byte_source *read, void *source,
                 struct co_str part, uint32_t max_depth, size_t max_token);
void co_xml_clear(struct co_xml_scan *scan);

/* The next token. Texts may come in several pieces (around comments and
 * CDATA). After EOF the source was read to its end. */
enum co_status co_xml_next(struct co_xml_scan *scan, struct co_err *err);
/* After a START: everything up to and with its END. */
enum co_status co_xml_skip(struct co_xml_scan *scan, struct co_err *err);

/* Raw value of an attribute of the START token; false where it is missing. */
bool co_xml_attr(const struct co_xml_scan *scan, const char *name,
                 struct co_str *value);
/* Appends a raw text with references decoded and line ends made LF. */
enum co_status co_xml_decode(struct co_xml_scan *scan, struct co_str raw,
                             bool cdata, struct co_buf *out,
                             struct co_err *err);

/* Opens an element without attributes to care for, for a reader that looked at
 * the window itself: the window goes on at p. False where it is too deep. */
bool co_xml_start(struct co_xml_scan *scan, struct co_str name, const char *p);
/* Takes the END of the innermost element where its bytes are next. False, and
 * nothing taken, where they are not; never moves the window. */
bool co_xml_end(struct co_xml_scan *scan);
/* The common case at full speed: right after the START of a cell, where the
 * bytes are <v>plain text</v></c>, takes all of it including the END of the
 * cell. False, and nothing taken, where they are not. */
bool co_xml_plain_value(struct co_xml_scan *scan, struct co_str *text);

/* "part 'x', byte n: what"; for errors of well-formedness. */
enum co_status co_xml_fail(const struct co_xml_scan *scan, struct co_err *err,
                           const char *what);

#endif
