import type { Draft, Files } from '@alcove/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draftBackup } from './backup.ts'
import { type DraftServer, DraftSession } from './session.ts'

class Conflict extends Error {}

/** The API's rule in memory: a save names the code it is based on. The text is its own hash. */
function serverWith(files: Files) {
  let draft = draftOf(files)
  let reachable = true
  let answering = true
  return {
    get draft() {
      return draft
    },
    put: (next: Files) => void (draft = draftOf(next)),
    disconnect: () => void (reachable = false),
    loseAnswers: () => void (answering = false),
    reconnect: () => void (reachable = answering = true),
    port: {
      load: async () => draft,
      async save(next, codeHash) {
        if (!reachable) throw new Error('Alcove does not answer')
        if (codeHash !== draft.codeHash) throw new Conflict()
        draft = draftOf(next)
        if (!answering) throw new Error('Alcove does not answer')
        return draft
      },
      isConflict: (error) => error instanceof Conflict,
    } satisfies DraftServer,
  }
}

const draftOf = (files: Files) =>
  ({ files, codeHash: JSON.stringify(files), savedAt: '2026-11-21T09:30:00.000Z', savedBy: 'Mei' }) as unknown as Draft

function memory(): Storage {
  const values = new Map<string, string>()
  return {
    get length() {
      return values.size
    },
    key: (index: number) => [...values.keys()][index] ?? null,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as Storage
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open(server: ReturnType<typeof serverWith>, storage = memory()) {
  return new DraftSession({
    draft: server.draft,
    server: server.port,
    backup: draftBackup({ account: 'mei', space: 'shop', fn: 'checkout' }, storage),
  })
}

describe('DraftSession', () => {
  it('saves by itself when the typing stops', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    session.write('index.mjs', 'two')
    expect(session.snapshot().save.kind).toBe('unsaved')
    await vi.runAllTimersAsync()
    expect(server.draft.files).toEqual({ 'index.mjs': 'two' })
    expect(session.snapshot().save.kind).toBe('saved')
  })

  it('writes nothing and drops nothing when someone else saved first', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    session.write('index.mjs', 'mine')
    server.put({ 'index.mjs': 'theirs' })
    expect(await session.save()).toBe(false)
    expect(session.snapshot()).toMatchObject({
      files: { 'index.mjs': 'mine' },
      save: { kind: 'conflict', theirs: { files: { 'index.mjs': 'theirs' } } },
    })
    expect(server.draft.files).toEqual({ 'index.mjs': 'theirs' })
  })

  it('merges with what someone else saved first, and saves both', async () => {
    const server = serverWith({ 'index.mjs': 'one\ntwo\nthree', 'lib.mjs': 'lib' })
    const session = open(server)
    session.write('index.mjs', 'one\ntwo\nmine')
    server.put({ 'index.mjs': 'theirs\ntwo\nthree', 'lib.mjs': 'theirs' })
    expect(await session.save()).toBe(true)
    expect(server.draft.files).toEqual({ 'index.mjs': 'theirs\ntwo\nmine', 'lib.mjs': 'theirs' })
    expect(session.snapshot()).toMatchObject({ files: server.draft.files, merged: { savedBy: 'Mei' } })
  })

  it('merges edits brought back after a crash with what was saved since', async () => {
    const server = serverWith({ 'index.mjs': 'one\ntwo\nthree', 'lib.mjs': 'lib' })
    const storage = memory()
    open(server, storage).write('index.mjs', 'one\ntwo\nmine')
    server.put({ 'index.mjs': 'theirs\ntwo\nthree', 'new.mjs': 'new' })
    expect(await open(server, storage).save()).toBe(true)
    expect(server.draft.files).toEqual({ 'index.mjs': 'theirs\ntwo\nmine', 'new.mjs': 'new' })
  })

  it('brings back the edits of two tabs that crashed while the server did not answer', async () => {
    const server = serverWith({ 'index.mjs': 'one\ntwo\nthree', 'lib.mjs': 'lib' })
    const storage = memory()
    const [left, right] = [open(server, storage), open(server, storage)]
    left.write('index.mjs', 'left\ntwo\nthree')
    right.replace({ 'index.mjs': 'one\ntwo\nright', 'lib.mjs': 'right' })
    const returned = open(server, storage)
    expect(returned.snapshot().restoredFrom).not.toBeNull()
    expect(await returned.save()).toBe(true)
    expect(server.draft.files).toEqual({ 'index.mjs': 'left\ntwo\nright', 'lib.mjs': 'right' })
    expect(storage.length).toBe(0)
  })

  it('keeps the edits of a second tab in the same lines for the next time, and shows the conflict then', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const storage = memory()
    const [left, right] = [open(server, storage), open(server, storage)]
    left.write('index.mjs', 'left')
    vi.setSystemTime(Date.now() + 1000)
    right.write('index.mjs', 'right')
    expect(await open(server, storage).save()).toBe(true)
    expect(server.draft.files).toEqual({ 'index.mjs': 'right' })
    const next = open(server, storage)
    expect(await next.save()).toBe(false)
    expect(next.snapshot()).toMatchObject({ files: { 'index.mjs': 'left' }, save: { kind: 'conflict' } })
  })

  it('leaves what a tab that is still open wrote since', async () => {
    const server = serverWith({ 'index.mjs': 'one', 'lib.mjs': 'lib' })
    const storage = memory()
    const typing = open(server, storage)
    typing.write('index.mjs', 'two')
    const other = open(server, storage)
    typing.write('lib.mjs', 'more')
    expect(await other.save()).toBe(true)
    expect(open(server, storage).snapshot().files).toEqual({ 'index.mjs': 'two', 'lib.mjs': 'more' })
  })

  it('takes what was chosen to the server once a conflict is resolved', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    session.write('index.mjs', 'mine')
    server.put({ 'index.mjs': 'theirs' })
    await session.save()
    expect(await session.resolve(server.draft, { 'index.mjs': 'both' })).toBe(true)
    expect(server.draft.files).toEqual({ 'index.mjs': 'both' })
  })

  it('sees no conflict when both sides wrote the same', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    session.write('index.mjs', 'same')
    server.put({ 'index.mjs': 'same' })
    expect(await session.save()).toBe(true)
  })

  it('says when the browser has no room for a copy of the edits', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const full = memory()
    const session = open(server, full)
    session.write('index.mjs', 'two')
    expect(session.snapshot().kept).toBe(true)
    full.setItem = () => {
      throw new DOMException('exceeded', 'QuotaExceededError')
    }
    session.write('index.mjs', 'three')
    expect(session.snapshot()).toMatchObject({ files: { 'index.mjs': 'three' }, kept: false })
    expect(await session.save()).toBe(true)
  })

  it('keeps the edits of several people in one browser apart', () => {
    const storage = memory()
    const backups = ['mei', 'priya'].map((account) => draftBackup({ account, space: 'shop', fn: 'checkout' }, storage))
    backups[0]!.write('hash', {}, { 'index.mjs': 'of mei' })
    expect(backups.map((backup) => backup.read().length)).toEqual([1, 0])
  })

  it('keeps trying after a failed save', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    server.disconnect()
    session.write('index.mjs', 'two')
    expect(await session.save()).toBe(false)
    expect(session.snapshot().save.kind).toBe('failed')
    server.reconnect()
    await vi.runAllTimersAsync()
    expect(server.draft.files).toEqual({ 'index.mjs': 'two' })
  })

  it('knows its own save again whose answer was lost, and asks nothing', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    server.loseAnswers()
    session.write('index.mjs', 'two')
    expect(await session.save()).toBe(false)
    session.write('index.mjs', 'two and more')
    expect(await session.save()).toBe(false)
    server.reconnect()
    expect(await session.save()).toBe(true)
    expect(server.draft.files).toEqual({ 'index.mjs': 'two and more' })
    expect(session.snapshot()).toMatchObject({ save: { kind: 'saved' }, merged: null })
  })

  it('saves what is typed during a save with the next one', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    session.write('index.mjs', 'two')
    const saving = session.save()
    session.write('index.mjs', 'three')
    await saving
    await vi.runAllTimersAsync()
    expect(server.draft.files).toEqual({ 'index.mjs': 'three' })
  })

  it('brings unsaved edits back after a crash, deletions included', () => {
    const server = serverWith({ 'index.mjs': 'one', 'old.mjs': 'x' })
    const storage = memory()
    const crashed = open(server, storage)
    crashed.replace({ 'index.mjs': 'two' })
    const { files, save, restoredFrom } = open(server, storage).snapshot()
    expect(files).toEqual({ 'index.mjs': 'two' })
    expect(save.kind).toBe('unsaved')
    expect(restoredFrom).not.toBeNull()
  })

  it('asks before brought-back edits overwrite what was saved since', async () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const storage = memory()
    open(server, storage).write('index.mjs', 'two')
    server.put({ 'index.mjs': 'theirs' })
    const session = open(server, storage)
    expect(await session.save()).toBe(false)
    expect(session.snapshot().save.kind).toBe('conflict')
  })

  it('ignores an answer that a save has overtaken while edits wait', () => {
    const server = serverWith({ 'index.mjs': 'one' })
    const session = open(server)
    session.write('index.mjs', 'two')
    session.adopt(draftOf({ 'index.mjs': 'older' }))
    expect(session.snapshot().files).toEqual({ 'index.mjs': 'two' })
  })
})
