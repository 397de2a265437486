import { readFile, readdir, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * The PostgreSQL processes of a cluster: those whose working directory is its folder. Unlike the pid in
 * `postmaster.pid`, this is never a reused pid or a zombie.
 */
async function processesIn(cluster: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null)
      if (cwd !== cluster) return null
      const comm = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
      return comm.trim() === 'postgres' ? Number(pid) : null
    }),
  )
  return found.filter((pid) => pid !== null)
}

/** Waits until no process uses the cluster. Sends SIGQUIT (immediate shutdown), then SIGKILL to those that stay. */
export async function waitUntilFree(cluster: string, patienceMs = 10_000): Promise<void> {
  for (const signal of [null, 'SIGQUIT', 'SIGKILL'] as const) {
    const started = performance.now()
    const limit = signal ? 3_000 : patienceMs
    for (;;) {
      const pids = await processesIn(cluster)
      if (pids.length === 0) return
      if (performance.now() - started > limit) break
      if (signal) pids.forEach((pid) => kill(pid, signal))
      await sleep(20)
    }
  }
  throw new Error(`PostgreSQL processes of an earlier run still use ${cluster}: end them`)
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process ended before the signal.
  }
}
