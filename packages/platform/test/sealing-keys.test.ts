import { CreateFunction, PutIdentityProvider, PutRoute } from '@alcove/contract'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  checkAudit,
  checkSealed,
  createFunction,
  deleteFunction,
  publishVersion,
  putIdentityProvider,
  putRoute,
  putTaskSettings,
  restoreFunction,
  retireSealingKeys,
  retireSessionKeys,
  rotateSealingKey,
  rotateSessionKey,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, ROOT, space } from './scene.ts'

let secretsFolder: string
let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  secretsFolder = await mkdtemp(join(tmpdir(), 'alcove-secrets-'))
  platform = await openTestPlatform({ secretsFolder })
  ctx = await space(platform, 'shop')
})
afterAll(async () => {
  await platform.close()
  await rm(secretsFolder, { recursive: true })
})

const installation = () => ({ databaseUrl: platform.databaseUrl, secretsFolder })

async function makeWithSecret(name: string): Promise<string> {
  const settings = { runtime: 'nodejs24', handler: 'index.handler', memoryMb: 128 }
  const input = CreateFunction.parse({ name, ...settings, secrets: { KEY: `of ${name}` } })
  const { id } = await createFunction({ ctx, input })
  return id
}

/** What another server opens: with the keys that are in the folder now. */
async function opened() {
  const other = await openTestPlatform({ databaseUrl: platform.databaseUrl, secretsFolder, blobs: platform.blobs })
  const route = other.routes.find('shop', 'pays')!
  const found = {
    draft: route.draft.secrets,
    version: route.versions.get(1)!.secrets,
    hmac: other.gateways.find('shop')!.routes[0]!.config.hmac?.secret,
  }
  await other.close()
  return found
}

test('a rotation seals everything anew while servers run, and the old key can go', async () => {
  await makeWithSecret('pays')
  await publishVersion({ ctx, input: { fn: 'pays', description: '' } })
  await putTaskSettings({
    ctx,
    input: { fn: 'pays', onSuccess: null, onFailure: { type: 'webhook', url: 'https://example.com/hook' } },
  })
  const hmac = { secret: 'a shared secret of theirs' }
  const signed = PutRoute.parse({ method: 'POST', path: '/in', function: 'pays', auth: 'hmac', hmac })
  await putRoute({ ctx, input: { name: 'in', ...signed } })
  const provider = PutIdentityProvider.parse({
    label: 'Corp',
    issuer: 'https://id.example.com',
    clientId: 'alcove',
    clientSecret: 'their secret',
  })
  await putIdentityProvider({ ctx: as(platform, ROOT), input: { name: 'corp', ...provider } })
  await platform.pool.query(
    `insert into budgets (space_id, webhook_sealed, amount, warn_at, updated_at) values ($1, $2, 1, '[]', now())`,
    [ctx.space.id, platform.sealer.seal('of a budget')],
  )
  const trashed = await makeWithSecret('trashed')
  await deleteFunction({ ctx, input: { fn: 'trashed' } })

  const wanted = { draft: { KEY: 'of pays' }, version: { KEY: 'of pays' }, hmac: 'a shared secret of theirs' }
  expect(await opened()).toEqual(wanted)
  const before = await checkSealed(installation())
  expect(before).toMatchObject({ newest: 1, unreadable: [] })
  const values = before.byKey.get(1)!
  // Draft, version, webhook, route, provider, budget, and the draft in the trash.
  expect(values).toBe(7)

  const rotation = await rotateSealingKey(installation())
  expect(rotation).toMatchObject({ newest: 2, made: true, resealed: values, report: { unreadable: [] } })
  expect([...rotation.report.byKey]).toEqual([[2, values]])
  // The server that runs opens what the rotation sealed, and seals with the new key.
  await updateFunction({ ctx, input: { fn: 'pays', secrets: { OTHER: 'new' } } })
  expect(platform.routes.find('shop', 'pays')!.draft.secrets).toEqual({ KEY: 'of pays', OTHER: 'new' })
  expect([...(await checkSealed(installation())).byKey.keys()]).toEqual([2])
  await restoreFunction({ ctx, input: { trashed } })
  expect(platform.routes.find('shop', 'trashed')!.draft.secrets).toEqual({ KEY: 'of trashed' })

  await expect(retireSealingKeys(installation())).rejects.toThrow('younger than ten minutes')
  const longAgo = new Date(Date.now() - 3600_000)
  await utimes(join(secretsFolder, 'sealing-key-2'), longAgo, longAgo)
  expect(await retireSealingKeys(installation())).toEqual(['sealing-key'])
  expect((await readdir(secretsFolder)).toSorted()).toEqual(['digest-key', 'sealing-key-2', 'session-key'])
  expect(await opened()).toMatchObject({ version: wanted.version, hmac: wanted.hmac })
  // What is proven by digests stays so.
  expect(await checkAudit(installation())).toMatchObject({ intact: true })
})

