/* odd_text.c - texts that were damaged on their way, that deceive the eye, or
 * that are too long for a workbook.
 *
 * Two things a reader of bytes cannot refuse, since they are right UTF-8:
 * characters that were encoded twice ("cafÃ©", "â€™"), taken from the code page
 * of another system ("Caf‚", "œ5") or lost (U+FFFD); and words in which a Greek
 * or Cyrillic letter stands among Latin ones, as typed on another keyboard or
 * meant to deceive: AP1 and АP1 are two references to a program and one to a
 * person. Text of ASCII, which is nearly all, is passed over at once. */
#include "map_state.h"
#include "utf8.h"

enum { REPLACEMENT = 0xFFFD, EURO = 0x20AC };

/* What a byte from 0x80 to 0xBF became when it was taken for Windows-1252 (the
 * characters that this code page has at 0x80 to 0x9F are its letters with
 * hacek, punctuation and signs). */
static bool was_continuation(uint32_t c) {
  return (c >= 0x80 && c <= 0xBF) || c == 0x152 || c == 0x153 || c == 0x160 ||
         c == 0x161 || c == 0x178 || c == 0x17D || c == 0x17E || c == 0x192 ||
         c == 0x2C6 || c == 0x2DC || (c >= 0x2013 && c <= 0x203A) ||
         c == EURO || c == 0x2122;
}

/* Two characters that in Windows-1252 are the bytes of one in UTF-8, of those
 * that returns hold: 0xA0 to 0xFF, and the punctuation from U+2000 on. */
static bool encoded_twice(uint32_t before, uint32_t c) {
  if (before == 0xC2 || before == 0xC3) return was_continuation(c);
  return before == 0xE2 && (c == EURO || c == 0x80);
}

/* Two characters that were one of DOS (code page 850) or of a Macintosh and
 * something beside it, and that no writing has: what Excel saves as "CSV
 * (MS-DOS)" and "CSV (Macintosh)" was taken for Windows-1252. The pound sign of
 * DOS is an œ, its é is a low quotation mark, as a Macintosh's is a capital,
 * and the dash of a Macintosh is an Ð. */
static bool other_page(uint32_t before, uint32_t c) {
  if (before == 0xD0) return c == ' ';
  return before >= 'a' && before <= 'z' &&
         ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || c == 0x152 || c == 0x160 ||
          c == 0x178 || c == 0x17D || c == 0x201A || c == 0x201E);
}

static bool is_latin(uint32_t c) {
  uint32_t small = c | 0x20;
  return (small >= 'a' && small <= 'z') || (c >= 0xC0 && c <= 0x24F);
}

static bool is_other(uint32_t c) {
  return c >= 0x370 && c <= 0x52F; /* Greek, Coptic, Cyrillic */
}

static bool is_of_word(uint32_t c) {
  return is_latin(c) || is_other(c) || (c >= '0' && c <= '9');
}

/* The pound sign of DOS: no word has an œ alone, nor one before a digit. */
static bool was_pound(uint32_t earlier, uint32_t before, uint32_t c) {
  bool alone = !is_latin(earlier) && !is_latin(c);
  return before == 0x153 && (alone || (c >= '0' && c <= '9'));
}

struct oddity {
  bool garbled, mixed;
};

static struct oddity look_at(struct co_str text) {
  struct oddity odd = {false, false};
  bool latin = false, other = false;
  uint32_t c, before = 0, earlier = 0;
  const char *end = text.ptr + text.len;
  for (const char *p = text.ptr; p < end; earlier = before, before = c) {
    p += co_utf8_next(p, end, &c);
    odd.garbled |= c == REPLACEMENT || encoded_twice(before, c) ||
                   other_page(before, c) || was_pound(earlier, before, c);
    if (!is_of_word(c)) latin = other = false;
    latin |= is_latin(c);
    other |= is_other(c);
    odd.mixed |= latin && other;
  }
  odd.garbled |= was_pound(earlier, before, 0);
  return odd;
}

static enum co_status report(struct co_mapper *m, const struct co_item *item,
                             struct oddity odd, struct co_err *err) {
  struct co_str shown = co_str_show(&m->row, item->text, 60);
  if (odd.garbled)
    return co_notice(
        m, "garbled_text",
        (struct co_noticed){.at = item->at, .raw = item->text}, err,
        "The characters of '%.*s' were damaged before it came here.",
        CO_STR(shown));
  return co_notice(
      m, "look_alike", (struct co_noticed){.at = item->at, .raw = item->text},
      err,
      "'%.*s' mixes Latin letters with Greek or Cyrillic ones that may look "
      "the same.",
      CO_STR(shown));
}

enum co_status co_odd_texts(struct co_mapper *m, const struct co_cells *cells,
                            struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < cells->count && status == CO_OK; i++) {
    const struct co_item *item = &cells->items[i];
    if (item->kind == CO_CELL_NUMBER || co_utf8_plain(item->text)) continue;
    struct oddity odd = look_at(item->text);
    if (odd.garbled || odd.mixed) status = report(m, item, odd, err);
  }
  return status;
}

enum co_status co_long_texts(struct co_mapper *m, const struct co_held *held,
                             struct co_err *err) {
  const struct co_kind *kind = held->record.kind;
  enum co_status status = CO_OK;
  for (size_t f = 0; f < kind->field_count && status == CO_OK; f++) {
    struct co_str text = held->values[f].text;
    if (text.len <= CO_CELL_UNITS) continue;
    size_t units = co_utf16_length(text);
    if (units <= CO_CELL_UNITS) continue;
    struct co_str shown = co_str_show(&m->row, text, 60);
    status = co_notice(
        m, "text_too_long",
        (struct co_noticed){.at = held->places[f],
                            .field = kind->fields[f].name},
        err,
        "The text '%.*s' has %zu characters, and a cell of a workbook holds "
        "%d: no master workbook can be written with it.",
        CO_STR(shown), units, CO_CELL_UNITS);
  }
  return status;
}
