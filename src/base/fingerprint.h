/* fingerprint.h - the SHA-256 of an input, to tell one file from another.
 *
 * The workbook names it for every return, so that anybody can prove later
 * which file was read: sha256sum and every other tool give the same digits
 * (FIPS 180-4). nettle reckons it: of the libraries in Debian it is the small
 * one that uses the processor's own instructions, eight times as fast as
 * libmd. */
#ifndef COLLATE_FINGERPRINT_H
#define COLLATE_FINGERPRINT_H

#include "input.h"

enum { CO_SHA256_TEXT = 65 }; /* 64 hexadecimal digits and the end */

/* The digits in lower case; an empty text where the input cannot be read. */
void co_input_sha256(struct co_input *in, char text[CO_SHA256_TEXT]);

#endif