test('a rotation that was stopped goes on with its key', async () => {
  const { newest, made } = await rotateSealingKey(installation())
  expect({ newest, made }).toEqual({ newest: 3, made: true })
  // As if it had been killed before this value.
  const [{ sealed }] = (
    await platform.pool.query<{ sealed: string }>(
      `select secrets -> 'KEY' ->> 'sealed' as sealed from versions limit 1`,
    )
  ).rows as [{ sealed: string }]
  await rotateSealingKey(installation())
  await platform.pool.query(`update versions set secrets = jsonb_set(secrets, '{KEY,sealed}', to_jsonb($1::text))`, [
    sealed,
  ])
  const next = await rotateSealingKey(installation())
  expect(next).toMatchObject({ newest: 4, made: false, resealed: 1 })
})

/** Their values are in JSON under the name `sealed`, in columns that end in it, or named in `sealed-values.ts`. */
const SEALING = new Set([
  'monitoring/alerts/targets/put-target.ts',
  'usage/budgets/put-budget.ts',
  'monitoring/sinks/put-sink.ts',
  'code/functions/seal-secrets.ts',
  'identity/providers/identity-providers.ts',
  // A cookie of some minutes.
  'identity/providers/provider-plugin.ts',
  'kernel/installation/rotate-sealing-key.ts',
  'kernel/idempotency/idempotent.ts',
  'spaces/targets/http-access.ts',
  'jobs/tasks/task-settings.ts',
])

test('whatever is sealed is where a rotation looks for it', () => {
  const folder = join(import.meta.dirname, '../src')
  const output = execFileSync('grep', ['-rl', String.raw`sealer\.seal(`, folder], { encoding: 'utf8' })
  const files = output
    .trim()
    .split('\n')
    .map((path) => path.slice(folder.length + 1))
  expect(files.length).toBeGreaterThan(5)
  expect(files.filter((file) => !SEALING.has(file))).toEqual([])
})

test('a new session key signs everybody out and keeps second factors, and the old one can go', async () => {
  const factorsOf = async (server: TestPlatform) => {
    const { secretConfig } = await server.auth.$context
    const { rows } = await platform.pool.query<{ secret: string; backup_codes: string }>('select * from two_factors')
    const texts = rows.flatMap(({ secret, backup_codes: codes }) => [secret, codes])
    return Promise.all(texts.map((data) => symmetricDecrypt({ key: secretConfig, data })))
  }
  const another = () => openTestPlatform({ databaseUrl: platform.databaseUrl, secretsFolder, blobs: platform.blobs })
  const context = await platform.auth.$context
  const encrypted = (data: string) => symmetricEncrypt({ key: context.secretConfig, data })
  await platform.pool.query(
    `with one as (insert into accounts (id, name, email, state) values ('a', 'a', 'a@alcove.test', 'active') returning id)
      insert into two_factors (id, account_id, secret, backup_codes) select 'f', id, $1, $2 from one`,
    [await encrypted('totp'), await encrypted('["code"]')],
  )
  expect(await rotateSessionKey({ secretsFolder })).toBe('session-key-2')
  const after = await another()
  expect(await factorsOf(after)).toEqual(['totp', '["code"]'])
  expect((await after.auth.$context).secret).not.toBe(context.secret)
  await after.close()

  await platform.pool.query(
    `insert into servers (id, host, version, started_at, facts) values (gen_random_uuid(), 'old', '1', '2020-01-01', '{}')`,
  )
  await expect(retireSessionKeys(installation())).rejects.toThrow(/server on old has run since before/)
  await platform.pool.query('delete from servers')
  expect(await retireSessionKeys(installation())).toEqual(['session-key'])
  const later = await another()
  expect(await factorsOf(later)).toEqual(['totp', '["code"]'])
  await later.close()
  expect(await retireSessionKeys(installation())).toEqual([])
})
