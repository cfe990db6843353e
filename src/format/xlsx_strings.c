/* xlsx_strings.c - the shared strings of a workbook, compactly.
 *
 * One text of all strings and a 32-bit offset for each: about the bytes of
 * the strings themselves. Limits: how many, and how long together. */
#include <stdlib.h>

#include "limits.h"
#include "xlsx.h"
#include "xlsx_fast.h"

enum { LONG_PART = 4 << 20 }; /* bytes; below it a thread costs more */

static enum co_status read_block(void *part, void *buf, size_t len, size_t *got,
                                 struct co_err *err) {
  return co_part_read(part, buf, len, got, err);
}

enum co_status co_xlsx_stream_open(struct co_xlsx_stream *stream,
                                   struct co_xlsx *xlsx,
                                   const struct co_entry *entry,
                                   struct co_err *err) {
  *stream = (struct co_xlsx_stream){0};
  enum co_status status =
      co_part_open(&stream->part, &xlsx->package, entry, err);
  if (status) return status;
  if (xlsx->ahead && entry->size > LONG_PART)
    stream->started = xlsx->ahead->start(read_block, stream->part);
  if (stream->started) stream->ahead = xlsx->ahead;
  co_xml_init(&stream->scan, stream->ahead ? stream->ahead->read : read_block,
              stream->ahead ? stream->started : stream->part, entry->name,
              xlsx->limits->xml_depth, xlsx->limits->field_bytes);
  if (xlsx->block) stream->scan.block = xlsx->block;
  return CO_OK;
}

void co_xlsx_stream_close(struct co_xlsx_stream *stream) {
  if (stream->ahead) stream->ahead->stop(stream->started);
  co_xml_clear(&stream->scan);
  co_part_close(stream->part);
}

/* The text was added: it ends where the next begins. */
static void add_end(struct co_strings *strings) {
  if (strings->count + 1 >= strings->cap) {
    strings->cap = strings->cap ? 2 * strings->cap : 1024;
    strings->starts =
        co_xrealloc(strings->starts, strings->cap * sizeof *strings->starts);
    if (strings->count == 0) strings->starts[0] = 0;
  }
  strings->starts[++strings->count] = (uint32_t)strings->text.len;
}

static void take_fast_strings(struct co_xlsx *xlsx, struct co_xml_scan *scan) {
  struct co_strings *strings = &xlsx->strings;
  while (scan->depth == 1 && strings->count < xlsx->limits->shared_strings &&
         co_xlsx_fast_string(scan, &strings->text))
    add_end(strings);
}

static enum co_status add_string(struct co_xlsx *xlsx, struct co_xml_scan *scan,
                                 struct co_err *err) {
  struct co_strings *strings = &xlsx->strings;
  if (strings->count >= xlsx->limits->shared_strings)
    return co_limit_crossed(
        err, CO_X_LIMIT_SHARED_STRINGS,
        "the workbook has more distinct texts than the limit of "
        "%llu",
        (unsigned long long)xlsx->limits->shared_strings);
  enum co_status status = co_xlsx_rich_text(scan, &strings->text, err);
  if (!status) add_end(strings);
  return status;
}

enum co_status co_xlsx_strings(struct co_xlsx *xlsx, struct co_err *err) {
  struct co_xlsx_stream stream;
  if (!xlsx->strings_part) return CO_OK;
  uint64_t most = xlsx->limits->string_bytes;
  xlsx->strings.text.limit = most < UINT32_MAX ? (size_t)most : UINT32_MAX;
  enum co_status status =
      co_xlsx_stream_open(&stream, xlsx, xlsx->strings_part, err);
  struct co_xml_scan *scan = &stream.scan;
  scan->overflow = CO_X_LIMIT_STRING_BYTES;
  while (!status) {
    take_fast_strings(xlsx, scan);
    status = co_xml_next(scan, err);
    if (status || scan->kind == CO_XML_EOF) break;
    if (scan->kind != CO_XML_START || scan->depth < 2) continue;
    status = co_str_is(scan->name, "si") ? add_string(xlsx, scan, err)
                                         : co_xml_skip(scan, err);
  }
  co_xlsx_stream_close(&stream);
  return status;
}
