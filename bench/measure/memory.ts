import { startBare, type Program } from '../bare/bare.ts'
import { firstAnswer } from '../first-answer.ts'
import { descendantsOf, readProc } from '../processes.ts'

export const MIB = 1024 * 1024

/** Resident bytes of a process. */
export function residentOf(pid: number): number {
  const resident = residentIfAny(pid)
  if (resident === null) throw new Error(`Process ${pid} has no memory: it has ended`)
  return resident
}

/** Memory of a bare server after its first response. */
export async function residentBare(program?: Program): Promise<number> {
  await using bare = await startBare(program)
  await firstAnswer(bare.url)
  return residentOf(bare.pid)
}

/** Memory of a process and its descendants. */
export function residentTree(root: number): number {
  return descendantsOf(root).reduce((sum, pid) => sum + (residentIfAny(pid) ?? 0), residentOf(root))
}

function residentIfAny(pid: number): number | null {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readProc(pid, 'status'))?.[1]
  return kib === undefined ? null : Number(kib) * 1024
}
