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

export interface DraftBackup {
  read(): Backup | null
  write(codeHash: string, base: Files, files: Files): void
  clear(): void
}

/** Survives crashes, closed tabs and lost connections: every edit is stored here before it goes to the server. */
export function draftBackup(space: string, fn: string, storage: Storage): DraftBackup {
  const key = `alcove.draft.${space}/${fn}`
  return {
    read() {
      const stored = storage.getItem(key)
      if (stored === null) return null
      try {
        return Backup.parse(JSON.parse(stored))
      } catch {
        storage.removeItem(key)
        return null
      }
    },
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
        storage.setItem(key, JSON.stringify(backup))
      } catch {
        // The storage is full or blocked. The server still gets every edit a moment later.
      }
    },
    clear: () => storage.removeItem(key),
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
