/* format_libraries.c - the libraries of this layer. See libraries.h.
 *
 * Expat limits how much entities may grow (XML_BLAP_MAX_AMP in its list of
 * features, from 2.4.0 on). Nothing rests on it, because reading stops at a
 * document type; one without the limit is so old that it lacks other
 * corrections too, and that is worth knowing. */
#include <expat.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>
#include <zlib.h>

#include "formats.h"

static bool limits_entities(void) {
  bool limits = false;
  for (const XML_Feature *f = XML_GetFeatureList(); f->name; f++)
    limits |= strstr(f->name, "XML_BLAP_MAX_AMP") != NULL;
  return limits;
}

void co_format_libraries(co_library_tell *tell, void *context) {
  char expat[80];
  snprintf(expat, sizeof expat, "%s%s", XML_ExpatVersion(),
           limits_entities() ? "" : " (without security updates)");
  tell(context, "expat", expat);
  tell(context, "libxlsxwriter", lxw_version());
  tell(context, "zlib", zlibVersion());
}
