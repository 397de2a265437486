import { CreateFunction } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createFunction,
  deleteAlias,
  deleteFunction,
  deleteSpace,
  removeTrashedSpace,
  deleteTrigger,
  deleteVersion,
  forgetEditor,
  getAlias,
  getDraft,
  getDraftArchive,
  getDraftSave,
  getFunction,
  getVersion,
  listAliases,
  listDraftSaves,
  listFunctions,
  listVersions,
  newId,
  noteEditor,
  publishVersion,
  putAlias,
  putDraft,
  putTrigger,
  resolveQualifier,
  restoreDraft,
  sweepBlobs,
  sweepDraftSaves,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { codeOf, fn, recordOf, space, stored } from './scene.ts'
import { rawZip } from './zip.ts'

let platform: TestPlatform
let now = Date.now()
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'code')
})
afterAll(() => platform.close())

const blobs = async () => {
  const hashes: string[] = []
  for await (const { hash } of platform.blobs.list()) hashes.push(hash)
  return hashes
}

describe('a draft', () => {
  test('is read as it was saved, text as text and bytes as base64', async () => {
    await fn(ctx, 'draft')
    const files = { 'index.mjs': 'export const handler = () => "é\u2028"', 'a/data.bin': { base64: 'AAEC/w==' } }
    const saved = await putDraft({ ctx, input: { fn: 'draft', files } })
    const draft = await getDraft({ ctx, input: { fn: 'draft' } })
    expect(draft.files).toEqual(files)
    expect(draft).toEqual(saved)
    expect(platform.routes.find('code', 'draft')?.draft).toMatchObject({ id: saved.revision, codeHash: saved.codeHash })
  })

  test('keeps every state that a save replaced for 30 days, and restores one without losing the last', async () => {
    const input = { fn: 'kept' }
    await fn(ctx, 'kept', { 'index.mjs': 'one', 'lib/a.mjs': 'a' })
    for (const text of ['two', 'two', 'three']) {
      now += 1000
      await putDraft({ ctx, input: { ...input, files: { 'index.mjs': text, 'b.mjs': 'b' } } })
    }
    const history = async () => (await listDraftSaves({ ctx, input: { ...input, limit: 10 } })).items
    const [latest, two, one] = await history()
    expect(await history()).toHaveLength(3)
    expect(latest).toMatchObject({
      id: null,
      change: { files: [{ path: 'index.mjs', kind: 'changed', lines: { added: 1, removed: 1 } }] },
    })
    expect(two!.change!.files.map(({ path, kind, lines }) => [path, kind, lines])).toEqual([
      ['b.mjs', 'added', { added: 1, removed: 0 }],
      ['index.mjs', 'changed', { added: 1, removed: 1 }],
      ['lib/a.mjs', 'removed', { added: 0, removed: 1 }],
    ])
    expect(one!.change).toBeNull()
    const { items, nextCursor } = await listDraftSaves({ ctx, input: { ...input, limit: 1 } })
    expect(items.map(({ id }) => id)).toEqual([null, two!.id])
    const next = await listDraftSaves({ ctx, input: { ...input, limit: 1, cursor: nextCursor! } })
    expect(next).toMatchObject({ items: [{ id: one!.id }], nextCursor: null })

    // Nothing but the history refers to the first package any more.
    now += 2 * 3600_000
    await sweepBlobs(platform)
    const save = one!.id!
    expect((await getDraftSave({ ctx, input: { ...input, save } })).files['index.mjs']).toBe('one')
    const stale = restoreDraft({ ctx, input: { ...input, save, expected: [two!.codeHash] } })
    expect(await codeOf(stale)).toBe('PreconditionFailed')
    const restored = await restoreDraft({ ctx, input: { ...input, save, expected: [latest!.codeHash] } })
    expect(restored.files).toEqual({ 'index.mjs': 'one', 'lib/a.mjs': 'a' })
    const after = await history()
    expect(after.map(({ codeHash }) => codeHash)).toEqual([one, latest, two, one].map((each) => each!.codeHash))
    expect(after[0]!.change!.restored).toBe(one!.savedAt)
    await fn(ctx, 'other')
    expect(await codeOf(getDraftSave({ ctx, input: { fn: 'other', save } }))).toBe('NotFound')

    now += 31 * 24 * 3600_000
    await sweepDraftSaves(platform)
    await sweepBlobs(platform)
    expect(await history()).toHaveLength(1)
    expect(await blobs()).not.toContain(two!.codeHash)
    now = Date.now()
  })

  test('shows who else has it open, until the tab closes or falls silent', async () => {
    await fn(ctx, 'open')
    const at = (tab: string, who: SpaceCtx, file: string | null = 'index.mjs') =>
      noteEditor({ ctx: who, input: { fn: 'open', tab, file, line: 3 } })
    const priya: SpaceCtx = { ...ctx, actor: { ...ctx.actor, kind: 'key', id: newId(), name: 'priya' } as never }
    const [mine, hers] = [newId(), newId()]
    expect((await at(mine, ctx)).items).toEqual([])
    expect((await at(hers, priya)).items).toMatchObject([{ tab: mine, file: 'index.mjs', line: 3 }])
    // A tab belongs to who opened it.
    await at(mine, priya, null)
    await forgetEditor({ ctx: priya, input: { fn: 'open', tab: mine } })
    expect((await at(hers, priya)).items).toMatchObject([{ tab: mine, file: 'index.mjs' }])
    await forgetEditor({ ctx, input: { fn: 'open', tab: mine } })
    expect((await at(hers, priya)).items).toEqual([])
    await platform.pool.query("update draft_editors set seen_at = now() - interval '11 seconds'")
    expect((await at(mine, ctx)).items).toEqual([])
  })

  test('saved twice unchanged is the same revision, and a changed setting makes another', async () => {
    await fn(ctx, 'same', { 'b.mjs': '2', 'index.mjs': '1' })
    const first = await getDraft({ ctx, input: { fn: 'same' } })
    const again = await putDraft({ ctx, input: { fn: 'same', files: { 'index.mjs': '1', 'b.mjs': '2' } } })
    expect(again.revision).toBe(first.revision)
    await updateFunction({ ctx, input: { fn: 'same', memoryMb: 512, environment: { B: '2', A: '1' } } })
    const changed = await getDraft({ ctx, input: { fn: 'same' } })
    expect(changed.codeHash).toBe(first.codeHash)
    expect(changed.revision).not.toBe(first.revision)
    await updateFunction({ ctx, input: { fn: 'same', environment: { A: '1', B: '2' } } })
    expect((await getDraft({ ctx, input: { fn: 'same' } })).revision).toBe(changed.revision)
  })

  test('that someone else saved meanwhile is not overwritten: of ten saves over one reading, one wins', async () => {
    await fn(ctx, 'contested')
    const { codeHash } = await getDraft({ ctx, input: { fn: 'contested' } })
    const saves = Array.from({ length: 10 }, (_, n) =>
      codeOf(putDraft({ ctx, input: { fn: 'contested', files: { 'index.mjs': `${n}` }, expected: [codeHash] } })),
    )
    expect((await Promise.all(saves)).toSorted()).toEqual([...Array<string>(9).fill('PreconditionFailed'), 'ok'])
    expect(
      await codeOf(putDraft({ ctx, input: { fn: 'contested', files: { 'index.mjs': 'x' }, expected: 'any' } })),
    ).toBe('ok')
  })

  test('can be a zip, and a bad one leaves the draft as it was', async () => {
    await fn(ctx, 'zipped')
    const archive = rawZip([{ name: 'index.mjs', content: Buffer.from('export const handler = 1') }])
    const saved = await putDraft({ ctx, input: { fn: 'zipped', archive } })
    expect(saved.files).toEqual({ 'index.mjs': 'export const handler = 1' })
    expect(await codeOf(putDraft({ ctx, input: { fn: 'zipped', archive: rawZip([{ name: '../x' }]) } }))).toBe(
      'InvalidPackage',
    )
    expect((await getDraft({ ctx, input: { fn: 'zipped' } })).codeHash).toBe(saved.codeHash)
    expect((await getDraftArchive({ ctx, input: { fn: 'zipped' } })).subarray(0, 2).toString()).toBe('PK')
  })
})

