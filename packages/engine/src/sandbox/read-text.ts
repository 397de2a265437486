import { readFileSync } from 'node:fs'

/** Reads a kernel file; null when it does not exist. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null
  }
}
