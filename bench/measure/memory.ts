import { readdirSync, readFileSync } from 'node:fs'
import { HttpClient } from '../http-client.ts'
import { startBare, type Program } from '../bare/bare.ts'

export const MIB = 1024 * 1024

/** Resident bytes of a process. */
export function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024
}

/** Of a bare server that has answered once. */
export async function residentBare(program?: Program): Promise<number> {
  await using bare = await startBare(program)
  const client = await HttpClient.open(bare.url)
  await client.get()
  client.close()
  return residentOf(bare.pid)
}

/** Of a process and all it started. */
export function residentTree(root: number): number {
  const children = readdirSync(`/proc/${root}/task`).flatMap((thread) =>
    readFileSync(`/proc/${root}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return residentOf(root) + children.reduce((sum, pid) => sum + residentTree(pid), 0)
}