describe('a function', () => {
  test('has a name of its own in its space, and can be renamed', async () => {
    const { id } = await fn(ctx, 'named')
    expect(await codeOf(fn(ctx, 'named'))).toBe('AlreadyExists')
    await fn(ctx, 'taken')
    expect(await codeOf(updateFunction({ ctx, input: { fn: 'named', name: 'taken' } }))).toBe('AlreadyExists')
    await updateFunction({ ctx, input: { fn: 'named', name: 'renamed', description: 'new' } })
    expect(platform.routes.find('code', 'named')).toBeUndefined()
    expect(platform.routes.find('code', 'renamed')?.functionId).toBe(id)
    expect(await getFunction({ ctx, input: { fn: 'renamed' } })).toMatchObject({ id, description: 'new' })
  })

  test('of another space is absent, by every verb', async () => {
    const other = await space(platform, 'elsewhere')
    await fn(other, 'secret')
    await publishVersion({ ctx: other, input: { fn: 'secret', description: '' } })
    const attempts = [
      getFunction({ ctx, input: { fn: 'secret' } }),
      getDraft({ ctx, input: { fn: 'secret' } }),
      getVersion({ ctx, input: { fn: 'secret', version: 1 } }),
      listVersions({ ctx, input: { fn: 'secret', limit: 10 } }),
      publishVersion({ ctx, input: { fn: 'secret', description: '' } }),
      putAlias({ ctx, input: { fn: 'secret', alias: 'live', version: 1 } }),
      deleteFunction({ ctx, input: { fn: 'secret' } }),
    ]
    expect(await Promise.all(attempts.map(codeOf))).toEqual(Array(7).fill('NotFound'))
  })

  test('refuses an environment that is too large or holds NUL', async () => {
    const configuration = {
      name: 'env',
      description: '',
      runtime: 'nodejs24',
      handler: 'index.handler',
      memoryMb: 128,
      timeoutSeconds: 5,
    } as const
    const big = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`V${n}`, 'x'.repeat(4_000)]))
    for (const environment of [big, { A: 'a\0b' }]) {
      expect(
        await codeOf(createFunction({ ctx, input: CreateFunction.parse({ ...configuration, environment }) })),
      ).toBe('ValidationFailed')
    }
    expect(
      await codeOf(createFunction({ ctx, input: CreateFunction.parse({ ...configuration, description: 'a\0b' }) })),
    ).toBe('ValidationFailed')
  })

  test('pages of a list do not shift when functions are created meanwhile', async () => {
    const paged = await space(platform, 'paged')
    for (const name of ['b', 'd', 'f', 'h']) await fn(paged, name)
    const first = await listFunctions({ ctx: paged, input: { limit: 2 } })
    await fn(paged, 'a')
    await fn(paged, 'e')
    const second = await listFunctions({ ctx: paged, input: { limit: 2, cursor: first.nextCursor! } })
    const third = await listFunctions({ ctx: paged, input: { limit: 2, cursor: second.nextCursor! } })
    expect([first, second, third].map((page) => page.items.map((item) => item.name))).toEqual([
      ['b', 'd'],
      ['e', 'f'],
      ['h'],
    ])
    expect(third.nextCursor).toBeNull()
    expect((await listFunctions({ ctx: paged, input: { limit: 9, q: '%' } })).items).toEqual([])
    for (const cursor of [
      'garbage',
      '',
      Buffer.from('"../x"').toString('base64url'),
      Buffer.from('{}').toString('base64url'),
    ]) {
      expect(await codeOf(listFunctions({ ctx: paged, input: { limit: 2, cursor } }))).toBe('ValidationFailed')
    }
  })
})

