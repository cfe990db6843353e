/* sandbox.c - runs a program that may do nothing but its work.
 *
 * sandbox PROGRAM ARGUMENT...
 *
 * A seccomp filter, made by hand, lets through the system calls on the list
 * below and kills the process at every other one: sockets, ptrace, mounts,
 * other programs. One execve is needed to begin; its path must be the text
 * that this program holds, so any later one is the death of the process.
 * `clone` may make a process (a workbook's frame is made apart) or a thread;
 * there is no call on the list by which that could become another program. Of
 * `prctl` there is what ends that process together with its parent.
 *
 * Exit: that of the program; 159 (128 + SIGSYS) where it did more. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0
#endif

static const int allowed[] = {
    /* files */
    SYS_openat,
    SYS_close,
    SYS_read,
    SYS_write,
    SYS_pread64,
    SYS_pwrite64,
    SYS_readv,
    SYS_writev,
    SYS_lseek,
    SYS_fsync,
    SYS_fdatasync,
    SYS_ftruncate,
    SYS_newfstatat,
    SYS_fstat,
    SYS_statx,
    SYS_getdents64,
    SYS_renameat,
    SYS_renameat2,
    SYS_unlinkat,
    SYS_linkat,
    SYS_mkdirat,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_faccessat,
    SYS_readlinkat,
    SYS_fcntl,
    SYS_flock,
    SYS_ioctl,
    SYS_getcwd,
    SYS_umask,
    SYS_dup3,
    SYS_pipe2,
    SYS_fadvise64,
    SYS_fallocate,
    SYS_statfs,
    SYS_fstatfs,
    /* memory, time, threads, signals, the end */
    SYS_mmap,
    SYS_mprotect,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_brk,
    SYS_clock_gettime,
    SYS_gettimeofday,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_getrandom,
    SYS_futex,
    SYS_set_robust_list,
    SYS_set_tid_address,
    SYS_rseq,
    SYS_clone,
    SYS_clone3,
    SYS_wait4,
    SYS_sched_getaffinity,
    SYS_sched_yield,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_getpid,
    SYS_gettid,
    SYS_getppid,
    SYS_getuid,
    SYS_geteuid,
    SYS_getgid,
    SYS_getegid,
    SYS_prlimit64,
    SYS_setrlimit,
    SYS_getrlimit,
    SYS_sysinfo,
    SYS_uname,
    SYS_tgkill,
    SYS_exit,
    SYS_exit_group,
    SYS_restart_syscall,
#if defined(__x86_64__) /* what newer machines have no more */
    SYS_open,
    SYS_stat,
    SYS_lstat,
    SYS_access,
    SYS_rename,
    SYS_unlink,
    SYS_mkdir,
    SYS_rmdir,
    SYS_link,
    SYS_chmod,
    SYS_readlink,
    SYS_dup2,
    SYS_pipe,
    SYS_arch_prctl,
    SYS_time,
#endif
};
enum { ALLOWED = sizeof allowed / sizeof *allowed, LONGEST = ALLOWED + 20 };

#define LOAD(field)                      \
  (struct sock_filter)                   \
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
               (uint32_t)offsetof(struct seccomp_data, field))
#define RETURN(what) (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, (what))
#define IF(value, yes, no) \
  (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))

/* The filter for a program whose path lies at an address of ours. */
static unsigned short make(struct sock_filter to[LONGEST], const char *path) {
  uint64_t at = (uint64_t)(uintptr_t)path;
  unsigned short n = 0;
  to[n++] = LOAD(arch);
  to[n++] = IF(ARCHITECTURE, 1, 0);
  to[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
  to[n++] = LOAD(nr);
  to[n++] = IF(SYS_execve, 0, 6);
  to[n++] = LOAD(args[0]); /* its lower half: both machines are such */
  to[n++] = IF((uint32_t)at, 0, 3);
  to[n++] = (struct sock_filter)BPF_STMT(
      BPF_LD | BPF_W | BPF_ABS,
      (uint32_t)offsetof(struct seccomp_data, args[0]) + 4);
  to[n++] = IF((uint32_t)(at >> 32), 0, 1);
  to[n++] = RETURN(SECCOMP_RET_ALLOW);
  to[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
  to[n++] = IF(SYS_prctl, 0, 4);
  to[n++] = LOAD(args[0]);
  to[n++] = IF(PR_SET_PDEATHSIG, 0, 1);
  to[n++] = RETURN(SECCOMP_RET_ALLOW);
  to[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
  for (size_t i = 0; i < ALLOWED; i++)
    to[n++] = IF((uint32_t)allowed[i], (uint8_t)(ALLOWED - i), 0);
  to[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
  to[n++] = RETURN(SECCOMP_RET_ALLOW);
  return n;
}

int main(int argc, char **argv) {
  static struct sock_filter filter[LONGEST];
  if (argc < 2 || !ARCHITECTURE) {
    fputs("sandbox PROGRAM ARGUMENT...\n", stderr);
    return 2;
  }
  const struct sock_fprog program = {make(filter, argv[1]), filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    fprintf(stderr, "no filter: %s\n", strerror(errno));
    return 77; /* a kernel without seccomp: skipped */
  }
  execv(argv[1], argv + 1);
  fprintf(stderr, "%s: %s\n", argv[1], strerror(errno));
  return 126;
}
