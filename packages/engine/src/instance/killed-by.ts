import { constants } from 'node:os'
import type { SandboxExit } from '../sandbox/sandbox.ts'

const SIGNALS = Object.entries(constants.signals)

/** A container whose main process dies of a signal exits with 128 plus the signal's number. */
export function killedBy({ code, signal }: SandboxExit): { code: number | null; signal: string | null } {
  if (signal !== null || code === null || code <= 128) return { code, signal }
  const name = SIGNALS.find(([, number]) => number === code - 128)?.[0] ?? null
  return { code: name === null ? code : null, signal: name }
}
