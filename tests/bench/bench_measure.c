/* bench_measure.c - runs a command some times and prints what it took.
 *
 *   bench_measure TIMES COMMAND...   wall seconds, CPU seconds, peak MiB
 *
 * Medians of the seconds, the largest of the peaks; with children that the
 * command waits for. Its standard output is thrown away. "failed" where it
 * does not exit with 0. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TIMES = 100 };

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double of(struct timeval t) {
  return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

/* CPU seconds of all children waited for so far. */
static double children_cpu(long *peak_kib) {
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  *peak_kib = usage.ru_maxrss;
  return of(usage.ru_utime) + of(usage.ru_stime);
}

static int run(char **command) {
  int status = -1;
  pid_t pid = fork();
  if (pid == 0) {
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) dup2(null, STDOUT_FILENO);
    execvp(command[0], command);
    _exit(127);
  }
  if (pid < 0 || waitpid(pid, &status, 0) != pid) return 1;
  return status;
}

static int ascending(const void *a, const void *b) {
  const double *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

int main(int argc, char **argv) {
  double wall[MOST_TIMES], cpu[MOST_TIMES];
  long peak = 0;
  int times = argc > 2 ? atoi(argv[1]) : 0;
  if (times < 1 || times > MOST_TIMES) return 2;
  for (int i = 0; i < times; i++) {
    double start = seconds(), before = children_cpu(&peak);
    if (run(argv + 2) != 0) {
      puts("failed failed failed");
      return 1;
    }
    wall[i] = seconds() - start;
    cpu[i] = children_cpu(&peak) - before;
  }
  qsort(wall, (size_t)times, sizeof *wall, ascending);
  qsort(cpu, (size_t)times, sizeof *cpu, ascending);
  printf("%.3f %.3f %.0f\n", wall[times / 2], cpu[times / 2],
         (double)peak / 1024);
  return 0;
}
