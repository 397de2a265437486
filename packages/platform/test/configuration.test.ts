import { CreateSpace, DEFAULT_SCALING, LIMITS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  authorize,
  createSpace,
  getDraft,
  getFunction,
  getVersion,
  listAudit,
  publishVersion,
  putDraft,
  resolveQualifier,
  updateFunction,
  updateSpace,
  type SpaceCtx,
} from '../src/index.ts'
import { rowsOf } from '../src/database/connect.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, fn, person, ROOT, space } from './scene.ts'

const SECRET = 'correct-horse-battery-staple'
let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform()
  ctx = await space(platform, 'configured')
})
afterAll(() => platform.close())

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  )
const revisionOf = (name: string, qualifier: string) =>
  resolveQualifier(platform.routes.find('configured', name)!, qualifier, 0)!.revision

test('defaults suit most functions, and /tmp never takes all of a small memory', async () => {
  expect(await fn(ctx, 'plain')).toMatchObject({
    scaling: DEFAULT_SCALING,
    tmpMb: LIMITS.tmpMb.default,
    cpus: null,
    layers: [],
    secrets: [],
    rightSizing: { mode: 'advise' },
  })
  expect(await fn(ctx, 'tiny', undefined, { memoryMb: 64 })).toMatchObject({ memoryMb: 64, tmpMb: 32 })
})

test('a partial change of the scaling changes only that part', async () => {
  await fn(ctx, 'scaled', undefined, { scaling: { maxInstances: 5, concurrency: 10 } })
  const { scaling } = await updateFunction({ ctx, input: { fn: 'scaled', scaling: { minInstances: 2 } } })
  expect(scaling).toEqual({ ...DEFAULT_SCALING, maxInstances: 5, concurrency: 10, minInstances: 2 })
  expect(revisionOf('scaled', 'draft').scaling).toEqual(scaling)
})

test.for([
  [{ scaling: { minInstances: 30 } }, 'More instances would be kept ready (30) than there may be (20)'],
  [{ runtime: 'python3', scaling: { concurrency: 2 } }, 'An instance of python3 works on one call at a time'],
  [{ tmpMb: 128 }, '/tmp may not be as large as the memory (128 of 128 MB): what lies in it counts as memory'],
  [{ secrets: { TOKEN: 'a' }, environment: { TOKEN: 'b' } }, '"TOKEN" cannot be a variable and a secret'],
  [{ environment: { A: 'x'.repeat(4000) }, secrets: bulk(8) }, 'At most 32768 bytes of names and values'],
  [{ secrets: bulk(101, 'x') }, 'At most 100 variables and secrets together'],
] as const)('%j is refused, with the reason', async ([settings, reason]) => {
  const name = `refused-${Math.random().toString(36).slice(2)}`
  expect(await refusal(fn(ctx, name, undefined, settings))).toContain(`ValidationFailed: ${reason}`)
  await fn(ctx, name)
  const before = await getFunction({ ctx, input: { fn: name } })
  expect(await refusal(updateFunction({ ctx, input: { fn: name, ...settings } as never }))).toContain(reason)
  expect(await getFunction({ ctx, input: { fn: name } })).toEqual(before)
})

function bulk(count: number, value = 'x'.repeat(4000)): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`V${n}`, value]))
}

test('/tmp shrinks with a smaller memory, unless its size is set', async () => {
  await fn(ctx, 'shrunk', undefined, { memoryMb: 256, tmpMb: 100 })
  const to = (settings: object) => updateFunction({ ctx, input: { fn: 'shrunk', ...settings } })
  expect(await refusal(to({ memoryMb: 100, tmpMb: 100 }))).toContain('100 of 100 MB')
  expect(await to({ memoryMb: 128 })).toMatchObject({ memoryMb: 128, tmpMb: 100 })
  expect(await to({ memoryMb: 100 })).toMatchObject({ memoryMb: 100, tmpMb: 50 })
  expect(await to({ memoryMb: 512 })).toMatchObject({ memoryMb: 512, tmpMb: 50 })
})

