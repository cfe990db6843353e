/* libraries.c - the libraries of this layer. See libraries.h. */
#include "libraries.h"

#include <nettle/version.h>
#include <stdio.h>
#include <utf8proc.h>
#include <xxhash.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

void co_base_libraries(co_library_tell *tell, void *context) {
  char version[64] = "";
  if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) < (int)sizeof version)
    pcre2_config(PCRE2_CONFIG_VERSION, version);
  tell(context, "pcre2", version);
  tell(context, "utf8proc", utf8proc_version());
  snprintf(version, sizeof version, "%d.%d", nettle_version_major(),
           nettle_version_minor());
  tell(context, "nettle", version);
  unsigned xxhash = XXH_versionNumber(); /* 801 is 0.8.1 */
  snprintf(version, sizeof version, "%u.%u.%u", xxhash / 10000,
           xxhash / 100 % 100, xxhash % 100);
  tell(context, "xxhash", version);
}