describe('versions', () => {
  test('published at once get consecutive numbers, and a number is never given twice', async () => {
    await fn(ctx, 'numbered')
    const publish = () => publishVersion({ ctx, input: { fn: 'numbered', description: 'note' } })
    const published = await Promise.all(Array.from({ length: 12 }, publish))
    expect(published.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
    await deleteVersion({ ctx, input: { fn: 'numbered', version: 12 } })
    expect(await publish()).toMatchObject({ version: 13 })
    const { items, nextCursor } = await listVersions({ ctx, input: { fn: 'numbered', limit: 3 } })
    expect(items.map(({ version }) => version)).toEqual([13, 11, 10])
    const rest = await listVersions({ ctx, input: { fn: 'numbered', limit: 200, cursor: nextCursor! } })
    expect(rest.items).toHaveLength(9)
  })

  test('keep their code and settings when the draft changes', async () => {
    await fn(ctx, 'frozen', { 'index.mjs': 'one' })
    const version = await publishVersion({ ctx, input: { fn: 'frozen', description: 'first' } })
    expect(await getFunction({ ctx, input: { fn: 'frozen' } })).toMatchObject({ draft: { changedSince: null } })
    await putDraft({ ctx, input: { fn: 'frozen', files: { 'index.mjs': 'two' } } })
    await updateFunction({ ctx, input: { fn: 'frozen', timeoutSeconds: 60 } })
    expect(await getFunction({ ctx, input: { fn: 'frozen' } })).toMatchObject({
      draft: { changedSince: 1 },
      latestVersion: 1,
    })
    expect(await getVersion({ ctx, input: { fn: 'frozen', version: 1 } })).toEqual({
      ...version,
      files: { 'index.mjs': 'one' },
      omitted: [],
    })
    const route = platform.routes.find('code', 'frozen')!
    expect(route.versions.get(1)).toMatchObject({ id: version.revision, timeoutMs: 5_000 })
  })

  test('in use cannot be deleted, and the error says why', async () => {
    await fn(ctx, 'used')
    for (let n = 0; n < 3; n++) await publishVersion({ ctx, input: { fn: 'used', description: '' } })
    await putAlias({ ctx, input: { fn: 'used', alias: 'live', version: 1, additional: { version: 2, weight: 0.1 } } })
    const trigger = { fn: 'used', type: 'http', enabled: true, config: { auth: 'none' } } as const
    await putTrigger({ ctx, input: { ...trigger, trigger: 'pinned', qualifier: '3' } })
    await putTrigger({ ctx, input: { ...trigger, trigger: 'web', qualifier: 'live' } })
    const reason = (version: number) =>
      deleteVersion({ ctx, input: { fn: 'used', version } }).catch((error: Error) => error.message)
    expect(await reason(1)).toBe('Cannot delete v1: alias live uses it')
    expect(await reason(2)).toBe('Cannot delete v2: alias live uses it')
    expect(await reason(3)).toBe('Cannot delete v3: trigger pinned uses it')
    await expect(deleteAlias({ ctx, input: { fn: 'used', alias: 'live' } })).rejects.toThrow(
      'Cannot delete alias live: trigger web uses it',
    )
    expect((await listAliases({ ctx, input: { fn: 'used', limit: 10 } })).items).toMatchObject([
      { name: 'live', usedBy: ['web'] },
    ])
    await deleteTrigger({ ctx, input: { fn: 'used', trigger: 'web' } })
    await deleteAlias({ ctx, input: { fn: 'used', alias: 'live' } })
    await deleteVersion({ ctx, input: { fn: 'used', version: 1 } })
    expect(platform.routes.find('code', 'used')?.versions.has(1)).toBe(false)
  })
})

describe('an alias', () => {
  test('remembers where it pointed, and its etag guards a move', async () => {
    await fn(ctx, 'moving')
    for (let n = 0; n < 2; n++) await publishVersion({ ctx, input: { fn: 'moving', description: '' } })
    const { value: first } = await putAlias({
      ctx,
      input: { fn: 'moving', alias: 'live', version: 1, description: 'Production', expected: 'none' },
    })
    expect(await codeOf(putAlias({ ctx, input: { fn: 'moving', alias: 'live', version: 2, expected: 'none' } }))).toBe(
      'PreconditionFailed',
    )
    const { value: moved } = await putAlias({
      ctx,
      input: {
        fn: 'moving',
        alias: 'live',
        version: 2,
        additional: { version: 1, weight: 0.25 },
        expected: [first.etag],
      },
    })
    expect(moved).toMatchObject({ version: 2, additional: { version: 1, weight: 0.25 }, description: 'Production' })
    expect(moved.history.map(({ version }) => version)).toEqual([2, 1])
    expect(
      await codeOf(putAlias({ ctx, input: { fn: 'moving', alias: 'live', version: 1, expected: [first.etag] } })),
    ).toBe('PreconditionFailed')
    const { items } = await listVersions({ ctx, input: { fn: 'moving', limit: 10 } })
    expect(items.map(({ aliases }) => aliases)).toEqual([
      [{ name: 'live', weight: 0.75 }],
      [{ name: 'live', weight: 0.25 }],
    ])

    await deleteAlias({ ctx, input: { fn: 'moving', alias: 'live' } })
    expect(
      await codeOf(putAlias({ ctx, input: { fn: 'moving', alias: 'live', version: 1, expected: [moved.etag] } })),
    ).toBe('PreconditionFailed')
    now += 1_000
    const { value: again } = await putAlias({ ctx, input: { fn: 'moving', alias: 'live', version: 1 } })
    expect(again.history).toHaveLength(1)
    expect(await getAlias({ ctx, input: { fn: 'moving', alias: 'live' } })).toEqual(again)
  })

  test('points at versions that exist, under a name that no version and no draft has', async () => {
    await fn(ctx, 'strict')
    expect(await codeOf(putAlias({ ctx, input: { fn: 'strict', alias: 'live', version: 1 } }))).toBe('ValidationFailed')
    await publishVersion({ ctx, input: { fn: 'strict', description: '' } })
    for (const alias of ['draft', '1', 'UPPER', '']) {
      expect(await codeOf(putAlias({ ctx, input: { fn: 'strict', alias, version: 1 } }))).toBe('ValidationFailed')
    }
  })

  test('moved under load resolves to its old or its new target at every moment, never to none', async () => {
    await fn(ctx, 'loaded')
    for (let n = 0; n < 2; n++) await publishVersion({ ctx, input: { fn: 'loaded', description: '' } })
    await putAlias({ ctx, input: { fn: 'loaded', alias: 'live', version: 1 } })
    const seen = new Set<number | null | undefined>()
    let moving = true
    const caller = (async () => {
      while (moving) {
        for (let n = 0; n < 100; n++)
          seen.add(resolveQualifier(platform.routes.find('code', 'loaded')!, 'live', n / 100)?.version)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    for (let n = 0; n < 40; n++) {
      const version = (n % 2) + 1
      await putAlias({ ctx, input: { fn: 'loaded', alias: 'live', version } })
      expect(resolveQualifier(platform.routes.find('code', 'loaded')!, 'live', 0)?.version).toBe(version)
    }
    moving = false
    await caller
    expect([...seen].toSorted()).toEqual([1, 2])
  })
})

test('another process sees a move within moments', async () => {
  await fn(ctx, 'shared')
  await publishVersion({ ctx, input: { fn: 'shared', description: '' } })
  const other = await openTestPlatform({ databaseUrl: platform.databaseUrl, blobs: platform.blobs })
  await putAlias({ ctx, input: { fn: 'shared', alias: 'live', version: 1 } })
  await expect.poll(() => other.routes.find('code', 'shared')?.aliases.get('live')).toEqual({ version: 1 })
  await deleteFunction({ ctx, input: { fn: 'shared' } })
  await expect.poll(() => other.routes.find('code', 'shared')).toBeUndefined()
  await other.close()
})

test('a process that lost its connection catches up with missed changes', async () => {
  const { id } = await fn(ctx, 'missed')
  const listener = "application_name = 'alcove-listener' and datname = current_database()"
  await platform.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${listener}`)
  await platform.pool.query("update functions set name = 'caught-up' where id = $1", [id])
  await expect.poll(() => platform.routes.find('code', 'caught-up')?.functionId).toBe(id)
})

test('a deleted space leaves no row and, once swept, no blob', async () => {
  const doomed = await space(platform, 'doomed')
  const { id } = await fn(doomed, 'gone', { 'index.mjs': 'doomed' })
  await publishVersion({ ctx: doomed, input: { fn: 'gone', description: '' } })
  await putAlias({ ctx: doomed, input: { fn: 'gone', alias: 'live', version: 1 } })
  await putTrigger({
    ctx: doomed,
    input: { fn: 'gone', trigger: 'web', type: 'http', qualifier: 'live', enabled: true, config: { auth: 'none' } },
  })
  const record = recordOf(doomed, id, { triggerName: 'web', trigger: 'http' })
  const call = { spaceId: doomed.space.id, functionId: id, function: 'gone', version: null, invocationId: record.id }
  platform.recorder.log(call, { time: Date.now(), level: 'info', message: 'last words', truncatedBytes: 0 })
  await platform.recorder.record(record)
  await stored(platform)
  const { codeHash } = await getDraft({ ctx: doomed, input: { fn: 'gone' } })

  await deleteSpace({ ctx: doomed, input: {} })
  await removeTrashedSpace({ ctx: doomed, input: { trashed: doomed.space.id } })
  // Records of calls that ran during the deletion come late, and find no function.
  await platform.recorder.record(recordOf(doomed, id))
  await stored(platform)

  const { rows: tables } = await platform.pool.query<{ table_name: string; column_name: string }>(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' and column_name in ('function_id', 'space_id') and table_name <> 'audit_entries'",
  )
  expect(tables.length).toBeGreaterThan(10)
  for (const { table_name, column_name } of tables) {
    const { rowCount } = await platform.pool.query(`select from ${table_name} where ${column_name} = any($1::uuid[])`, [
      [id, doomed.space.id],
    ])
    expect([table_name, rowCount]).toEqual([table_name, 0])
  }
  expect(platform.routes.find('doomed', 'gone')).toBeUndefined()

  expect(await sweepBlobs(platform)).toBe(0)
  expect(await blobs()).toContain(codeHash)
  now += 2 * 3600_000
  expect(await sweepBlobs(platform)).toBeGreaterThan(0)
  const left = await blobs()
  expect(left).not.toContain(codeHash)
  const { rows } = await platform.pool.query<{ code_hash: string }>(
    'select code_hash from drafts union select code_hash from draft_saves union select code_hash from versions',
  )
  expect(left.toSorted()).toEqual(rows.map((row) => row.code_hash).toSorted())
  now -= 2 * 3600_000
})