describe('secrets', () => {
  beforeAll(async () => {
    await fn(ctx, 'sealed', undefined, { secrets: { TOKEN: SECRET, OTHER: 'another secret' } })
  })

  test('reach the function and can never be read back', async () => {
    expect(revisionOf('sealed', 'draft').secrets).toEqual({ TOKEN: SECRET, OTHER: 'another secret' })
    await publishVersion({ ctx, input: { fn: 'sealed', description: '' } })
    await updateFunction({ ctx, input: { fn: 'sealed', secrets: { TOKEN: `${SECRET}!` } } })
    const told = await Promise.all([
      getFunction({ ctx, input: { fn: 'sealed' } }),
      getDraft({ ctx, input: { fn: 'sealed' } }),
      getVersion({ ctx, input: { fn: 'sealed', version: 1 } }),
      listAudit({ ctx: as(platform, ROOT), input: { limit: 200 } }),
    ])
    expect(told[0]).toMatchObject({ secrets: ['OTHER', 'TOKEN'] })
    expect(told[1].configuration.secrets).toEqual(['OTHER', 'TOKEN'])
    expect(told[2].configuration.secrets).toEqual(['OTHER', 'TOKEN'])
    expect(told[3].items.map(({ after }) => after)).toContainEqual(
      expect.objectContaining({ secretsSet: ['TOKEN'], secretsRemoved: [] }),
    )
    expect(JSON.stringify(told)).not.toContain(SECRET)
    const tables = await Promise.all(
      ['drafts', 'versions', 'audit_entries', 'functions'].map((table) =>
        rowsOf(platform.db, sql`select t::text from ${sql.identifier(table)} t`),
      ),
    )
    expect(JSON.stringify(tables)).not.toContain(SECRET)
  })

  test('are set and removed one by one, and versions keep theirs', async () => {
    const input = { fn: 'sealed', secrets: { OTHER: null, NEW: 'a third one' } }
    expect((await updateFunction({ ctx, input })).secrets).toEqual(['NEW', 'TOKEN'])
    expect(revisionOf('sealed', 'draft').secrets).toEqual({ TOKEN: `${SECRET}!`, NEW: 'a third one' })
    expect(revisionOf('sealed', '1').secrets).toEqual({ TOKEN: SECRET, OTHER: 'another secret' })
  })

  test('stay when the code is saved', async () => {
    const before = revisionOf('sealed', 'draft')
    const { configuration, revision } = await putDraft({ ctx, input: { fn: 'sealed', files: { 'index.mjs': '//' } } })
    expect(configuration.secrets).toEqual(['NEW', 'TOKEN'])
    expect(revisionOf('sealed', 'draft')).toMatchObject({ id: revision, secrets: before.secrets })
    expect(revision).not.toBe(before.id)
  })

  test('make another revision exactly when a value changes', async () => {
    await fn(ctx, 'rotated', undefined, { secrets: { KEY: 'one' } })
    const id = () => revisionOf('rotated', 'draft').id
    const first = id()
    await updateFunction({ ctx, input: { fn: 'rotated', secrets: { KEY: 'one' } } })
    expect(id()).toBe(first)
    await updateFunction({ ctx, input: { fn: 'rotated', secrets: { KEY: 'two' } } })
    const second = id()
    expect(second).not.toBe(first)
    await updateFunction({ ctx, input: { fn: 'rotated', secrets: { KEY: 'one' } } })
    expect(id()).toBe(first)
  })

  test('move between secret and variable in one change', async () => {
    await fn(ctx, 'moved', undefined, { environment: { KEY: 'plain' } })
    const hidden = { fn: 'moved', environment: {}, secrets: { KEY: 'hidden' } }
    expect(await updateFunction({ ctx, input: hidden })).toMatchObject({ environment: {}, secrets: ['KEY'] })
    const shown = { fn: 'moved', environment: { KEY: 'plain' }, secrets: { KEY: null } }
    expect(await updateFunction({ ctx, input: shown })).toMatchObject({ environment: { KEY: 'plain' }, secrets: [] })
  })

  test('sealed with another key do not stop other functions from loading, and are never left out silently', async () => {
    const lines: object[] = []
    const elsewhere = await openTestPlatform({ databaseUrl: platform.databaseUrl, log: (line) => lines.push(line) })
    const sealed = elsewhere.routes.find('configured', 'sealed')!
    expect(sealed.unreadable.has(sealed.draft.id)).toBe(true)
    const plain = elsewhere.routes.find('configured', 'plain')!
    expect(plain.unreadable.has(plain.draft.id)).toBe(false)
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: expect.stringMatching(/Secrets/) }))
    await elsewhere.close()
  })
})

