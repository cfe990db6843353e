/* limits.h - crossing a limit: one form of message for all readers. */
#ifndef COLLATE_LIMITS_H
#define COLLATE_LIMITS_H

#include "collate/format.h"

/* co_fail for a limit that --limit sets, and how to raise it. */
enum co_status co_limit_crossed(struct co_err *err, enum co_error code,
                                const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
