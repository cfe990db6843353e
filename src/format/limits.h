/* limits.h - crossing a limit: one form of message for all readers. */
#ifndef COLLATE_LIMITS_H
#define COLLATE_LIMITS_H

#include "collate/format.h"

/* co_fail with CO_ELIMIT, and how to raise the limit of that name. */
enum co_status co_limit_crossed(struct co_err *err, const char *name,
                                const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
