/** `npm run check`: reads all stored code and opens all sealed values, beside a server or without one. Exit code 1 when something is wrong. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readEnvironment } from '../apps/bff/src/process/environment.ts'
import { openStores } from '../apps/bff/src/process/stores.ts'
import { checkBlobs, checkSealed } from '../packages/platform/src/index.ts'
import { homeDatabase } from './home-database.ts'
import { tellSealed } from './tell-sealed.ts'

const MEND = 'Save that code again, upload the same layer again, or build again: that replaces the blob.'

await using running = new AsyncDisposableStack()
try {
  process.exitCode = (await check()) ? 0 : 1
} catch (error) {
  console.error(`Nothing could be checked. ${(error as Error).message}`)
  process.exitCode = 1
}

/** Whether all is well. */
async function check(): Promise<boolean> {
  const env = readEnvironment(process.env)
  const home = resolve(env.ALCOVE_HOME)
  const shared = resolve(env.ALCOVE_SHARED_HOME ?? home)
  const folder = join(shared, 'blobs')
  if (env.ALCOVE_S3_BUCKET === undefined && !existsSync(folder))
    throw new Error(`There is no folder ${folder}: set ALCOVE_HOME or ALCOVE_SHARED_HOME`)
  const databaseUrl = env.DATABASE_URL ?? (await homeDatabase(home, running))
  const { blobs } = await openStores(env, shared)
  const { checked, findings, strays } = await checkBlobs({ databaseUrl, blobs })
  for (const { hash, state, usedBy } of findings)
    console.log(`${state} ${hash}\n  used by ${usedBy.join('\n          ')}`)
  for (const stray of strays) console.log(`stray ${stray}`)
  const damaged = findings.length === 0 ? 'all are whole' : `${findings.length} are not whole`
  console.log(`${checked} blobs are used, ${damaged}; ${strays.length} stray files`)
  if (findings.length > 0) console.log(MEND)
  const sealed = await checkSealed({ databaseUrl, secretsFolder: join(shared, 'secrets') })
  tellSealed(sealed)
  return findings.length === 0 && strays.length === 0 && sealed.unreadable.length === 0
}
