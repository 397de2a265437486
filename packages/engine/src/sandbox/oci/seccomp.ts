const EPERM = 1
const ENOSYS = 38
/** Every CLONE_NEW* flag of `clone`: sandboxed processes create no namespaces. */
const CLONE_NEW = 0x7e020000
const [AF_UNIX, AF_INET, AF_INET6, AF_NETLINK] = [1, 2, 10, 16]
const NETLINK_ROUTE = 0

/**
 * System calls that Node, Python and Java need, grouped by purpose. All others fail with EPERM, among them mount,
 * unshare, setns, ptrace, bpf, keyctl, perf_event_open, userfaultfd, kexec, and the module and clock calls.
 */
const ALLOWED = `
  read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek _llseek sendfile splice tee vmsplice
  copy_file_range open openat openat2 creat close close_range dup dup2 dup3 fcntl fcntl64 flock ioctl
  stat fstat lstat newfstatat fstatat64 statx statfs fstatfs access faccessat faccessat2 readlink readlinkat
  getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir rename renameat renameat2 link linkat symlink symlinkat
  unlink unlinkat truncate ftruncate fallocate fsync fdatasync sync_file_range chmod fchmod fchmodat fchmodat2 chown
  fchown lchown fchownat umask utime utimes utimensat futimesat mknod mknodat
  getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr fsetxattr removexattr fremovexattr
  fadvise64 readahead inotify_init inotify_init1 inotify_add_watch inotify_rm_watch memfd_create
  mmap munmap mprotect mremap msync madvise mincore brk mlock mlock2 munlock membarrier
  pkey_alloc pkey_free pkey_mprotect get_mempolicy
  poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
  eventfd eventfd2 pipe pipe2 signalfd signalfd4 timerfd_create timerfd_settime timerfd_gettime
  bind connect listen accept accept4 getsockname getpeername getsockopt setsockopt shutdown
  sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg
  fork vfork execve execveat exit exit_group wait4 waitid kill tkill tgkill pidfd_open pidfd_send_signal
  getpid getppid gettid getpgid getpgrp setpgid getsid setsid set_tid_address
  getuid geteuid getgid getegid getresuid getresgid getgroups setuid setgid setreuid setregid setresuid setresgid
  setgroups capget prctl arch_prctl personality
  rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait rt_sigqueueinfo sigaltstack
  restart_syscall pause alarm getitimer setitimer
  futex futex_waitv set_robust_list get_robust_list rseq
  sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_setparam sched_getscheduler sched_setscheduler
  sched_get_priority_max sched_get_priority_min sched_rr_get_interval getpriority setpriority ioprio_get getcpu
  clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times timer_create timer_settime timer_gettime
  timer_getoverrun timer_delete
  getrlimit setrlimit prlimit64 getrusage sysinfo uname getrandom
`

/** The seccomp section of an OCI configuration: an allow-list. */
export function seccompProfile() {
  const oneOf = (family: number, ...names: string[]) => ({
    names,
    action: 'SCMP_ACT_ALLOW',
    args: [{ index: 0, value: family, op: 'SCMP_CMP_EQ' }],
  })
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: EPERM,
    architectures: [process.arch === 'arm64' ? 'SCMP_ARCH_AARCH64' : 'SCMP_ARCH_X86_64'],
    syscalls: [
      { names: ALLOWED.trim().split(/\s+/), action: 'SCMP_ACT_ALLOW' },
      {
        names: ['clone'],
        action: 'SCMP_ACT_ALLOW',
        args: [{ index: 0, value: CLONE_NEW, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
      },
      // The filter cannot read the flags of clone3, which are in memory. ENOSYS makes libc fall back to clone.
      {
        names: ['clone3', 'io_uring_setup', 'io_uring_enter', 'io_uring_register'],
        action: 'SCMP_ACT_ERRNO',
        errnoRet: ENOSYS,
      },
      oneOf(AF_UNIX, 'socket', 'socketpair'),
      oneOf(AF_INET, 'socket'),
      oneOf(AF_INET6, 'socket'),
      {
        names: ['socket'],
        action: 'SCMP_ACT_ALLOW',
        args: [
          { index: 0, value: AF_NETLINK, op: 'SCMP_CMP_EQ' },
          { index: 2, value: NETLINK_ROUTE, op: 'SCMP_CMP_EQ' },
        ],
      },
    ],
  }
}
