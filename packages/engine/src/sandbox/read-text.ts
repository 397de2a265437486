import { readFileSync } from 'node:fs'

/** What the kernel says in one of its files; null where there is none, or no longer. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null
  }
}