test('every setting that changes how a function runs makes another revision', async () => {
  await fn(ctx, 'revised', undefined, { memoryMb: 512 })
  const seen = new Set([revisionOf('revised', 'draft').id])
  const changes = [
    { runtime: 'nodejs22' },
    { handler: 'index.other' },
    { memoryMb: 1024 },
    { timeoutSeconds: 9 },
    { environment: { A: '1' } },
    { secrets: { B: '1' } },
    { scaling: { idleTimeoutSeconds: 5 } },
    { tmpMb: 16 },
    { cpus: 0.5 },
  ]
  for (const change of changes) {
    await updateFunction({ ctx, input: { fn: 'revised', ...change } as never })
    const { id } = revisionOf('revised', 'draft')
    expect([change, seen.has(id)]).toEqual([change, false])
    seen.add(id)
  }
  await updateFunction({ ctx, input: { fn: 'revised', description: 'said anew', rightSizing: { mode: 'advise' } } })
  expect(seen.has(revisionOf('revised', 'draft').id)).toBe(true)
})

test('egress and storage of the space reach every revision in it, and their change is audited', async () => {
  const egress = { mode: 'allow' as const, allow: ['api.example.org:443', '10.1.0.0/16'] }
  const updated = await updateSpace({ ctx, input: { egress, storageMb: 64 } })
  expect(updated).toMatchObject({ egress, storageMb: 64 })
  expect(revisionOf('plain', 'draft')).toMatchObject({ egress, storageMb: 64 })
  expect(revisionOf('sealed', '1')).toMatchObject({ egress, storageMb: 64 })
  const { items } = await listAudit({ ctx: as(platform, ROOT), input: { limit: 1 } })
  expect(items[0]).toMatchObject({ action: 'spaces:update', after: { egress, storageMb: 64 } })
})

test('only an administrator of the installation opens private addresses; admins of a space may keep open ones', async () => {
  const anna = await person(platform, 'anna')
  const own = await space(platform, 'guarded', { grants: { [anna.kind === 'account' ? anna.id : '']: 'admin' } })
  const hers = await authorize({ ctx: as(platform, anna), action: 'spaces:write', space: 'guarded' })
  const open = (ctx: SpaceCtx, ...allow: string[]) => updateSpace({ ctx, input: { egress: { mode: 'allow', allow } } })

  await open(hers, 'api.example.org')
  // A key that may create spaces is not an administrator.
  const maker = as(platform, { ...ROOT, actions: ['spaces:write'] } as typeof ROOT)
  const input = (allow: string[]) => CreateSpace.parse({ name: 'made-open', egress: { mode: 'allow', allow } })
  expect(await refusal(createSpace({ ctx: maker, input: input(['10.0.0.0/8']) }))).toMatch(/^Forbidden: Only an admin/)
  expect(await refusal(createSpace({ ctx: maker, input: input(['api.example.org']) }))).toBe('ok')

  await expect(open(hers, 'api.example.org', '0.0.0.0/0')).rejects.toMatchObject({
    code: 'Forbidden',
    message: 'Only an administrator of Alcove may let functions reach private addresses: 0.0.0.0/0',
  })
  await open(own, '10.1.2.3:5432')
  expect(await open(hers, '10.1.2.3:5432', 'api.example.org')).toMatchObject({
    egress: { allow: ['10.1.2.3:5432', 'api.example.org'] },
  })
})

test('a listener learns of every change of a function, and of its deletion', async () => {
  const received: [string, string | null][] = []
  platform.routes.onChange((id, route) => received.push([id, route?.draft.id ?? null]))
  const { id, draft } = await fn(ctx, 'followed')
  const { draft: changed } = await updateFunction({ ctx, input: { fn: 'followed', memoryMb: 256 } })
  await platform.routes.reload()
  await platform.db.execute(sql`delete from functions where id = ${id}`)
  await platform.routes.reload()
  const mine = received.filter(([of]) => of === id).map(([, revision]) => revision)
  expect([...new Set(mine)]).toEqual([draft.revision, changed.revision, null])
})
