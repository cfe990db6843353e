/* xml_small.c - expat, fed block by block from a part. See xml_small.h.
 *
 * expat hands out "URI\nlocal" for names in a namespace; the handler sees the
 * local name and its parent's, which is enough to tell cellXfs/xf from
 * cellStyleXfs/xf. */
#include "xml_small.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"

enum { BLOCK = 16 * 1024, NAME = 40 };

struct small {
  XML_Parser parser;
  const struct co_xml_handler *handler;
  struct co_str part;
  const struct co_limits *limits;
  uint64_t fed; /* bytes */
  uint32_t depth;
  char (*names)[NAME]; /* local names of the open elements, cut to fit */
  enum co_status status;
  struct co_err *err;
};

static const XML_Memory_Handling_Suite memory = {co_xmalloc, co_xrealloc, free};

static const char *local_name(const char *name) {
  const char *cut = strrchr(name, '\n');
  return cut ? cut + 1 : name;
}

static void stop(struct small *s, enum co_status status) {
  s->status = status;
  XML_StopParser(s->parser, XML_FALSE);
}

static unsigned long line_of(const struct small *s) {
  return XML_GetCurrentLineNumber(s->parser);
}

static void finish_call(struct small *s, enum co_status status) {
  if (status && status != CO_STOP)
    co_err_prefix(s->err, "part '%.*s', line %lu", CO_STR(s->part), line_of(s));
  if (status) stop(s, status);
}

static void XMLCALL on_start(void *user, const char *name,
                             const char **attributes) {
  struct small *s = user;
  if (s->status) return;
  if (s->depth >= s->limits->xml_depth) {
    stop(s, co_limit_crossed(
                s->err, CO_X_LIMIT_XML_DEPTH,
                "part '%.*s', line %lu: elements are nested deeper than "
                "the limit of %u",
                CO_STR(s->part), line_of(s), (unsigned)s->limits->xml_depth));
    return;
  }
  name = local_name(name);
  enum co_status status = s->handler->start(
      s->handler->user, s->depth ? s->names[s->depth - 1] : "", name,
      attributes, s->err);
  size_t len = strlen(name);
  if (len >= NAME) len = NAME - 1;
  memcpy(s->names[s->depth], name, len);
  s->names[s->depth++][len] = '\0';
  finish_call(s, status);
}

static void XMLCALL on_end(void *user, const char *name) {
  struct small *s = user;
  if (s->status) return;
  s->depth--;
  if (s->handler->end)
    finish_call(s, s->handler->end(s->handler->user, local_name(name), s->err));
}

static void XMLCALL on_text(void *user, const char *text, int len) {
  struct small *s = user;
  if (s->status) return;
  struct co_str piece = {text, (size_t)len};
  finish_call(s, s->handler->text(s->handler->user, piece, s->err));
}

static void XMLCALL on_doctype(void *user, const char *name, const char *sysid,
                               const char *pubid, int internal) {
  struct small *s = user;
  (void)name;
  (void)sysid;
  (void)pubid;
  (void)internal;
  stop(s, co_fail(s->err, CO_X_XML_DOCTYPE,
                  "part '%.*s' has a document type declaration, which no "
                  "workbook has and attacks use; do not trust this file",
                  CO_STR(s->part)));
}

static bool same_word(const char *a, const char *b) {
  for (; *a && *b; a++, b++)
    if ((*a | 0x20) != (*b | 0x20)) return false;
  return *a == *b;
}

static void XMLCALL on_declaration(void *user, const char *version,
                                   const char *encoding, int standalone) {
  struct small *s = user;
  (void)version;
  (void)standalone;
  static const char *const fine[] = {"utf-8",  "utf8",     "us-ascii",
                                     "utf-16", "utf-16le", "utf-16be"};
  bool known = !encoding;
  for (size_t i = 0; !known && i < sizeof fine / sizeof *fine; i++)
    known = same_word(encoding, fine[i]);
  if (known) return;
  stop(s, co_fail(s->err, CO_X_XML_ENCODING,
                  "part '%.*s' is in encoding '%.40s', workbooks are in UTF-8 "
                  "or UTF-16; save the file again in Excel",
                  CO_STR(s->part), encoding));
}

