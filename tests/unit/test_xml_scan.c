/* test_xml_scan.c - the tokenizer of big parts, fed in blocks of any size. */
#include "str.h"
#include "table.h"
#include "xml_scan.h"

struct bytes {
  const char *ptr;
  size_t len, block;
};

static enum co_status give(void *user, void *buf, size_t len, size_t *got,
                           struct co_err *err) {
  struct bytes *b = user;
  (void)err;
  *got = len < b->block ? len : b->block;
  if (*got > b->len) *got = b->len;
  memcpy(buf, b->ptr, *got);
  b->ptr += *got;
  b->len -= *got;
  return CO_OK;
}

/* <a x="1">text</a> becomes "<a x=1>text</a>"; extensions have no name. */
static enum co_status tokens(struct co_str xml, size_t block,
                             struct co_buf *out, struct co_err *err) {
  struct bytes bytes = {xml.ptr, xml.len, block};
  struct co_xml_scan scan;
  co_xml_init(&scan, give, &bytes, CO_LIT("p"), 8, 200);
  enum co_status status;
  while (!(status = co_xml_next(&scan, err)) && scan.kind != CO_XML_EOF) {
    if (scan.kind == CO_XML_TEXT) {
      status = co_xml_decode(&scan, scan.text, scan.cdata, out, err);
      if (status) break;
      continue;
    }
    co_buf_printf(out, scan.kind == CO_XML_START ? "<%.*s" : "</%.*s",
                  CO_STR(scan.name));
    if (scan.kind == CO_XML_START)
      for (size_t i = 0; i < scan.attr_count; i++)
        co_buf_printf(out, " %.*s=%.*s", CO_STR(scan.attrs[i].name),
                      CO_STR(scan.attrs[i].value));
    co_buf_printf(out, ">");
  }
  co_xml_clear(&scan);
  return status;
}

