import type { Draft, Files } from '@alcove/contract'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isText } from '../../files/files.ts'
import { draftBackup } from './backup.ts'
import { mergeFiles, regionsOf, resolved } from './merge.ts'
import { DraftSession } from './session.ts'

/** Whether requests reach the server, and whether its answers come back. */
type Connection = 'good' | 'cut' | 'loses answers'

/** One browser, with one tab on the draft. Each line that is typed is unlike all others. */
class Author {
  connection: Connection = 'good'
  session: DraftSession
  readonly #server: Server
  readonly #storage = new Map<string, string>()

  constructor(server: Server) {
    this.#server = server
    this.session = this.#open()
  }

  #open(): DraftSession {
    const storage = {
      getItem: (key: string) => this.#storage.get(key) ?? null,
      setItem: (key: string, value: string) => void this.#storage.set(key, value),
      removeItem: (key: string) => void this.#storage.delete(key),
      key: (index: number) => [...this.#storage.keys()][index] ?? null,
      length: this.#storage.size,
    } as Storage
    return new DraftSession({
      draft: this.#server.draft,
      backup: draftBackup({ account: 'mei', space: 'shop', fn: 'checkout' }, storage),
      server: {
        load: async () => {
          if (this.connection !== 'good') throw new Error('Alcove does not answer')
          return this.#server.draft
        },
        save: async (files, codeHash) => {
          if (this.connection === 'cut') throw new Error('Alcove does not answer')
          const draft = this.#server.save(files, codeHash)
          if (this.connection === 'loses answers') throw new Error('Alcove does not answer')
          return draft
        },
        isConflict: (error) => error instanceof Refused,
      },
    })
  }

  get files(): Files {
    return this.session.snapshot().files
  }

  /** The tab crashes, and is opened again. */
  crash(): void {
    this.session = this.#open()
  }

  /** Saves, and decides each conflict so that both sides stay. */
  async settle(): Promise<void> {
    for (let tries = 0; !(await this.session.save()); tries++) {
      if (tries > 20) throw new Error('It never settles')
      const { save, base, files } = this.session.snapshot()
      if (save.kind === 'conflict') await this.session.resolve(save.theirs, bothOf(base, files, save.theirs.files))
    }
  }
}

class Refused extends Error {}

class Server {
  draft: Draft
  #saves = 1000
  constructor(files: Files) {
    this.draft = this.#draftOf(files)
  }

  #draftOf = (files: Files) =>
    ({ files, codeHash: JSON.stringify(files), savedAt: `${this.#saves++}`, savedBy: 'Mei' }) as unknown as Draft

  save(files: Files, codeHash: string): Draft {
    if (codeHash !== this.draft.codeHash) throw new Refused()
    return (this.draft = this.#draftOf(files))
  }
}

/** What somebody chooses in the dialog who wants to keep all that was typed. */
function bothOf(base: Files, mine: Files, theirs: Files): Files {
  const { files, conflicts } = mergeFiles(base, mine, theirs)
  const decided = conflicts.map(({ path, base, mine, theirs }) => {
    if (!isText(mine) || !isText(theirs)) return [path, mine ?? theirs!] as const
    const regions = regionsOf(isText(base) ? base : '', mine, theirs)
    const text = resolved(
      regions,
      regions.map(() => 'both' as const),
    )
    return [path, text] as const
  })
  return { ...files, ...Object.fromEntries(decided) }
}

const who = fc.nat(1)
const at = fc.double({ min: 0, max: 0.999, noNaN: true })
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('type' as const), who, file: at, line: at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('save' as const), who, wait: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), who, name: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), who, file: at, name: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), who, file: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('connect' as const),
      who,
      connection: fc.constantFrom<Connection>('good', 'cut', 'loses answers'),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

const linesOf = (files: Files) =>
  Object.values(files).flatMap((content) => (isText(content) ? content.split('\n') : []))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('whatever two authors do to one draft, offline, crashed or refused, every line they typed is in it at the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps: Step[]) => {
      const server = new Server({ 'a.ts': 'a1\na2\na3\na4', 'lib/b.ts': 'b1\nb2' })
      const authors = [new Author(server), new Author(server)]
      const typed = new Set<string>()
      /** Lines that their author saw, and removed with their file. */
      const removed = new Set<string>()
      for (const [number, step] of steps.entries()) {
        const author = authors[step.who]!
        const { session, files } = author
        const paths = Object.keys(files)
        const path = 'file' in step ? paths[Math.floor(step.file * paths.length)] : undefined
        const content = path === undefined ? undefined : (files[path] as string)
        switch (step.do) {
          case 'type': {
            if (path === undefined) break
            const lines = content!.split('\n')
            lines.splice(Math.floor(step.line * (lines.length + 1)), 0, `line ${number}`)
            typed.add(`line ${number}`)
            session.write(path, lines.join('\n'))
            break
          }
          case 'create':
            if (`new${step.name}.ts` in files) break
            typed.add(`file ${number}`)
            session.write(`new${step.name}.ts`, `file ${number}`)
            break
          case 'rename': {
            const to = `renamed${step.name}.ts`
            if (path === undefined || to in files) break
            const { [path]: moved, ...others } = files
            session.replace({ ...others, [to]: moved! })
            break
          }
          case 'delete': {
            if (path === undefined) break
            const { [path]: _, ...others } = files
            for (const line of content!.split('\n')) removed.add(line)
            session.replace(others)
            break
          }
          case 'crash':
            author.crash()
            break
          case 'connect':
            author.connection = step.connection
            break
          case 'save': {
            const saving = session.save()
            if (step.wait) await saving
          }
        }
      }
      for (const author of authors) author.connection = 'good'
      for (const author of [...authors, ...authors]) await author.settle()
      const lines = linesOf(server.draft.files)
      expect([...typed].filter((line) => !removed.has(line) && !lines.includes(line))).toEqual([])
    }),
    { numRuns: 500 },
  )
})
