import type { Draft, Files } from '@alcove/contract'
import { applyBackup, baseOf, type DraftBackup, type KeptBackup } from './backup.ts'
import { contentAt, type FileContent, sameContent, sameFiles } from '../../files/files.ts'
import { mergeFiles } from './merge.ts'

export type SaveState =
  | { kind: 'saved'; at: string }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed'; error: Error }
  | { kind: 'conflict'; theirs: Draft }

export interface DraftSnapshot {
  /** The server's state as last received. */
  base: Files
  codeHash: string
  /** The text on the screen. */
  files: Files
  save: SaveState
  /** This browser has a copy of what is not saved, which survives the tab. */
  kept: boolean
  /** When restored edits were made; null when none were restored. */
  restoredFrom: string | null
  /** The save of someone else that these edits were last merged with. */
  merged: Draft | null
}

export interface DraftServer {
  load(): Promise<Draft>
  /** Rejects with `isConflict(error)` when the server's code is no longer `codeHash`. */
  save(files: Files, codeHash: string): Promise<Draft>
  isConflict(error: Error): boolean
}

interface Options {
  draft: Draft
  server: DraftServer
  backup: DraftBackup
  /** Idle time before edits are saved automatically. */
  delayMs?: number
  /** Wait before a failed save is retried automatically. */
  retryMs?: number
}

/**
 * One person's edits of a draft. Every save names the code it is based on. If the server has other code by then, both
 * sides' edits are merged and saved. Where both changed the same lines, nothing is written and nothing is lost: both
 * sides stay in `conflict` until someone chooses.
 */
export class DraftSession {
  #snapshot: DraftSnapshot
  readonly #server: DraftServer
  readonly #backup: DraftBackup
  readonly #delayMs: number
  readonly #retryMs: number
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #inFlight: Promise<boolean> | undefined
  /** The first and the last state sent since the last answer: the server may have stored either. */
  #unanswered: Files[] = []

