import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { secretFile } from '../secret-file.ts'
import { FIRST_SESSION_KEY, sessionKeyFile, sessionKeys } from '../session-keys.ts'
import { withDatabase, type Installation } from './with-database.ts'

/**
 * Adds a key that servers sign sessions with from their next start. It signs everybody out; second factors go on, since old
 * keys open them.
 * @returns its file
 */
export async function rotateSessionKey({ secretsFolder }: Pick<Installation, 'secretsFolder'>): Promise<string> {
  const [newest] = await sessionKeys(secretsFolder)
  const file = sessionKeyFile(newest.id + 1)
  await secretFile(secretsFolder, file)
  return file
}

/**
 * Encrypts second factors with the newest key and deletes the others.
 * @returns their files
 * @throws {Error} while a server runs that does not know the newest key
 */
export function retireSessionKeys(installation: Installation): Promise<string[]> {
  const { secretsFolder } = installation
  return withDatabase(installation, async (client) => {
    const [newest, ...old] = await sessionKeys(secretsFolder)
    if (old.length === 0) return []
    const { mtime } = await stat(join(secretsFolder, sessionKeyFile(newest.id)))
    const { rows: late } = await client.query<{ host: string }>(
      "select host from servers where seen_at > now() - interval '5 minutes' and started_at < $1",
      [mtime],
    )
    if (late[0])
      throw new Error(`The server on ${late[0].host} has run since before the key ${newest.id}: restart it first`)
    await encryptAgain(client, secretsFolder)
    for (const { id } of old) await rm(join(secretsFolder, sessionKeyFile(id)))
    return old.map(({ id }) => sessionKeyFile(id))
  })
}

/** Locks each row: somebody may be using a recovery code. */
async function encryptAgain(client: pg.Client, secretsFolder: string): Promise<void> {
  const keys = await sessionKeys(secretsFolder)
  const hex = new Map(keys.map(({ id, key }) => [id, Buffer.from(key).toString('hex')]))
  const ring = { keys: hex, currentVersion: keys[0].id, legacySecret: hex.get(FIRST_SESSION_KEY) }
  const again = async (data: string) =>
    symmetricEncrypt({ key: ring, data: await symmetricDecrypt({ key: ring, data }) })
  await client.query('begin')
  const { rows } = await client.query<{ id: string; secret: string; backup_codes: string }>(
    'select id, secret, backup_codes from two_factors order by id for update',
  )
  for (const { id, secret, backup_codes: codes } of rows) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await client.query('update two_factors set secret = $2, backup_codes = $3 where id = $1', [
      id,
      // oxlint-disable-next-line no-await-in-loop -- see above
      await again(secret),
      // oxlint-disable-next-line no-await-in-loop -- see above
      await again(codes),
    ])
  }
  await client.query('commit')
}
