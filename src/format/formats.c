/* formats.c - the table of formats, and reading by what a file shows.
 *
 * One entry per name. Two entries read delimited text with the same reader and
 * write one sheet of it, csv and tab. Two belong to no file and are what `show`
 * writes:
 *   tsv   every cell of every sheet on a line of its own (sheet, reference,
 *         type, value), the dump of `show --format tsv`
 *   text  the first rows of each sheet for a person to look at
 * The bytes decide how a file is read. A name that says something else is
 * refused, as Excel refuses it: somebody renamed the file, and what else went
 * wrong with it nobody knows. */
#include "formats.h"

#include <string.h>

#include "ascii.h"
#include "input.h"
#include "limits.h"
#include "package.h"
#include "str.h"

static bool sniff_zip(const unsigned char *head, size_t len) {
  return len >= 4 && head[0] == 'P' && head[1] == 'K' &&
         ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));
}

static bool contains(const unsigned char *head, size_t len, const char *text) {
  size_t n = strlen(text);
  for (size_t i = 0; i + n <= len; i++)
    if (head[i] == (unsigned char)text[0] && memcmp(head + i, text, n) == 0)
      return true;
  return false;
}

/* The first part of an OpenDocument package is its type, stored as it is. */
static bool sniff_ods(const unsigned char *head, size_t len) {
  return sniff_zip(head, len) &&
         contains(head, len < 200 ? len : 200,
                  "mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
}

static bool sniff_fods(const unsigned char *head, size_t len) {
  return contains(head, len, "<office:document") &&
         contains(head, len, "application/vnd.oasis.opendocument.spreadsheet");
}

/* Text has hardly any control characters; NULs are UTF-16 or will be refused
 * with their place. */
static bool sniff_text(const unsigned char *head, size_t len) {
  size_t odd = 0;
  if (len >= 2 && (head[0] ^ head[1]) == 1 && (head[0] & head[1]) == 0xFE)
    return true; /* a UTF-16 byte order mark */
  for (size_t i = 0; i < len; i++)
    odd += head[i] < 0x20 && head[i] && !strchr("\t\n\v\f\r\x1a", head[i]);
  return !sniff_zip(head, len) && odd * 50 <= len;
}

static const char *const xlsx_extensions[] = {".xlsx", NULL};
static const char *const xlsm_extensions[] = {".xlsm", ".xltx", ".xltm", NULL};
static const char *const ods_extensions[] = {".ods", ".ots", NULL};
static const char *const fods_extensions[] = {".fods", NULL};
static const char *const csv_extensions[] = {".csv", NULL};
static const char *const tab_extensions[] = {".tsv", ".tab", ".txt", NULL};
static const char *const no_extensions[] = {NULL};
static const char *const json_extensions[] = {".json", NULL};
static const char *const html_extensions[] = {".html", ".htm", NULL};

/* What refuse.c tells apart and a department may send for a return. */
static const char *const refused_extensions[] = {
    ".xls",  ".xlt", ".xlsb", ".numbers", ".doc", ".docx",
    ".docm", ".rtf", ".odt",  ".pdf",     ".xml", ".ppt",
    ".pptx", ".zip", ".gz",   ".7z",      ".rar", NULL};

static const struct co_format xlsx = {"xlsx",          "Excel workbook",
                                      xlsx_extensions, sniff_zip,
                                      co_xlsx_read,    co_workbook_writer};
static const struct co_format xlsm = {
    "xlsm",          "Excel workbook with macros, or template",
    xlsm_extensions, NULL,
    co_xlsx_read,    NULL};
static const struct co_format ods = {"ods",          "OpenDocument spreadsheet",
                                     ods_extensions, sniff_ods,
                                     co_ods_read,    NULL};
static const struct co_format fods = {
    "fods",          "OpenDocument spreadsheet in one XML file",
    fods_extensions, sniff_fods,
    co_fods_read,    NULL};
static const struct co_format csv = {
    "csv",          "comma-separated text, one sheet",
    csv_extensions, sniff_text,
    co_csv_read,    co_csv_writer};
static const struct co_format tab = {
    "tab",          "tab-separated text, one sheet",
    tab_extensions, NULL,
    co_csv_read,    co_tab_writer};
static const struct co_format tsv = {
    "tsv",         "every cell on a line: sheet, reference, type, value",
    no_extensions, NULL,
    NULL,          co_dump_writer};
static const struct co_format text = {
    "text",        "the first rows of each sheet, to look at",
    no_extensions, NULL,
    NULL,          co_text_writer};

static const struct co_format json = {
    "json",
    "rows by their headers, a list for each sheet",
    json_extensions,
    NULL,
    NULL,
    co_json_writer};
static const struct co_format html = {
    "html",        "one page to read and print", html_extensions, NULL, NULL,
    co_html_writer};

const struct co_format *const co_formats[] = {
    &ods, &fods, &xlsx, &xlsm, &csv, &tab, &tsv, &text, &json, &html, NULL};

const struct co_limits *co_limits_of(const struct co_read_options *options) {
  return options && options->limits ? options->limits : &co_limits_default;
}

const struct co_format *co_format_by_name(const char *name) {
  for (size_t i = 0; co_formats[i]; i++)
    if (strcmp(co_formats[i]->name, name) == 0) return co_formats[i];
  return NULL;
}

/* True where path ends with the extension, in any case. */
static bool has_extension(const char *path, const char *extension) {
  size_t n = strlen(path), m = strlen(extension);
  if (n < m) return false;
  for (size_t i = 0; i < m; i++) {
    if (co_small(path[n - m + i]) != extension[i]) return false;
  }
  return true;
}

const struct co_format *co_format_by_path(const char *path) {
  for (size_t i = 0; co_formats[i]; i++)
    for (const char *const *e = co_formats[i]->extensions; *e; e++)
      if (has_extension(path, *e)) return co_formats[i];
  return NULL;
}

bool co_format_is_refused(const char *path) {
  for (const char *const *e = refused_extensions; *e; e++)
    if (has_extension(path, *e)) return true;
  return false;
}

static const struct co_format *by_content(const unsigned char *head,
                                          size_t len) {
  for (size_t i = 0; co_formats[i]; i++)
    if (co_formats[i]->sniff && co_formats[i]->sniff(head, len))
      return co_formats[i];
  return NULL;
}

static const char *what_it_is(const struct co_format *format,
                              const unsigned char *head) {
  if (format == &ods || format == &fods) return "an OpenDocument spreadsheet";
  if (format == &xlsx) return "a zip file, probably a workbook";
  return head[0] == '{' ? "a JSON file" : "a text file";
}

static enum co_status choose(struct co_input *in, const unsigned char *head,
                             size_t len, const struct co_format **format,
                             struct co_err *err) {
  const struct co_format *named = co_format_by_path(in->path);
  bool packed = named == &xlsx || named == &xlsm || named == &ods;
  *format = by_content(head, len);
  if (packed && (!*format || (*format)->sniff == sniff_text) &&
      co_package_ends(in))
    *format = named; /* something else stands in front of it */
  if (named == &ods && *format == &xlsx) *format = named; /* no type in front */
  if (!*format)
    return co_fail(
        err, CO_X_FILE_NO_SPREADSHEET,
        "this is no spreadsheet; send the return as .xlsx, .ods or .csv");
  if (named && named->read == (*format)->read) {
    *format = named;
    return CO_OK;
  }
  if (!named) return CO_OK;
  return co_fail(err, CO_X_FILE_EXTENSION,
                 "the name ends in %s, but this is %s; open it, make sure that "
                 "it is what was meant, and save it under the right kind",
                 strrchr(in->path, '.'), what_it_is(*format, head));
}

enum co_status co_read(struct co_input *in,
                       const struct co_read_options *options,
                       struct co_sink *sink, const struct co_format **found,
                       struct co_err *err) {
  unsigned char head[4096];
  size_t got = 0;
  const struct co_format *format = NULL;
  const struct co_limits *limits = co_limits_of(options);
  if (found) *found = NULL;
  if (in->size > limits->file_bytes)
    return co_limit_crossed(err, CO_X_LIMIT_FILE_BYTES,
                            "the file is larger than the limit of %llu bytes",
                            (unsigned long long)limits->file_bytes);
  enum co_status status = co_input_read(in, 0, head, sizeof head, &got, err);
  if (!status && !sniff_fods(head, got)) status = co_refuse(in, head, got, err);
  if (!status) status = choose(in, head, got, &format, err);
  if (status) return status;
  if (found) *found = format;
  return format->read(in, options, sink, err);
}
