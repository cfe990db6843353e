/* fuzz_main.c - replays inputs through a fuzz target, for compilers without
 * libFuzzer and for ctest: every file named, and every file in a folder
 * named, once. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static int replay_file(const char *path) {
  char *bytes;
  size_t len;
  if (co_file_slurp(&bytes, &len, path, 64 << 20, NULL)) return 0;
  /* a copy of its own, so that reading behind its end is seen */
  uint8_t *data = malloc(len ? len : 1);
  if (!data) abort();
  memcpy(data, bytes, len);
  LLVMFuzzerTestOneInput(data, len);
  free(data);
  free(bytes);
  return 1;
}

static int replay(const char *path) {
  int count = 0;
  char name[4096];
  DIR *folder = opendir(path);
  if (!folder) return replay_file(path);
  for (struct dirent *e; (e = readdir(folder)) != NULL;) {
    if (e->d_name[0] == '.') continue;
    snprintf(name, sizeof name, "%s/%s", path, e->d_name);
    count += replay_file(name);
  }
  closedir(folder);
  return count;
}

int main(int argc, char **argv) {
  int count = 0;
  for (int i = 1; i < argc; i++)
    count += replay(argv[i]);
  printf("%d inputs\n", count);
  return count ? 0 : 1;
}
