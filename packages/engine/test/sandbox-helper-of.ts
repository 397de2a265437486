import { readdirSync, readFileSync } from 'node:fs'

/** Process id of this engine's sandbox helper. A container that is being set up also has its mounts, but another name. */
export function sandboxHelperOf(home: string): string | undefined {
  return readdirSync('/proc').find(
    (pid) =>
      /^\d+$/.test(pid) &&
      read(`/proc/${pid}/cmdline`).includes('alcove-sandbox-helper') &&
      read(`/proc/${pid}/mountinfo`).includes(home),
  )
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
