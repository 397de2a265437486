import type { Readable } from 'node:stream'
import { Build, LIMITS } from '@alcove/contract'
import { readUpTo } from '../sandbox/read-up-to.ts'

/** The first line of a build's answer. It comes out of a sandbox, so it is not trusted. */
const Head = Build.pick({ packages: true, diagnostics: true, error: true })
export type Head = Pick<Build, 'packages' | 'diagnostics' | 'error'>

const MAX_HEAD_BYTES = 4 * 1024 * 1024
const LINE_FEED = 0x0a

/**
 * Reads the answer of a build: a line of JSON, then a zip.
 * @returns null when it is malformed
 * @throws {AnswerTooLarge}
 */
export async function readAnswer(stdout: Readable): Promise<{ head: Head; zip: Buffer } | null> {
  const all = await readUpTo(stdout, MAX_HEAD_BYTES + LIMITS.buildBytes)
  if (all === null) throw new AnswerTooLarge()
  const end = all.subarray(0, MAX_HEAD_BYTES).indexOf(LINE_FEED)
  if (end < 0) return null
  const zip = all.subarray(end + 1)
  if (zip.length > LIMITS.buildBytes) throw new AnswerTooLarge()
  try {
    return { head: Head.parse(JSON.parse(all.toString('utf8', 0, end))), zip }
  } catch {
    return null
  }
}

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
  constructor() {
    super(`The build output is larger than ${LIMITS.buildBytes / 2 ** 20} MB as a zip`)
  }
}
