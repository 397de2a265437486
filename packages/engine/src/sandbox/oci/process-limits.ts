import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { readText } from '../read-text.ts'

/** Keyed by the OCI name without RLIMIT_. */
export type ProcessLimits = Record<keyof typeof WANTED, number>

/** No limit on address space: V8 and the JVM reserve far more than they use. */
const WANTED = { NOFILE: 1024, CORE: 0, FSIZE: 512 * 1024 * 1024, MEMLOCK: 64 * 1024, MSGQUEUE: 0 }
/** Names in /proc/self/limits. */
const LINES: Record<keyof ProcessLimits, string> = {
  NOFILE: 'Max open files',
  CORE: 'Max core file size',
  FSIZE: 'Max file size',
  MEMLOCK: 'Max locked memory',
  MSGQUEUE: 'Max msgqueue size',
}
/** Open files of the server itself: a socket per caller and three per instance. */
const SERVER_FILES = 65_536

/**
 * Resource limits of sandboxed processes. They are set inside the container's user namespace, where no limit can exceed
 * the inherited one: under `ulimit -n 512` no container could have 1,024 open files. So raise our own limits first.
 * Where that is not allowed, sandboxes get what we have.
 */
export async function processLimits(log: (line: object) => void): Promise<ProcessLimits> {
  const before = hardLimits()
  const names = Object.keys(WANTED) as (keyof ProcessLimits)[]
  const needed = { ...WANTED, NOFILE: SERVER_FILES }
  const options = names
    .filter((name) => before[name] < needed[name])
    .map((name) => `--${name.toLowerCase()}=${needed[name]}:${needed[name]}`)
  // One at a time, so that a limit that cannot be raised does not stop the others.
  for (const option of options) {
    // oxlint-disable-next-line no-await-in-loop -- there is usually nothing to raise
    await promisify(execFile)('prlimit', ['--pid', String(process.pid), option]).catch(() => {})
  }
  const now = hardLimits()
  if (now.NOFILE < WANTED.NOFILE) {
    const message = 'Few files can be open at a time, and the limit could not be raised: calls fail once they are'
    log({ level: 'warn', message, limit: now.NOFILE, remedy: `ulimit -n ${SERVER_FILES}` })
  }
  return Object.fromEntries(names.map((name) => [name, Math.min(WANTED[name], now[name])])) as ProcessLimits
}

function hardLimits(): ProcessLimits {
  const limits = readText('/proc/self/limits') ?? ''
  return Object.fromEntries(
    Object.entries(LINES).map(([name, line]) => {
      const hard = new RegExp(`^${line} +\\S+ +(\\d+)`, 'm').exec(limits)?.[1]
      return [name, hard === undefined ? Infinity : Number(hard)]
    }),
  ) as ProcessLimits
}
