/**
 * `npm run secrets:rotate [-- --retire]`: seals every secret with a new key, beside servers that run or without one.
 * Interrupted, it goes on where it was. `--retire` deletes the keys that nothing needs any more. With `--sessions` the same
 * for the key that signs sessions and encrypts second factors, which servers take at their next start.
 */
import { join, resolve } from 'node:path'
import { readEnvironment } from '../apps/bff/src/process/environment.ts'
import {
  retireSealingKeys,
  retireSessionKeys,
  rotateSealingKey,
  rotateSessionKey,
} from '../packages/platform/src/index.ts'
import { homeDatabase } from './home-database.ts'
import { tellSealed } from './tell-sealed.ts'

await using running = new AsyncDisposableStack()
try {
  process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  console.error(`Nothing was lost. ${(error as Error).message}`)
  process.exitCode = 1
}

/** Whether all is well. */
async function run(args: string[]): Promise<boolean> {
  const unknown = args.find((each) => each !== '--retire' && each !== '--sessions')
  if (unknown !== undefined) throw new Error(`Unknown argument "${unknown}": only --retire and --sessions`)
  const [retire, sessions] = [args.includes('--retire'), args.includes('--sessions')]
  const env = readEnvironment(process.env)
  const home = resolve(env.ALCOVE_HOME)
  const secretsFolder = join(resolve(env.ALCOVE_SHARED_HOME ?? home), 'secrets')
  if (sessions && !retire) {
    console.log(
      `Made ${await rotateSessionKey({ secretsFolder })}: restart every server. Everybody is signed out then. Afterwards npm run secrets:rotate -- --sessions --retire deletes the old key.`,
    )
    return true
  }
  const databaseUrl = env.DATABASE_URL ?? (await homeDatabase(home, running))
  if (retire) {
    const files = await (sessions ? retireSessionKeys : retireSealingKeys)({ databaseUrl, secretsFolder })
    console.log(files.length === 0 ? 'There is no old key' : `Deleted ${files.join(', ')}`)
    return true
  }
  const { newest, made, resealed, report } = await rotateSealingKey({ databaseUrl, secretsFolder })
  console.log(`${made ? 'Made' : 'Went on with'} key ${newest}, sealed ${resealed} values with it`)
  tellSealed(report)
  const done = report.unreadable.length === 0 && [...report.byKey.keys()].every((id) => id === newest)
  if (done)
    console.log(
      'Backups from before need the old key: keep it with them. npm run secrets:rotate -- --retire deletes it here.',
    )
  return done
}
