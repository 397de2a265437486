import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readText } from '../read-text.ts'

/** Marks our processes in their environment, so that a later engine can recognize leftovers. */
export const MARK = 'ALCOVE_INSTANCE'

/** Kills processes left by an engine that was killed. */
export async function killLeftProcesses(runFolder: string): Promise<void> {
  for (const id of readdirSync(runFolder)) {
    const pid = Number(readText(join(runFolder, id, 'pid')))
    if (!Number.isInteger(pid) || pid <= 1) continue
    // Wait until the process is dead and cannot write, then remove its folder.
    for (; carriesMark(pid, id); await sleep(5)) {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // The process exited between reading and killing.
      }
    }
  }
}

/**
 * Whether the process lives and carries the instance's mark. Process ids are reused, and the environment of a dead
 * process reads empty.
 */
function carriesMark(pid: number, id: string): boolean {
  return readText(`/proc/${pid}/environ`)?.split('\0').includes(`${MARK}=${id}`) === true
}
