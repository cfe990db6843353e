/* libraries.c - the libraries of all layers. See base/libraries.h. */
#include "collate/run.h"
#include "formats.h"
#include "pack.h"
#include "store.h"

void co_run_libraries(void (*tell)(void *context, const char *name,
                                   const char *version),
                      void *context) {
  co_base_libraries(tell, context);
  co_format_libraries(tell, context);
  co_model_libraries(tell, context);
  co_store_libraries(tell, context);
}
