/* error_code.c - see error_code.h. */
#include "error_code.h"

bool co_is_error_code(struct co_str text) {
  static const char *const codes[] = {"#DIV/0!", "#N/A",  "#NAME?", "#NULL!",
                                      "#NUM!",   "#REF!", "#VALUE!"};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    if (co_str_is(text, codes[i])) return true;
  return false;
}