  constructor({ draft, server, backup, delayMs = 1_500, retryMs = 10_000 }: Options) {
    this.#server = server
    this.#backup = backup
    this.#delayMs = delayMs
    this.#retryMs = retryMs
    const { kept, files } = restore(draft, backup)
    const moved = kept !== null && kept.codeHash !== draft.codeHash
    this.#snapshot = {
      base: moved ? baseOf(draft.files, kept) : draft.files,
      merged: null,
      codeHash: kept ? kept.codeHash : draft.codeHash,
      files,
      save: kept ? { kind: 'unsaved' } : { kind: 'saved', at: draft.savedAt },
      kept: true,
      restoredFrom: kept ? kept.at : null,
    }
  }

  readonly snapshot = (): DraftSnapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  get clean(): boolean {
    return this.#snapshot.save.kind === 'saved'
  }

  write(path: string, content: FileContent): void {
    if (sameContent(contentAt(this.#snapshot.files, path), content)) return
    this.replace({ ...this.#snapshot.files, [path]: content })
  }

  /** Shows these files, and saves them with the next save. */
  replace(files: Files): void {
    const { save, base, codeHash } = this.#snapshot
    const waiting = save.kind === 'conflict' || save.kind === 'saving'
    const kept = this.#backup.write(codeHash, base, files)
    this.#set({ files, save: waiting ? save : { kind: 'unsaved' }, kept })
    if (save.kind !== 'conflict') this.#schedule(this.#delayMs)
  }

  /** Shows the server's newer code if nothing here is unsaved. Ignores an answer that a save has overtaken. */
  adopt(draft: Draft): void {
    const { save, codeHash } = this.#snapshot
    if (save.kind === 'saved' && draft.codeHash !== codeHash && draft.savedAt >= save.at) this.take(draft)
  }

  /** Shows the server's code, and drops what is on the screen. */
  take(draft: Draft): void {
    clearTimeout(this.#timer)
    this.#set({ base: draft.files, files: draft.files, codeHash: draft.codeHash })
    this.#settle(draft)
  }

  /** True when the server has what is on the screen. Concurrent callers share one request. */
  async save(): Promise<boolean> {
    clearTimeout(this.#timer)
    while (this.#inFlight) await this.#inFlight
    if (this.clean) return true
    if (this.#snapshot.save.kind === 'conflict') return false
    this.#inFlight = this.#send().finally(() => (this.#inFlight = undefined))
    return this.#inFlight
  }

  /** Ends a conflict. `files` is the choice, made with knowledge of `theirs`. */
  resolve(theirs: Draft, files: Files): Promise<boolean> {
    const kept = this.#backup.write(theirs.codeHash, theirs.files, files)
    this.#set({ base: theirs.files, codeHash: theirs.codeHash, files, save: { kind: 'unsaved' }, kept })
    if (sameFiles(theirs.files, files)) {
      this.#settle(theirs)
      return Promise.resolve(true)
    }
    return this.save()
  }

  dismissRestored(): void {
    this.#set({ restoredFrom: null })
  }

  async #send(): Promise<boolean> {
    const { files, codeHash } = this.#snapshot
    this.#set({ save: { kind: 'saving' } })
    try {
      const draft = await this.#server.save(files, codeHash)
      this.#unanswered = []
      this.#set({ base: files, codeHash: draft.codeHash })
      if (this.#snapshot.files !== files) {
        const kept = this.#backup.write(draft.codeHash, files, this.#snapshot.files)
        this.#set({ save: { kind: 'unsaved' }, kept })
        this.#schedule(this.#delayMs)
        return false
      }
      this.#settle(draft)
      return true
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause))
      if (this.#server.isConflict(error)) return this.#conflict()
      this.#unanswered = [this.#unanswered[0] ?? files, files]
      return this.#fail(error)
    }
  }

  async #conflict(): Promise<boolean> {
    try {
      const theirs = await this.#server.load()
      if (sameFiles(theirs.files, this.#snapshot.files)) {
        this.#set({ base: theirs.files, codeHash: theirs.codeHash })
        this.#settle(theirs)
        return true
      }
      const { base: before, files, merged } = this.#snapshot
      const own = this.#unanswered.some((sent) => sameFiles(sent, theirs.files))
      const merge = mergeFiles(own ? theirs.files : before, files, theirs.files)
      if (merge.conflicts.length > 0) {
        this.#set({ save: { kind: 'conflict', theirs } })
        return false
      }
      const kept = this.#backup.write(theirs.codeHash, theirs.files, merge.files)
      const base = { base: theirs.files, codeHash: theirs.codeHash }
      this.#set({ ...base, files: merge.files, merged: own ? merged : theirs, kept })
      return this.#send()
    } catch (cause) {
      return this.#fail(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }

  #fail(error: Error): boolean {
    this.#set({ save: { kind: 'failed', error } })
    this.#schedule(this.#retryMs)
    return false
  }

  #settle(draft: Draft): void {
    this.#backup.clear()
    this.#set({ save: { kind: 'saved', at: draft.savedAt }, restoredFrom: null })
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), delayMs)
  }

  #set(change: Partial<DraftSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/**
 * The newest edits that the server does not have, merged with those of other tabs. Edits of the same lines stay in the
 * storage: they are restored the next time, and then the conflict with what was saved is shown.
 */
function restore(draft: Draft, backup: DraftBackup): { kept: KeptBackup | null; files: Files } {
  let newest: KeptBackup | null = null
  let { files } = draft
  for (const kept of backup.read()) {
    const edited = applyBackup(draft.files, kept)
    if (!sameFiles(edited, draft.files)) {
      const merge = newest ? mergeFiles(baseOf(draft.files, kept), files, edited) : { files: edited, conflicts: [] }
      if (merge.conflicts.length > 0) continue
      newest ??= kept
      files = merge.files
    }
    backup.take(kept)
  }
  if (!newest) backup.clear()
  return { kept: newest, files }
}
