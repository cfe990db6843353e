/* utf16.c - see utf16.h; RFC 2781. */
#include "utf16.h"

#include "str.h"

/* Adds one 16-bit unit; false at a lone surrogate. */
static bool add_unit(struct co_utf16 *state, uint32_t unit, char *out,
                     size_t *len) {
  bool low = unit >= 0xDC00 && unit <= 0xDFFF;
  if (low != (state->high != 0)) return false;
  if (low) {
    unit = 0x10000 + ((state->high - 0xD800) << 10) + (unit - 0xDC00);
    state->high = 0;
  } else if (unit >= 0xD800 && unit <= 0xDBFF) {
    state->high = unit;
    return true;
  }
  *len += co_utf8_put(unit, out + *len);
  return true;
}

size_t co_utf16_feed(struct co_utf16 *state, const unsigned char *in,
                     size_t len, char *out, bool *ok) {
  size_t written = 0;
  *ok = true;
  for (size_t i = 0; *ok && i < len; i++) {
    if (!state->half) {
      state->byte = in[i];
      state->half = true;
      continue;
    }
    state->half = false;
    uint32_t unit = state->big ? (uint32_t)state->byte << 8 | in[i]
                               : (uint32_t)in[i] << 8 | state->byte;
    *ok = add_unit(state, unit, out, &written);
  }
  return written;
}

bool co_utf16_done(const struct co_utf16 *state) {
  return !state->half && !state->high;
}
