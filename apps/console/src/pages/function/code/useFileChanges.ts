import { type Files, FilePath, LIMITS } from '@alcove/contract'
import { toast } from '../../../components/toast.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { type FileContent } from '../files/files.ts'
import type { DraftSession } from './draft/session.ts'
import type { DroppedFile } from '../../../components/dropped-files.ts'
import { contentOf } from './contentOf.ts'
import { moveFiles, movedPath, pathsAt, undoChange } from './moveFiles.ts'
import { closeFile, openFile, type OpenFiles, renameOpen } from './openFiles.ts'
import type { Store } from './store.ts'

/** Changes of the draft's set of files. Each says what it did, and can be undone. */
export function useFileChanges(session: DraftSession, open: Store<OpenFiles>) {
  const { t } = useTranslation()
  const format = useFormat()
  const change = (after: Files, message: string, { onUndo }: { onUndo?: () => void } = {}) => {
    const before = session.snapshot().files
    session.replace(after)
    toast.message(message, {
      action: {
        label: t('common.undo'),
        onClick: () => {
          session.replace(undoChange(session.snapshot().files, before, after))
          onUndo?.()
        },
      },
    })
  }
  const renameTabs = (paths: readonly string[], from: string, to: string) =>
    open.update((state) => paths.reduce((tabs, path) => renameOpen(tabs, path, movedPath(path, from, to)), state))
  return {
    change,
    create(path: string) {
      session.write(path, '')
      open.update((state) => openFile(state, path))
    },
    /** Renames or moves a file, or a folder with all below it. */
    move(from: string, to: string) {
      const { files } = session.snapshot()
      const paths = pathsAt(files, from)
      const after = moveFiles(files, from, to)
      if (after === null) {
        toast.error(t('fn.files.taken', { name: to }))
        return
      }
      change(after, t('fn.files.moved', { from, to }), {
        onUndo: () =>
          renameTabs(
            paths.map((path) => movedPath(path, from, to)),
            to,
            from,
          ),
      })
      renameTabs(paths, from, to)
    },
    remove(path: string) {
      const { files } = session.snapshot()
      const gone = new Set(pathsAt(files, path))
      const after = Object.fromEntries(Object.entries(files).filter(([each]) => !gone.has(each)))
      change(after, t('fn.files.deleted', { name: path }))
      open.update((state) => [...gone].reduce(closeFile, state))
    },
    /** Adds files from this computer, and replaces those of the same path. */
    async add(added: readonly DroppedFile[], folder: string) {
      const large = added.find(({ file }) => file.size > LIMITS.shownFileBytes)
      const unnamed = added.find(({ path }) => !FilePath.safeParse(folder + path).success)
      if (added.length === 0) toast.error(t('fn.files.emptyFolder'))
      else if (added.length > LIMITS.shownFiles)
        toast.error(t('fn.files.tooMany', { max: format.number(LIMITS.shownFiles) }))
      else if (large)
        toast.error(t('fn.files.tooLarge', { name: large.path, max: format.bytes(LIMITS.shownFileBytes) }))
      else if (unnamed) toast.error(t('fn.files.unnamed', { name: unnamed.path }))
      else {
        const contents = await Promise.all(
          added.map(async ({ path, file }): Promise<[string, FileContent]> => [folder + path, await contentOf(file)]),
        )
        change(
          { ...session.snapshot().files, ...Object.fromEntries(contents) },
          t('fn.files.added', { count: added.length }),
        )
        if (contents.length === 1) open.update((state) => openFile(state, contents[0]![0]))
      }
    },
  }
}
