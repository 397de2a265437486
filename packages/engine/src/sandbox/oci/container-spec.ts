import type { ProcessLimits } from './process-limits.ts'
import { seccompProfile } from './seccomp.ts'

export interface ContainerSpec {
  rootfs: string
  args: string[]
  env: string[]
  /** First host uid and gid of the container's block of 65,536. */
  firstId: number
  memoryMb: number
  tmpMb: number
  limits: ProcessLimits
  /** Bind mounts. Sources are paths in the containers' mount namespace. */
  binds: Bind[]
  /** Path of a network namespace; null gives the container an empty one. */
  network: string | null
  /** For runtimes that insist on joining the cgroup themselves. */
  cgroupsPath: string | null
}

export interface Bind {
  inside: string
  from: string
  executable: boolean
  writable: boolean
  /** Later mounts on the source appear inside as well. */
  late: boolean
}

/** Process 1 of every container. */
export const INIT = '/sbin/init'
export const INNER = {
  binary: '/usr/bin/runtime',
  guest: '/var/runtime',
  task: '/var/task',
  tmp: '/tmp',
  layers: '/opt',
  storage: '/mnt/space',
} as const
export const commandPath = (command: string) => `/usr/bin/${command}`
export const INNER_UID = 1000

const SECCOMP = seccompProfile()

/** The complete sandbox profile as an OCI runtime configuration. */
export function containerConfig(spec: ContainerSpec): object {
  const ids = [{ containerID: 0, hostID: spec.firstId, size: 65_536 }]
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: INNER_UID, gid: INNER_UID },
      args: spec.args,
      env: spec.env,
      cwd: INNER.task,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
      noNewPrivileges: true,
      oomScoreAdj: 500,
      rlimits: Object.entries(spec.limits).map(([type, value]) => ({
        type: `RLIMIT_${type}`,
        soft: value,
        hard: value,
      })),
    },
    root: { path: spec.rootfs, readonly: true },
    hostname: 'function',
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
      {
        destination: '/dev',
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['nosuid', 'noexec', 'strictatime', 'mode=755', 'size=64k'],
      },
      {
        destination: INNER.tmp,
        type: 'tmpfs',
        source: 'tmpfs',
        // An empty file costs a page of memory too, so limit the number of files as well as their size.
        options: ['nosuid', 'nodev', 'mode=1777', `size=${spec.tmpMb}m`, `nr_inodes=${spec.tmpMb * 256}`],
      },
      {
        // For locks and shared memory between processes. It counts as memory, of which it may have half, as on Linux.
        destination: '/dev/shm',
        type: 'tmpfs',
        source: 'tmpfs',
        options: [
          'nosuid',
          'noexec',
          'nodev',
          'mode=1777',
          `size=${Math.ceil(spec.memoryMb / 2)}m`,
          `nr_inodes=${spec.memoryMb * 4}`,
        ],
      },
      ...spec.binds.map((bind) => ({
        destination: bind.inside,
        type: 'bind',
        source: bind.from,
        options: [
          'rbind',
          ...(bind.writable ? [] : ['ro']),
          'nosuid',
          'nodev',
          ...(bind.executable ? [] : ['noexec']),
          ...(bind.late ? ['rslave'] : []),
        ],
      })),
    ],
    linux: {
      // 'rprivate' would stop mounts made later from reaching the container.
      rootfsPropagation: 'rslave',
      namespaces: [
        ...['pid', 'mount', 'ipc', 'uts', 'cgroup', 'user'].map((type) => ({ type })),
        { type: 'network', ...(spec.network === null ? {} : { path: spec.network }) },
      ],
      uidMappings: ids,
      gidMappings: ids,
      ...(spec.cgroupsPath === null ? {} : { cgroupsPath: spec.cgroupsPath }),
      seccomp: SECCOMP,
      maskedPaths: [
        'acpi',
        'asound',
        'interrupts',
        'kcore',
        'keys',
        'latency_stats',
        'sched_debug',
        'scsi',
        'timer_list',
        'timer_stats',
      ].map((name) => `/proc/${name}`),
      readonlyPaths: ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `/proc/${name}`),
    },
  }
}
