import { accessSync, constants } from 'node:fs'

/** Where the first lines of scripts look for their interpreters. */
const AT_FIXED_PLACES = ['/bin/sh', '/bin/bash', '/usr/bin/env', '/usr/bin/python3']

/** What a script of a few lines counts on, and an HTTP client for the Runtime API. */
const NAMES = `
  sh bash curl jq grep sed awk find xargs
  base64 basename cat chmod cp cut date dd dirname echo expr false head ls mkdir mktemp mv od printf readlink rm seq
  sha256sum sleep sort tail tee test touch tr true uniq wc
`

/** Host paths of the programs that a bootstrap finds at the same paths inside: those that this machine has. */
export function findPrograms(): string[] {
  return [
    ...new Set([
      ...AT_FIXED_PLACES,
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
