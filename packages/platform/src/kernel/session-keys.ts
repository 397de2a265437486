import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RingKey } from './key-ring.ts'
import { secretFile } from './secret-file.ts'

/** A file `session-key` holds the first key, `session-key-2` the second, and so on. */
const NAME = /^session-key(?:-([2-9]|[1-9]\d{1,8}))?$/
export const FIRST_SESSION_KEY = 1

export const sessionKeyFile = (id: number): string => (id === FIRST_SESSION_KEY ? 'session-key' : `session-key-${id}`)

/** What sessions are signed and second factors encrypted with, the newest first. The first start makes the first one. */
export async function sessionKeys(folder: string): Promise<[RingKey, ...RingKey[]]> {
  const ids = existsSync(folder)
    ? readdirSync(folder).flatMap((name) => {
        const match = NAME.exec(name)
        return match ? [Number(match[1] ?? FIRST_SESSION_KEY)] : []
      })
    : []
  if (ids.length === 0)
    return [{ id: FIRST_SESSION_KEY, key: await secretFile(folder, sessionKeyFile(FIRST_SESSION_KEY)) }]
  const keys = ids
    .toSorted((a, b) => b - a)
    .map(async (id): Promise<RingKey> => {
      const text = await readFile(join(folder, sessionKeyFile(id)), 'utf8')
      return { id, key: Buffer.from(text.trim(), 'hex') }
    })
  return (await Promise.all(keys)) as [RingKey, ...RingKey[]]
}

/**
 * The same as better-auth takes it. What it encrypted with the first key says no version. With that key alone all is as it
 * was before there were several.
 */
export function authSecrets(keys: readonly [RingKey, ...RingKey[]]) {
  const hex = ({ key }: RingKey) => Buffer.from(key).toString('hex')
  const first = keys.find(({ id }) => id === FIRST_SESSION_KEY)
  if (keys.length === 1 && first) return { secret: hex(first) }
  return { secrets: keys.map((each) => ({ version: each.id, value: hex(each) })), ...(first && { secret: hex(first) }) }
}
