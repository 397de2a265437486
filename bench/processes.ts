import { readdirSync, readFileSync } from 'node:fs'

/** All descendants of a process. */
export function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    const parent = Number(/\) \S (\d+)/.exec(readProc(entry, 'stat'))?.[1])
    if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const found: number[] = []
  for (const queue = [pid]; queue.length > 0;) {
    const next = children.get(queue.shift()!) ?? []
    found.push(...next)
    queue.push(...next)
  }
  return found
}

/** A function's process: in a user namespace of its own. So is the database, which is not an instance. */
export function isInstance(pid: number): boolean {
  return isContained(pid) && nameOf(pid) !== 'postgres'
}

/** In a user namespace of its own. */
export function isContained(pid: number): boolean {
  const map = readProc(pid, 'uid_map')
  return map !== '' && !map.includes('4294967295')
}

export function nameOf(pid: number): string {
  return readProc(pid, 'comm').trim()
}

/** Empty once the process is gone. */
export function readProc(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
