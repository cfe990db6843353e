/* status.h - how a call ended, and why; borrowed text.
 *
 * Every call that can fail returns enum co_status and takes a struct co_err *
 * as its last argument (NULL is allowed everywhere). The message is set once,
 * where the failure happens; callers only put context in front of it.
 *
 * An error stops work on a file or on the run. Something noticed about the
 * data is no error but a finding: see record.h.
 *
 * Ownership: nothing in this header allocates. */
#ifndef COLLATE_STATUS_H
#define COLLATE_STATUS_H

#include <stddef.h>
#include <stdint.h>

enum co_status {
  CO_OK = 0,
  CO_STOP,    /* not an error: a sink has seen enough of this sheet */
  CO_EUSAGE,  /* the call or the command line makes no sense */
  CO_EINPUT,  /* an input is refused: missing, unreadable, damaged, unsafe */
  CO_EPACK,   /* a mistake in a pack file */
  CO_ELIMIT,  /* a declared limit was crossed */
  CO_EOUTPUT, /* an output or the store could not be written */
  CO_ELOCKED, /* another run holds the lock */
  CO_EMEMORY, /* out of memory */
  CO_EBUG     /* our own fault */
};

/* What went wrong, one for each row of errors.def, such as CO_X_ZIP_CRC. Its
 * name, "zip_crc", is what people and scripts see. */
enum co_error {
  CO_X_NONE,
#define CO_ERROR_ROW(id, name, status, cause, remedy) CO_X_##id,
#include "collate/errors.def"
#undef CO_ERROR_ROW
};

struct co_known_error {
  const char *name;
  enum co_status status;
  const char *cause, *remedy;
};
/* Indexed by enum co_error; the first row is no error, a NULL name ends. */
extern const struct co_known_error co_known_errors[];

/* A message of at most CO_ERR_TEXT - 1 bytes of UTF-8, cut at a character. */
enum { CO_ERR_TEXT = 1024 };
struct co_err {
  enum co_error code;
  enum co_status status; /* the code's */
  char text[CO_ERR_TEXT];
};

/* Sets code and message (printf format) and returns the code's status, so that
 * `return co_fail(err, CO_X_ZIP_CRC, ...)` is the usual form. err may be NULL.
 */
enum co_status co_fail(struct co_err *err, enum co_error code,
                       const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "context: " in front of the message already in err. */
void co_err_prefix(struct co_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The exit code of the program for a status (DESIGN: 0 2 3 4 5 6 7 70). */
int co_status_exit(enum co_status status);

/* Borrowed UTF-8, not NUL-terminated. {NULL, 0} is the empty string. Who
 * lends it says how long it lives. */
struct co_str {
  const char *ptr;
  size_t len;
};

/* Never NULL; printf wants that even for a length of 0. */
static inline const char *co_str_text(struct co_str s) {
  return s.ptr ? s.ptr : "";
}

/* For printf: printf("%.*s", CO_STR(s)). */
#define CO_STR(s) (int)(s).len, co_str_text(s)
#define CO_LIT(literal) ((struct co_str){(literal), sizeof(literal) - 1})

/* The error of that name; NULL where there is none. */
const struct co_known_error *co_known_error(struct co_str name);

#endif
