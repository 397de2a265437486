import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readText } from '../read-text.ts'

/** In the environment of every process we start: how a later engine knows that one is left over. */
export const MARK = 'ALCOVE_INSTANCE'

/** Kills what an engine that was killed itself left running. */
export async function killLeftProcesses(runFolder: string): Promise<void> {
  for (const id of readdirSync(runFolder)) {
    const pid = Number(readText(join(runFolder, id, 'pid')))
    if (!Number.isInteger(pid) || pid <= 1) continue
    // Signals take their time; its folder is removed once it cannot write there any more.
    for (; carriesMark(pid, id); await sleep(5)) {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // Gone between looking and killing.
      }
    }
  }
}

/**
 * Whether the process lives and is this instance's: its number may have gone to somebody else since, and the environment
 * of a dead one reads empty.
 */
function carriesMark(pid: number, id: string): boolean {
  return readText(`/proc/${pid}/environ`)?.split('\0').includes(`${MARK}=${id}`) === true
}
