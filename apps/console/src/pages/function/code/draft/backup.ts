import { serverNow } from '../../../../clock.ts'
import { Files } from '@alcove/contract'
import { z } from 'zod'
import { changesBetween, contentAt } from '../../files/files.ts'

/** Edits that the server has not confirmed: how they differ from the code they are based on. `null`: file deleted. */
const Backup = z.object({
  codeHash: z.string(),
  at: z.string(),
  changed: z.record(z.string(), Files.valueType.nullable()),
  /** What these files were before, to merge with what others saved since. */
  base: z.record(z.string(), Files.valueType.nullable()).default({}),
})
type Backup = z.infer<typeof Backup>

/** A backup as it was found in the storage. */
export interface KeptBackup extends Backup {
  key: string
  stored: string
}

export interface DraftBackup {
  /** What tabs of this browser left behind, the newest first. */
  read(): KeptBackup[]
  /** These edits are part of what this tab shows now, and go when it writes its own or clears. */
  take(kept: KeptBackup): void
  /** False when the storage is full or blocked: then only this tab has the edits. */
  write(codeHash: string, base: Files, files: Files): boolean
  clear(): void
}

/** Whose edits of which function. Several people may use one browser. */
interface Owner {
  account: string
  space: string
  fn: string
}

/**
 * Survives crashes, closed tabs and lost connections: every edit is stored here before it goes to the server. Each tab
 * writes a key of its own, so that two offline tabs do not overwrite each other's edits.
 */
export function draftBackup(owner: Owner, storage: Storage): DraftBackup {
  const own = `${keyOf(owner)}#${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
  let taken: KeptBackup[] = []
  const dropTaken = () => {
    // A tab that is still open may have written more since: that is not ours to remove.
    for (const { key, stored } of taken) if (storage.getItem(key) === stored) storage.removeItem(key)
    taken = []
  }
  return {
    read: () =>
      keysOf(owner, storage)
        .flatMap((key) => readKey(storage, key))
        .toSorted((a, b) => b.at.localeCompare(a.at)),
    take: (kept) => void taken.push(kept),
    write(codeHash, base, files) {
      const paths = changesBetween(base, files).map(({ path }) => path)
      const of = (state: Files) => Object.fromEntries(paths.map((path) => [path, contentAt(state, path) ?? null]))
      const backup = {
        codeHash,
        at: new Date(serverNow()).toISOString(),
        changed: of(files),
        base: of(base),
      } satisfies Backup
      try {
        storage.setItem(own, JSON.stringify(backup))
        dropTaken()
        return true
      } catch {
        return false
      }
    },
    clear() {
      storage.removeItem(own)
      dropTaken()
    },
  }
}

/** Removes the edits of every tab: the function is gone. */
export function forgetBackups(owner: Owner, storage: Storage): void {
  for (const key of keysOf(owner, storage)) storage.removeItem(key)
}

const keyOf = ({ account, space, fn }: Owner) => `alcove.draft.${account}/${space}/${fn}`

function keysOf(owner: Owner, storage: Storage): string[] {
  const all = Array.from({ length: storage.length }, (_, index) => storage.key(index)!)
  return all.filter((each) => each.startsWith(`${keyOf(owner)}#`))
}

function readKey(storage: Storage, key: string): KeptBackup[] {
  const stored = storage.getItem(key)
  if (stored === null) return []
  try {
    return [{ ...Backup.parse(JSON.parse(stored)), key, stored }]
  } catch {
    storage.removeItem(key)
    return []
  }
}

export const applyBackup = (files: Files, { changed }: Backup): Files => withChanges(files, changed)

/** What the edits were based on, as far as they go: files that nobody edited here are those of `files`. */
export const baseOf = (files: Files, { base }: Backup): Files => withChanges(files, base)

function withChanges(base: Files, changed: Backup['changed']): Files {
  const files = { ...base }
  for (const [path, content] of Object.entries(changed)) {
    if (content === null) delete files[path]
    else files[path] = content
  }
  return files
}
