import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { DIGEST_FILE, fileOf, openKeyRing } from '../key-ring.ts'
import { keyIdOf, sealerWith } from '../sealer.ts'
import { secretFile, writeSecret } from '../secret-file.ts'
import { sealedValues } from './sealed-values.ts'
import { withDatabase, type Installation } from './with-database.ts'

export interface SealedReport {
  /** Sealed texts by the id of their key. */
  byKey: Map<number, number>
  /** Where texts lie that no key opens, as `table.column`. */
  unreadable: string[]
  newest: number
}

export interface Rotation {
  /** The key that seals from now on. */
  newest: number
  /** Whether it was made now; else an earlier rotation was finished. */
  made: boolean
  /** Texts that were sealed again. */
  resealed: number
  report: SealedReport
}

/** Nobody changes the same values so often that a pass never comes to an end. */
const PASSES = 20
/** A server that sealed with the old key has committed by then. */
const SETTLED_MS = 10 * 60_000

/** Which keys the sealed texts of an installation need. Changes nothing. */
export function checkSealed(installation: Installation): Promise<SealedReport> {
  return withDatabase(installation, (client) => reportOf(client, installation.secretsFolder))
}

/**
 * Adds a key and seals everything anew with it. Servers may run: they open what any key sealed, and look for the newest
 * key each time they seal. Whatever stops it, the next run goes on with the same key.
 */
export function rotateSealingKey(installation: Installation): Promise<Rotation> {
  const { secretsFolder } = installation
  return withDatabase(installation, async (client) => {
    const ring = await openKeyRing(secretsFolder, { create: false })
    const { byKey } = await reportOf(client, secretsFolder)
    const before = ring.newest().id
    const made = [...byKey.keys()].every((id) => id === before)
    if (made) await secretFile(secretsFolder, fileOf(before + 1))
    let resealed = 0
    for (let pass = 0; pass < PASSES; pass++) {
      // oxlint-disable-next-line no-await-in-loop -- until nothing is left
      const done = await resealAll(client, secretsFolder)
      resealed += done
      if (done === 0) break
    }
    return { newest: ring.newest().id, made, resealed, report: await reportOf(client, secretsFolder) }
  })
}

/**
 * Deletes the keys that nothing in the database needs. A backup from before the rotation needs them: keep them with it.
 * @returns their files
 */
export function retireSealingKeys(installation: Installation): Promise<string[]> {
  const { secretsFolder } = installation
  return withDatabase(installation, async (client) => {
    const ring = await openKeyRing(secretsFolder, { create: false })
    const newest = ring.newest()
    const { mtimeMs } = await stat(join(secretsFolder, fileOf(newest.id)))
    const old = ring.all().filter(({ id }) => id !== newest.id)
    if (old.length === 0) return []
    if (Date.now() - mtimeMs < SETTLED_MS) {
      throw new Error(
        `The key ${newest.id} is younger than ten minutes: servers may still be saving with the one before`,
      )
    }
    const { byKey } = await reportOf(client, secretsFolder)
    const needed = old.find(({ id }) => byKey.has(id))
    if (needed)
      throw new Error(`${byKey.get(needed.id)} values need the key ${needed.id}: run npm run secrets:rotate first`)
    await writeSecret(secretsFolder, DIGEST_FILE, ring.digestKey)
    for (const { id } of old) await rm(join(secretsFolder, fileOf(id)))
    return old.map(({ id }) => fileOf(id))
  })
}

/** One pass. It leaves values that change at the same time to the next pass. */
async function resealAll(client: pg.Client, secretsFolder: string): Promise<number> {
  const ring = await openKeyRing(secretsFolder, { create: false })
  const sealer = sealerWith(ring)
  const newest = ring.newest().id
  let resealed = 0
  for await (const { table, column, type, ctid, value, sealed } of sealedValues(client)) {
    let next = value
    let changed = 0
    for (const old of new Set(sealed)) {
      if (keyIdOf(old) === newest) continue
      const text = openedOr(sealer.open, old)
      if (text === null) continue
      next = next.replaceAll(old, sealer.seal(text))
      changed += 1
    }
    if (changed === 0) continue
    const { rowCount } = await client.query(
      `update ${client.escapeIdentifier(table)} set ${client.escapeIdentifier(column)} = $1::${type}
        where ctid = $2::tid and ${client.escapeIdentifier(column)}::text = $3`,
      [next, ctid, value],
    )
    if (rowCount === 1) resealed += changed
  }
  return resealed
}

async function reportOf(client: pg.Client, secretsFolder: string): Promise<SealedReport> {
  const ring = await openKeyRing(secretsFolder, { create: false })
  const sealer = sealerWith(ring)
  const report: SealedReport = { byKey: new Map(), unreadable: [], newest: ring.newest().id }
  for await (const { table, column, sealed } of sealedValues(client)) {
    for (const each of sealed) {
      if (openedOr(sealer.open, each) === null) report.unreadable.push(`${table}.${column}`)
      else report.byKey.set(keyIdOf(each), (report.byKey.get(keyIdOf(each)) ?? 0) + 1)
    }
  }
  return report
}

function openedOr(open: (sealed: string) => string, sealed: string): string | null {
  try {
    return open(sealed)
  } catch {
    return null
  }
}
