import { accessSync, constants } from 'node:fs'

/** Interpreters that the first lines of scripts name by path. */
const FIXED_PATHS = ['/bin/sh', '/bin/bash', '/usr/bin/env', '/usr/bin/python3']

/** Programs that short scripts rely on, and an HTTP client for the Runtime API. */
const NAMES = `
  sh bash curl jq grep sed awk find xargs
  base64 basename cat chmod cp cut date dd dirname echo expr false head ls mkdir mkfifo mktemp mv od printf readlink rm seq
  sha256sum sleep sort tail tee test touch tr true uniq wc
`

/** Host paths of the programs that exist on this machine. A bootstrap finds them at the same paths. */
export function findPrograms(): string[] {
  return [
    ...new Set([
      ...FIXED_PATHS,
      ...NAMES.trim()
        .split(/\s+/)
        .map((name) => `/usr/bin/${name}`),
    ]),
  ].filter(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
