/* xml_small.h - small XML parts through expat: workbook, rels, styles.
 *
 * A document type declaration stops the reading at once: entities and
 * external DTDs are how XML attacks work (catalogue X1 to X5), and no
 * workbook has one. Depth and length of tags are limited; encodings other than
 * UTF-8 and UTF-16 are refused. Bulk parts go through xml_scan.h instead, which
 * is 15 times faster. */
#ifndef COLLATE_XML_SMALL_H
#define COLLATE_XML_SMALL_H

#include "package.h"

/* Called for every start tag; end and text may be NULL. parent and name are
 * local names ("" above the root); attributes as expat gives them, names as
 * "URI\nlocal". A text may come in pieces. */
struct co_xml_handler {
  enum co_status (*start)(void *user, const char *parent, const char *name,
                          const char **attributes, struct co_err *err);
  void *user;
  enum co_status (*end)(void *user, const char *name, struct co_err *err);
  enum co_status (*text)(void *user, struct co_str text, struct co_err *err);
};

/* Where the bytes come from; part is their name in messages. */
struct co_xml_source {
  enum co_status (*read)(void *user, void *buf, size_t len, size_t *got,
                         struct co_err *err);
  void *user;
  struct co_str part;
};

/* Everything up to the end; CO_STOP from a handler ends it at once. */
enum co_status co_xml_parse(const struct co_xml_source *source,
                            const struct co_limits *limits,
                            const struct co_xml_handler *handler,
                            struct co_err *err);
/* Likewise for a part of a package. */
enum co_status co_xml_small(struct co_package *package,
                            const struct co_entry *entry,
                            const struct co_xml_handler *handler,
                            struct co_err *err);

/* The value of an attribute without a namespace; NULL where it is missing. */
const char *co_xml_value(const char **attributes, const char *name);
/* Likewise for one of any relationships namespace (r:id, also of strict
 * OOXML). */
const char *co_xml_relation(const char **attributes, const char *name);
/* An xsd:boolean: "1" or "true". */
bool co_xml_true(const char *value);

#endif
