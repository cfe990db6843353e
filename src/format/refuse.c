/* refuse.c - files that are no spreadsheet we read: what they are instead.
 *
 * A department sends what it has. "Not a workbook" helps nobody; "protected
 * with a password", "an Excel 97-2003 file", "a web page", each with what to
 * do, does. An encrypted workbook and an old .xls both are compound files
 * (MS-CFB); the names in the compound file's directory tell which. */
#include <string.h>

#include "ascii.h"
#include "formats.h"
#include "package.h"

enum { CFB_HEADER = 512, CFB_DIRECTORY = 4096 };

static bool begins(const unsigned char *head, size_t len, const char *with) {
  size_t n = strlen(with);
  if (len < n) return false;
  for (size_t i = 0; i < n; i++)
    if (co_small((char)head[i]) != with[i]) return false;
  return true;
}

/* Looks for an ASCII name in UTF-16LE. */
static bool has_name(const unsigned char *p, size_t len, const char *name) {
  size_t n = strlen(name);
  for (size_t i = 0; i + 2 * n <= len; i++) {
    size_t k = 0;
    while (k < n && p[i + 2 * k] == (unsigned char)name[k] &&
           p[i + 2 * k + 1] == 0)
      k++;
    if (k == n) return true;
  }
  return false;
}

static enum co_status refuse_compound(struct co_input *in,
                                      const unsigned char *head, size_t len,
                                      struct co_err *err) {
  unsigned char names[CFB_DIRECTORY];
  size_t got = 0;
  if (len >= CFB_HEADER) {
    unsigned shift = head[30] == 12 ? 12 : 9; /* sectors of 4096 or 512 */
    uint64_t first = (uint64_t)head[48] | (uint64_t)head[49] << 8 |
                     (uint64_t)head[50] << 16 | (uint64_t)head[51] << 24;
    enum co_status status =
        co_input_read(in, (first + 1) << shift, names, sizeof names, &got, err);
    if (status) return status;
  }
  if (has_name(names, got, "EncryptedPackage"))
    return co_fail(err, CO_X_ENCRYPTED,
                   "the workbook is protected with a password; open it in "
                   "Excel and save it without one");
  if (has_name(names, got, "WordDocument"))
    return co_fail(err, CO_X_FILE_DOCUMENT,
                   "this is a Word 97-2003 document; copy its tables into a "
                   "workbook and save that as .xlsx");
  return co_fail(err, CO_X_FILE_XLS,
                 "this is an Excel 97-2003 workbook (.xls); open it in Excel "
                 "and save it as .xlsx");
}

enum co_status co_refuse(struct co_input *in, const unsigned char *head,
                         size_t len, struct co_err *err) {
  static const struct {
    enum co_error code;
    const char *begin, *what;
  } kinds[] = {
      {CO_X_FILE_DOCUMENT, "%pdf",
       "a PDF document; ask for the spreadsheet it was made from"},
      {CO_X_FILE_DOCUMENT, "{\\rtf",
       "an RTF document; copy its tables into a workbook and save "
       "that as .xlsx"},
      {CO_X_FILE_CONVERT, "<!doctype html",
       "a web page; open it in Excel and save it as .xlsx"},
      {CO_X_FILE_CONVERT, "<html",
       "a web page; open it in Excel and save it as .xlsx"},
      {CO_X_FILE_CONVERT, "<table",
       "a web page; open it in Excel and save it as .xlsx"},
      {CO_X_FILE_CONVERT, "<?xml",
       "an XML file; open it in Excel and save it as .xlsx"},
      {CO_X_FILE_PACKED, "\x1f\x8b", "a packed file (gzip); unpack it first"},
      {CO_X_FILE_PACKED, "7z\xbc\xaf",
       "a packed file (7-Zip); unpack it first"},
      {CO_X_FILE_PACKED, "rar!", "a packed file (RAR); unpack it first"},
      {CO_X_FILE_DOCUMENT, "\x89png", "a picture; ask for the spreadsheet"},
      {CO_X_FILE_DOCUMENT, "\xff\xd8\xff",
       "a picture; ask for the spreadsheet"}};
  if (len == 0)
    return co_fail(err, CO_X_FILE_EMPTY,
                   "the file is empty; ask for it to be sent again");
  if (begins(head, len, "\xd0\xcf\x11\xe0"))
    return refuse_compound(in, head, len, err);
  size_t mark = begins(head, len, "\xef\xbb\xbf") ? 3 : 0;
  while (mark < len && strchr(" \t\r\n", head[mark]) && head[mark])
    mark++;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (begins(head + mark, len - mark, kinds[i].begin))
      return co_fail(err, kinds[i].code, "this is %s", kinds[i].what);
  return CO_OK;
}

enum co_status co_refuse_package(const struct co_package *package,
                                 struct co_err *err) {
  static const struct {
    enum co_error code;
    const char *part, *what;
  } kinds[] = {{CO_X_FILE_CONVERT, "xl/workbook.bin",
                "a binary workbook (.xlsb); open it in Excel and "
                "save it as .xlsx"},
               {CO_X_FILE_CONVERT, "mimetype",
                "an OpenDocument file that does not say it is a spreadsheet; "
                "save its tables as .ods or .xlsx"},
               {CO_X_FILE_DOCUMENT, "word/document.xml",
                "a Word document; copy its tables into a workbook "
                "and save that as .xlsx"},
               {CO_X_FILE_DOCUMENT, "ppt/presentation.xml",
                "a presentation; ask for the spreadsheet"},
               {CO_X_FILE_CONVERT, "index/document.iwa",
                "a Numbers spreadsheet; export it as .xlsx"}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    struct co_str name = {kinds[i].part, strlen(kinds[i].part)};
    if (co_package_find(package, name))
      return co_fail(err, kinds[i].code, "this is %s", kinds[i].what);
  }
  return CO_OK;
}
