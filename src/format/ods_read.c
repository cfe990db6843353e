/* ods_read.c - OpenDocument spreadsheets, packed (.ods, .ots) or flat (.fods).
 *
 * A package holds the content in content.xml; a flat file is the same document
 * in one piece. An encrypted package says so in its manifest (ODF 1.2 part 3,
 * 4.4); its parts are no XML then, so the manifest is looked at first. */
#include <string.h>

#include "formats.h"
#include "input.h"
#include "ods.h"

/* The file, of either kind. */
struct document {
  struct co_input *in;
  const struct co_limits *limits;
  struct co_package package;
  const struct co_entry *content; /* NULL: flat */
  uint64_t offset;                /* of a flat file, read so far */
};

static enum co_status on_manifest(void *user, const char *parent,
                                  const char *name, const char **attributes,
                                  struct co_err *err) {
  (void)user;
  (void)parent;
  (void)attributes;
  if (strcmp(name, "encryption-data") != 0 &&
      strcmp(name, "encrypted-key") != 0)
    return CO_OK;
  return co_fail(err, CO_X_ENCRYPTED,
                 "the spreadsheet is protected with a password; open it in "
                 "LibreOffice and save it without one");
}

static enum co_status open_package(struct document *d, struct co_err *err) {
  enum co_status status = co_package_open(&d->package, d->in, d->limits, err);
  if (status) return status;
  const struct co_entry *manifest =
      co_package_find(&d->package, CO_LIT("META-INF/manifest.xml"));
  struct co_xml_handler handler = {.start = on_manifest};
  if (manifest) status = co_xml_small(&d->package, manifest, &handler, err);
  if (status) return status;
  d->content = co_package_find(&d->package, CO_LIT("content.xml"));
  if (d->content) return CO_OK;
  return co_fail(err, CO_X_PART_MISSING,
                 "the file is damaged: its content (content.xml) is not in it; "
                 "ask for a new copy");
}

static enum co_status read_flat(void *user, void *buf, size_t len, size_t *got,
                                struct co_err *err) {
  struct document *d = user;
  enum co_status status = co_input_read(d->in, d->offset, buf, len, got, err);
  d->offset += *got;
  return status;
}

/* One pass over the content; sink NULL gathers merged ranges. */
static enum co_status pass(struct document *d, struct co_ods *ods,
                           struct co_sink *sink, struct co_err *err) {
  struct co_xml_handler handler = co_ods_handler(ods, sink);
  struct co_xml_source flat = {read_flat, d, CO_LIT("document")};
  d->offset = 0;
  enum co_status status =
      d->content ? co_xml_small(&d->package, d->content, &handler, err)
                 : co_xml_parse(&flat, d->limits, &handler, err);
  struct co_str sheet = co_ods_sheet(ods);
  if (status && sheet.len) co_err_prefix(err, "sheet '%.*s'", CO_STR(sheet));
  return status;
}

static enum co_status read_content(struct document *d, bool merges,
                                   struct co_sink *sink, struct co_err *err) {
  struct co_ods *ods = co_ods_new(d->limits);
  enum co_status status = merges ? pass(d, ods, NULL, err) : CO_OK;
  if (!status) status = pass(d, ods, sink, err);
  if (!status && co_ods_sheet_count(ods) == 0)
    status = co_fail(err, CO_X_NO_SHEETS,
                     "the document has no sheets; is it a spreadsheet?");
  co_ods_free(ods);
  return status ? status : sink->end(sink, err);
}

enum co_status co_ods_read(struct co_input *in,
                           const struct co_read_options *options,
                           struct co_sink *sink, struct co_err *err) {
  struct document d = {.in = in, .limits = co_limits_of(options)};
  enum co_status status = open_package(&d, err);
  if (!status) status = read_content(&d, options && options->merges, sink, err);
  co_package_close(&d.package);
  return status;
}

enum co_status co_fods_read(struct co_input *in,
                            const struct co_read_options *options,
                            struct co_sink *sink, struct co_err *err) {
  struct document d = {.in = in, .limits = co_limits_of(options)};
  return read_content(&d, options && options->merges, sink, err);
}
