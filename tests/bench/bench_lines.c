/* bench_lines.c - the least a reader of a text file can do: reads it and
 * counts its lines, a byte at a time. What the CSV reader is measured by. */
#include <stdio.h>

int main(int argc, char **argv) {
  static char block[64 * 1024];
  size_t lines = 0, n;
  FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (!in) return 2;
  while ((n = fread(block, 1, sizeof block, in)) > 0)
    for (size_t i = 0; i < n; i++)
      lines += block[i] == '\n';
  fclose(in);
  printf("%zu\n", lines);
  return 0;
}