static void tokenizes_in_any_block(void **state) {
  (void)state;
  static const struct {
    const char *xml;
    size_t len; /* 0: strlen */
    const char *want;
  } rows[] = {
      {"<a/>", 0, "<a></a>"},
      {"\xEF\xBB\xBF<a></a>", 0, "<a></a>"},
      {"<?xml version='1.0' encoding='UTF-8'?>\n<a/>\n<!-- x -->", 0,
       "<a></a>"},
      {"<a x = '1' y=\"2>'\"\n/>", 0, "<a x=1 y=2>'></a>"},
      {"<a>1<!-- -->2<?p q?>3<![CDATA[<&>]]>4</a>", 0, "<a>123<&>4</a>"},
      {"<a>&lt;&amp;&#65;&#x20ac;&quot;&apos;</a >", 0,
       "<a><&A\xE2\x82\xAC\"'</a>"},
      {"<a>x\r\ny\rz&#13;</a>", 0, "<a>x\ny\nz\r</a>"},
      {"<m:a><m:b/><o:b/><b/></m:a>", 0, "<a><b></b><></><></></a>"},
      {"<a><m:b/></a>", 0, "<a><></></a>"},
      {"<Z_-.9\xC3\xA9z/>", 0, "<Z_-.9\xC3\xA9z></Z_-.9\xC3\xA9z>"},
      {"<_a><\xC3\xA9/></_a>", 0, "<_a><\xC3\xA9></\xC3\xA9></_a>"},
      {"<a><!-- a - b -c- --><![CDATA[]]]><?x?><?xm l?><?XML?></a>", 0,
       "<a>]</a>"},
      {"<a>&#x41;&#x4a;&#x4A;&#9;&#10;&#xFFFD;&#x10FFFF;</a>", 0,
       "<a>AJJ\t\n\xEF\xBF\xBD\xF4\x8F\xBF\xBF</a>"},
      {"<a>\r\r\n\r</a>", 0, "<a>\n\n\n</a>"},
      {"<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name/"
       ">"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long.name>",
       0,
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "<long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long.name>"
       "</"
       "long.name.long.name.long.name.long.name.long.name.long.name.long."
       "name>"},
      {"<a>\xC2\xA3\xF0\x9F\x98\x80</a>", 0, "<a>\xC2\xA3\xF0\x9F\x98\x80</a>"},
      {"\xFF\xFE<\0a\0>\0\xA3\0<\0/\0a\0>\0", 18, "<a>\xC2\xA3</a>"},
      {"\0<\0a\0>\x20\xAC\0<\0/\0a\0>", 16, "<a>\xE2\x82\xAC</a>"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t block = 1; block < 50; block++) {
      struct co_buf out = {0};
      struct co_err err = {0};
      struct co_str xml = {rows[i].xml,
                           rows[i].len ? rows[i].len : strlen(rows[i].xml)};
      enum co_status status = tokens(xml, block, &out, &err);
      CHECK(!status, "row %zu, block %zu: %s", i, block, err.text);
      CHECK(strcmp(out.ptr, rows[i].want) == 0, "row %zu, block %zu: %s", i,
            block, out.ptr);
      co_buf_clear(&out);
    }
}

static void refuses_what_is_no_xml(void **state) {
  (void)state;
  static const struct {
    const char *xml;
    enum co_error code;
  } rows[] = {
      {"", CO_X_XML_MALFORMED},
      {"x", CO_X_XML_MALFORMED},
      {"<a>", CO_X_XML_MALFORMED},
      {"<a", CO_X_XML_MALFORMED},
      {"<a></b>", CO_X_XML_MALFORMED},
      {"</a>", CO_X_XML_MALFORMED},
      {"<a/><b/>", CO_X_XML_MALFORMED},
      {"<a/>x", CO_X_XML_MALFORMED},
      {"<a x/>", CO_X_XML_MALFORMED},
      {"<a x=1/>", CO_X_XML_MALFORMED},
      {"<a x='1'y='2'/>", CO_X_XML_MALFORMED},
      {"<a x='1' x='2'/>", CO_X_XML_MALFORMED},
      {"<a x='<'/>", CO_X_XML_MALFORMED},
      {"<1/>", CO_X_XML_MALFORMED},
      {"<-a/>", CO_X_XML_MALFORMED},
      {"<.a/>", CO_X_XML_MALFORMED},
      {"<a/x>", CO_X_XML_MALFORMED},
      {"<a\"/>", CO_X_XML_MALFORMED},
      {"<a></a x>", CO_X_XML_MALFORMED},
      {"<a></a", CO_X_XML_MALFORMED},
      {"<a><!x></a>", CO_X_XML_MALFORMED},
      {"<a><!-x></a>", CO_X_XML_MALFORMED},
      {"<![CDATA[x]]><a/>", CO_X_XML_MALFORMED},
      {"<a><!-- x", CO_X_XML_MALFORMED},
      {"<a><![CDATA[x", CO_X_XML_MALFORMED},
      {"<a><?x", CO_X_XML_MALFORMED},
      {"<a>&;</a>", CO_X_XML_MALFORMED},
      {"<a>&#;</a>", CO_X_XML_MALFORMED},
      {"<a>&#x;</a>", CO_X_XML_MALFORMED},
      {"<a>&#1a;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xG;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xg;</a>", CO_X_XML_MALFORMED},
      {"<a>&#x@;</a>", CO_X_XML_MALFORMED},
      {"<a>&#-1;</a>", CO_X_XML_MALFORMED},
      {"<a>&#x1F;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xDFFF;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xFFFE;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xFFFF;</a>", CO_X_XML_MALFORMED},
      {"<a>&lt</a>", CO_X_XML_MALFORMED},
      {"<a>&ampersandandmore;</a>", CO_X_XML_MALFORMED},
      {"<?xml version='1.0' encoding='UTF-8' ?", CO_X_XML_MALFORMED},
      {"<?xml version='1.0' encoding=''?><a/>", CO_X_XML_ENCODING},
      {"< a/>", CO_X_XML_MALFORMED},
      {"<a>&nope;</a>", CO_X_XML_MALFORMED},
      {"<a>&#0;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xD800;</a>", CO_X_XML_MALFORMED},
      {"<a>&#x110000;</a>", CO_X_XML_MALFORMED},
      {"<a>& </a>", CO_X_XML_MALFORMED},
      {"<a>\x01</a>", CO_X_XML_MALFORMED},
      {"<a>\xFF</a>", CO_X_XML_MALFORMED},
      {"<a>\xC0\x80</a>", CO_X_XML_MALFORMED},
      {"<a>\xED\xA0\x80</a>", CO_X_XML_MALFORMED},
      {"<a>\xEF\xBF\xBE</a>", CO_X_XML_MALFORMED},
      {"<a>\xE2\x82", CO_X_XML_MALFORMED},
      {"<a><!-- -- --></a>", CO_X_XML_MALFORMED},
      {"<!DOCTYPE a><a/>", CO_X_XML_DOCTYPE},
      {"<a><?xml version='1.0'?></a>", CO_X_XML_MALFORMED},
      {"<?xml version='1.0' encoding='latin1'?><a/>", CO_X_XML_ENCODING},
      {"<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>",
       CO_X_LIMIT_XML_DEPTH},
      {"<a>"
       "12345678901234567890123456789012345678901234567890123456789012345678"
       "12345678901234567890123456789012345678901234567890123456789012345678"
       "12345678901234567890123456789012345678901234567890123456789012345678"
       "</a>",
       CO_X_LIMIT_FIELD_BYTES},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t block = 1; block < 20; block += 3) {
      struct co_buf out = {0};
      struct co_err err = {0};
      enum co_status status = tokens(co_str_of(rows[i].xml), block, &out, &err);
      CHECK(status && err.code == rows[i].code, "%s, block %zu: %d %s",
            rows[i].xml, block, err.code, err.text);
      CHECK(err.text[0], "%s", rows[i].xml);
      co_buf_clear(&out);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tokenizes_in_any_block),
      cmocka_unit_test(refuses_what_is_no_xml),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