static enum co_status parser_error(struct small *s) {
  if (s->status) return s->status;
  return co_fail(s->err, CO_X_XML_MALFORMED,
                 "the file is damaged: part '%.*s', line %lu: %s; ask for a "
                 "new copy",
                 CO_STR(s->part), line_of(s),
                 XML_ErrorString(XML_GetErrorCode(s->parser)));
}

/* A tag, comment or instruction is held by expat till its end is there. */
static enum co_status check_token(struct small *s) {
  XML_Index at = XML_GetCurrentByteIndex(s->parser);
  if (at < 0 || s->fed - (uint64_t)at <= s->limits->field_bytes + BLOCK)
    return CO_OK;
  return co_limit_crossed(
      s->err, CO_X_LIMIT_FIELD_BYTES,
      "part '%.*s', line %lu: a text or tag is longer than the "
      "limit of %llu bytes",
      CO_STR(s->part), line_of(s), (unsigned long long)s->limits->field_bytes);
}

static enum co_status feed(struct small *s,
                           const struct co_xml_source *source) {
  size_t got = 0;
  do {
    void *block = XML_GetBuffer(s->parser, BLOCK);
    if (!block) return parser_error(s);
    enum co_status status =
        source->read(source->user, block, BLOCK, &got, s->err);
    if (status) return status;
    s->fed += got;
    if (XML_ParseBuffer(s->parser, (int)got, got == 0) != XML_STATUS_OK ||
        s->status)
      return parser_error(s);
    status = check_token(s);
    if (status) return status;
  } while (got);
  return CO_OK;
}

enum co_status co_xml_parse(const struct co_xml_source *source,
                            const struct co_limits *limits,
                            const struct co_xml_handler *handler,
                            struct co_err *err) {
  struct small s = {
      .handler = handler, .part = source->part, .limits = limits, .err = err};
  s.parser = XML_ParserCreate_MM(NULL, &memory, "\n");
  if (!s.parser)
    return co_fail(err, CO_X_MEMORY, "no memory for the XML parser");
  s.names = co_xcalloc((size_t)limits->xml_depth + 1, sizeof *s.names);
  XML_SetUserData(s.parser, &s);
  XML_SetElementHandler(s.parser, on_start, on_end);
  if (handler->text) XML_SetCharacterDataHandler(s.parser, on_text);
  XML_SetStartDoctypeDeclHandler(s.parser, on_doctype);
  XML_SetXmlDeclHandler(s.parser, on_declaration);
  enum co_status status = feed(&s, source);
  XML_ParserFree(s.parser);
  free(s.names);
  return status;
}

static enum co_status read_part(void *user, void *buf, size_t len, size_t *got,
                                struct co_err *err) {
  return co_part_read(user, buf, len, got, err);
}

enum co_status co_xml_small(struct co_package *package,
                            const struct co_entry *entry,
                            const struct co_xml_handler *handler,
                            struct co_err *err) {
  struct co_part *part;
  enum co_status status = co_part_open(&part, package, entry, err);
  if (status) return status;
  struct co_xml_source source = {read_part, part, entry->name};
  status = co_xml_parse(&source, package->limits, handler, err);
  co_part_close(part);
  return status;
}

const char *co_xml_value(const char **attributes, const char *name) {
  for (; *attributes; attributes += 2)
    if (strcmp(attributes[0], name) == 0) return attributes[1];
  return NULL;
}

const char *co_xml_relation(const char **attributes, const char *name) {
  static const char end[] = "/relationships";
  for (; *attributes; attributes += 2) {
    const char *cut = strrchr(attributes[0], '\n');
    if (!cut || strcmp(cut + 1, name) != 0) continue;
    size_t len = (size_t)(cut - attributes[0]), tail = sizeof end - 1;
    if (len >= tail && memcmp(cut - tail, end, tail) == 0) return attributes[1];
  }
  return NULL;
}

bool co_xml_true(const char *value) {
  return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}
