import { createHmac } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { secretFile } from './secret-file.ts'

/** A file `sealing-key` holds the first key, `sealing-key-2` the second, and so on. */
export const FIRST_KEY = 1
const NAME = /^sealing-key(?:-([2-9]|[1-9]\d{1,8}))?$/
/** Holds what digests are made with, once the first key may go. */
export const DIGEST_FILE = 'digest-key'

export interface RingKey {
  id: number
  key: Uint8Array
}

/** The keys of an installation. Uses that must not miss a new key read its folder again. */
export interface KeyRing {
  newest(): RingKey
  all(): RingKey[]
  find(id: number): Uint8Array | undefined
  readonly digestKey: Uint8Array
}

export const fileOf = (id: number): string => (id === FIRST_KEY ? 'sealing-key' : `sealing-key-${id}`)

/** @throws {Error} when there is no key, unless `create` makes the first one */
export async function openKeyRing(folder: string, { create }: { create: boolean }): Promise<KeyRing> {
  if (idsIn(folder).length === 0) {
    if (!create) throw new Error(`There is no sealing key in ${folder}: set ALCOVE_HOME or ALCOVE_SHARED_HOME`)
    await secretFile(folder, fileOf(FIRST_KEY))
  }
  const known = new Map<number, Uint8Array>()
  const find = (id: number): Uint8Array | undefined => {
    const key = known.get(id) ?? read(folder, fileOf(id))
    if (key) known.set(id, key)
    return key
  }
  const all = () => idsIn(folder).map((id): RingKey => ({ id, key: find(id)! }))
  const first = find(FIRST_KEY)
  const digestKey = read(folder, DIGEST_FILE) ?? (first && derivedKey(first))
  if (!digestKey) throw new Error(`${join(folder, DIGEST_FILE)} is missing: bring it back from a backup`)
  return { newest: () => all().at(-1)!, all, find, digestKey }
}

/** Ascending. */
function idsIn(folder: string): number[] {
  if (!existsSync(folder)) return []
  const found = readdirSync(folder).map((name) => NAME.exec(name))
  return found.flatMap((match) => (match ? [Number(match[1] ?? FIRST_KEY)] : [])).toSorted((a, b) => a - b)
}

/** One derived key per purpose: for digests and signatures. */
export function derivedKey(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('alcove digest').digest()
}

function read(folder: string, name: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(join(folder, name), 'utf8').trim(), 'hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
