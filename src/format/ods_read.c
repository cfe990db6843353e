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
  struct co_properties properties;
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

/* The document itself, or its named part (may be NULL: nothing) of a package.
 */
static enum co_status parse(struct document *d, const struct co_entry *part,
                            const struct co_xml_handler *handler,
                            struct co_err *err) {
  struct co_xml_source flat = {read_flat, d, CO_LIT("document")};
  d->offset = 0;
  if (!d->content) return co_xml_parse(&flat, d->limits, handler, err);
  return part ? co_xml_small(&d->package, part, handler, err) : CO_OK;
}

/* Of a flat document they stand before its body (ODF 1.2 part 3, 2.2.1: else in
 * meta.xml). */
static enum co_status read_properties(struct document *d, struct co_err *err) {
  struct co_xml_handler handler = co_properties_handler(&d->properties);
  const struct co_entry *part =
      d->content ? co_package_find(&d->package, CO_LIT("meta.xml")) : NULL;
  enum co_status status = parse(d, part, &handler, err);
  return status == CO_STOP ? CO_OK : status;
}

/* One pass over the content; sink NULL gathers merged ranges. */
static enum co_status pass(struct document *d, struct co_ods *ods,
                           struct co_sink *sink, struct co_err *err) {
  struct co_xml_handler handler = co_ods_handler(ods, sink);
  enum co_status status = parse(d, d->content, &handler, err);
  struct co_str sheet = co_ods_sheet(ods);
  if (status && sheet.len) co_err_prefix(err, "sheet '%.*s'", CO_STR(sheet));
  return status;
}

static enum co_status read_content(struct document *d,
                                   const struct co_read_options *options,
                                   struct co_sink *sink, struct co_err *err) {
  bool merges = options && options->merges;
  struct co_ods *ods = co_ods_new(d->limits, &d->properties);
  enum co_status status =
      options && options->properties ? read_properties(d, err) : CO_OK;
  if (!status && merges) status = pass(d, ods, NULL, err);
  if (!status) status = pass(d, ods, sink, err);
  if (!status && co_ods_sheet_count(ods) == 0)
    status = co_fail(err, CO_X_NO_SHEETS,
                     "the document has no sheets; is it a spreadsheet?");
  co_ods_free(ods);
  co_properties_clear(&d->properties);
  return status ? status : sink->end(sink, err);
}

enum co_status co_ods_read(struct co_input *in,
                           const struct co_read_options *options,
                           struct co_sink *sink, struct co_err *err) {
  struct document d = {.in = in, .limits = co_limits_of(options)};
  enum co_status status = open_package(&d, err);
  if (!status) status = read_content(&d, options, sink, err);
  co_package_close(&d.package);
  return status;
}

enum co_status co_fods_read(struct co_input *in,
                            const struct co_read_options *options,
                            struct co_sink *sink, struct co_err *err) {
  struct document d = {.in = in, .limits = co_limits_of(options)};
  return read_content(&d, options, sink, err);
}
