/* error_code.h - the errors of a formula that every spreadsheet knows. */
#ifndef COLLATE_ERROR_CODE_H
#define COLLATE_ERROR_CODE_H

#include "str.h"

/* True for #N/A and the six others that a workbook may hold as an error
 * (ECMA-376 part 1, 18.17.3). */
bool co_is_error_code(struct co_str text);

#endif
