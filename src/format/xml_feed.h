/* xml_feed.h - what xml_scan.c and xml_feed.c share; nobody else's business.
 *
 * The tokenizer asks for more bytes and judges the XML declaration; both need
 * to know about encodings, which is xml_feed.c's knowledge. */
#ifndef COLLATE_XML_FEED_H
#define COLLATE_XML_FEED_H

#include "xml_scan.h"

/* Reads one more block behind the open token, or sets scan->ended. */
enum co_status co_xml_fill(struct co_xml_scan *scan, struct co_err *err);

/* Refuses an XML declaration that names an encoding we do not read. */
enum co_status co_xml_declared(struct co_xml_scan *scan, struct co_str text,
                               struct co_err *err);

#endif
