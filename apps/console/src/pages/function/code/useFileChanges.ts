import { type Files, FilePath, LIMITS } from '@alcove/contract'
import { useState } from 'react'
import { toast } from '../../../components/toast.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { contentAt, type FileContent, sameContent } from '../files/files.ts'
import type { DraftSession } from './draft/session.ts'
import type { DroppedFile } from '../../../components/dropped-files.ts'
import { contentOf } from './contentOf.ts'
import { copyName, fileAndFolder, moveFiles, movedPath, pathsAt, takenName, undoChange } from './moveFiles.ts'
import { closeFile, openFile, type OpenFiles, renameOpen } from './openFiles.ts'
import type { Store } from './store.ts'

/** Added files whose paths are taken by others. */
export interface Clash {
  paths: readonly string[]
  /** How many of the added files are new. */
  others: number
  replace(): void
  addOthers(): void
}

interface FileChangesOptions {
  session: DraftSession
  open: Store<OpenFiles>
  /** Files of the draft that are too large to show, by path. */
  omitted: ReadonlyMap<string, number>
}

/** Changes of the draft's set of files. Each says what it did, and can be undone. */
export function useFileChanges({ session, open, omitted }: FileChangesOptions) {
  const { t } = useTranslation()
  const format = useFormat()
  const replace = (after: Files, message: string, undo: (now: Files) => Files) => {
    session.replace(after)
    toast.message(message, {
      action: { label: t('common.undo'), onClick: () => session.replace(undo(session.snapshot().files)) },
    })
  }
  const change = (after: Files, message: string) => {
    const before = session.snapshot().files
    replace(after, message, (now) => undoChange(now, before, after))
  }
  const [clash, setClash] = useState<Clash | null>(null)
  const allPaths = () => [...Object.keys(session.snapshot().files), ...omitted.keys()]
  const renameTabs = (moved: readonly (readonly [from: string, to: string])[]) =>
    open.update((state) => moved.reduce((tabs, [from, to]) => renameOpen(tabs, from, to), state))
  return {
    change,
    /** Waits for an answer; null: nothing does. */
    clash,
    endClash: () => setClash(null),
    create(path: string) {
      session.write(path, '')
      open.update((state) => openFile(state, path))
    },
    /** Adds a copy beside a file, and opens it. */
    duplicate(path: string) {
      const { files } = session.snapshot()
      const copy = copyName(path, allPaths())
      change({ ...files, [copy]: contentAt(files, path)! }, t('fn.files.duplicated', { name: path, copy }))
      open.update((state) => openFile(state, copy))
    },
    /** Renames or moves a file, or a folder with all below it. */
    move(from: string, to: string) {
      const taken = takenName(allPaths(), to, from)
      if (taken !== null) {
        toast.error(t('fn.files.taken', { name: taken }))
        return
      }
      const { files } = session.snapshot()
      const moved = pathsAt(Object.keys(files), from).map((path) => [path, movedPath(path, from, to)] as const)
      replace(moveFiles(files, from, to), t('fn.files.moved', { from, to }), (now) => {
        renameTabs(moved.map(([before, after]) => [after, before]))
        return moved.reduce(
          (all, [before, after]) =>
            takenName(Object.keys(all), before, after) === null ? moveFiles(all, after, before) : all,
          now,
        )
      })
      renameTabs(moved)
    },
    remove(path: string) {
      const { files } = session.snapshot()
      const gone = new Set(pathsAt(Object.keys(files), path))
      const after = Object.fromEntries(Object.entries(files).filter(([each]) => !gone.has(each)))
      change(after, t('fn.files.deleted', { name: path }))
      open.update((state) => [...gone].reduce(closeFile, state))
    },
    /** Adds files from this computer. Asks before it replaces one. */
    async add(added: readonly DroppedFile[], folder: string) {
      const large = added.find(({ file }) => file.size > LIMITS.shownFileBytes)
      const mixed = fileAndFolder([...allPaths(), ...added.map(({ path }) => folder + path)])
      const unnamed = added.find(({ path }) => !FilePath.safeParse(folder + path).success)
      if (added.length === 0) toast.error(t('fn.files.emptyFolder'))
      else if (added.length > LIMITS.shownFiles)
        toast.error(t('fn.files.tooMany', { max: format.number(LIMITS.shownFiles) }))
      else if (large)
        toast.error(t('fn.files.tooLarge', { name: large.path, max: format.bytes(LIMITS.shownFileBytes) }))
      else if (mixed !== null) toast.error(t('fn.files.taken', { name: mixed }))
      else if (unnamed) toast.error(t('fn.files.unnamed', { name: unnamed.path }))
      else {
        const contents = await Promise.all(
          added.map(async ({ path, file }): Promise<[string, FileContent]> => [folder + path, await contentOf(file)]),
        )
        const put = (some: typeof contents) => {
          const after = { ...session.snapshot().files, ...Object.fromEntries(some) }
          change(after, t('fn.files.added', { count: some.length }))
          if (some.length === 1) open.update((state) => openFile(state, some[0]![0]))
        }
        const { files } = session.snapshot()
        const differs = ([path, content]: [string, FileContent]) =>
          omitted.has(path) || (Object.hasOwn(files, path) && !sameContent(contentAt(files, path), content))
        const paths = contents.filter(differs).map(([path]) => path)
        if (paths.length === 0) put(contents)
        else {
          const others = contents.filter((each) => !differs(each))
          setClash({ paths, others: others.length, replace: () => put(contents), addOthers: () => put(others) })
        }
      }
    },
  }
}
