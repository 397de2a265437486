import type { Draft } from '@alcove/contract'
import { draftQuery, saveDraft } from '../../../api/drafts.ts'
import { meQuery } from '../../../api/session.ts'
import { isApiError } from '../../../api/error.ts'
import { queryClient } from '../../../api/client.ts'
import { functionQuery } from '../../../api/functions.ts'
import { draftBackup, forgetBackups } from './draft/backup.ts'
import { DraftSession } from './draft/session.ts'
import { entryFile, followFiles, type OpenFiles } from './openFiles.ts'
import type { Run } from '../invoke/run.ts'
import { createStore, type Store } from './store.ts'

/** A user's state for one function. It outlives the page, so a visit to the logs loses nothing. */
export interface Workbench {
  session: DraftSession
  open: Store<OpenFiles>
  runs: Store<readonly Run[]>
}

const benches = new Map<string, Workbench>()

export function workbenchOf(space: string, fn: string, draft: Draft): Workbench {
  const key = `${space}/${fn}`
  const known = benches.get(key)
  if (known) {
    known.session.adopt(draft)
    return known
  }
  const { queryKey } = draftQuery(space, fn)
  const session = new DraftSession({
    draft,
    backup: draftBackup(ownerOf(space, fn), localStorage),
    server: {
      load: () => queryClient.fetchQuery({ ...draftQuery(space, fn), staleTime: 0 }),
      async save(files, codeHash) {
        const saved = await saveDraft(space, fn, files, codeHash)
        queryClient.setQueryData(queryKey, saved)
        void queryClient.invalidateQueries({ queryKey: functionQuery(space, fn).queryKey })
        return saved
      },
      isConflict: (error) => isApiError(error, 'PreconditionFailed'),
    },
  })
  const entry = entryFile(Object.keys(draft.files), draft.configuration.handler)
  const bench: Workbench = {
    session,
    open: createStore<OpenFiles>({ tabs: entry === null ? [] : [entry], active: entry }),
    runs: createStore<readonly Run[]>([]),
  }
  let { files } = session.snapshot()
  session.subscribe(() => {
    const before = files
    files = session.snapshot().files
    if (files !== before) bench.open.update((state) => followFiles(state, before, files))
  })
  benches.set(key, bench)
  return bench
}

/** False when something typed is not saved: the server refused it, or somebody changed the same lines. */
export async function saveTyped(space: string, fn: string): Promise<boolean> {
  return (await benches.get(`${space}/${fn}`)?.session.save()) ?? true
}

export function forgetWorkbench(space: string, fn: string): void {
  benches.delete(`${space}/${fn}`)
  forgetBackups(ownerOf(space, fn), localStorage)
}

const ownerOf = (space: string, fn: string) => ({
  account: queryClient.getQueryData(meQuery.queryKey)?.id ?? '',
  space,
  fn,
})
