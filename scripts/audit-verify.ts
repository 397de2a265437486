/**
 * `npm run audit:verify [-- SEQ:HASH]`: checks the chain of the audit, beside a server or without one, and that an end of it
 * that was noted earlier is still there. Exit code 1 when something is wrong.
 */
import { join, resolve } from 'node:path'
import { readEnvironment } from '../apps/bff/src/process/environment.ts'
import { checkAudit } from '../packages/platform/src/index.ts'
import { homeDatabase } from './home-database.ts'

await using running = new AsyncDisposableStack()
try {
  process.exitCode = (await verify(process.argv[2])) ? 0 : 1
} catch (error) {
  console.error(`Nothing could be verified. ${(error as Error).message}`)
  process.exitCode = 1
}

/** Whether all is well. */
async function verify(noted: string | undefined): Promise<boolean> {
  const env = readEnvironment(process.env)
  const home = resolve(env.ALCOVE_HOME)
  const secretsFolder = join(resolve(env.ALCOVE_SHARED_HOME ?? home), 'secrets')
  const end = noted === undefined ? undefined : endIn(noted)
  const databaseUrl = env.DATABASE_URL ?? (await homeDatabase(home, running))
  const { intact, checked, unchained, faults, head } = await checkAudit({ databaseUrl, secretsFolder, noted: end })
  for (const { seq, fault, message } of faults) console.log(`${fault} #${seq}: ${message}`)
  const before = unchained === 0 ? '' : `; ${unchained} from before the chain cannot be checked`
  console.log(`${checked} entries, ${intact ? 'none changed, removed or moved' : 'the chain is broken'}${before}`)
  if (head) console.log(`Its end, to note elsewhere: ${head.seq}:${head.hash}`)
  return intact
}

function endIn(text: string) {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq === undefined || hash === undefined) throw new Error(`"${text}" is no end of a chain: give SEQ:HASH`)
  return { seq: Number(seq), hash }
}
