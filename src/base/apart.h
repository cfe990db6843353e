/* apart.h - a piece of work done in a process of its own.
 *
 * For a library that may crash or lie when memory or disk run out, and whose
 * whole result is a file: the file is written apart, and the caller learns
 * whether all went well. */
#ifndef COLLATE_APART_H
#define COLLATE_APART_H

#include "collate/status.h"

/* Calls work(context, err) in a forked copy of this process and gives what it
 * returned, with its message. Memory that the work changes, and what it
 * writes to standard error, stay there. CO_EMEMORY where the copy ends before
 * its work does, or where something was written to standard error although
 * the work says that it went well; what names the work in that message.
 *
 * The work must not use locks that other threads may hold; malloc and stdio
 * of the C library are safe after a fork. */
enum co_status co_apart(enum co_status (*work)(void *context,
                                               struct co_err *err),
                        void *context, const char *what, struct co_err *err);

#endif
