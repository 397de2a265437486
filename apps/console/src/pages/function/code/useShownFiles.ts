import type { Files } from '@alcove/contract'
import { useMemo } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { useSnapshot } from '../versions/useSnapshot.ts'

interface ShownFilesOptions {
  space: string
  fn: string
  draft: Files
  /** The version to show; null: the draft. */
  version: number | null
  /** The version is shown because an invocation ran it. */
  replaying: boolean
  /** Why this user cannot edit the draft; undefined when they can. */
  readOnlyReason: string | undefined
}

const NO_FILES: Files = {}

/** The files in the editor: the draft's, or those of a version, which nobody can edit. */
export function useShownFiles({ space, fn, draft, version, replaying, readOnlyReason }: ShownFilesOptions) {
  const { t } = useTranslation()
  const { data: snapshot, error } = useSnapshot(space, fn, version === null ? undefined : String(version))
  const files = version === null ? draft : (snapshot?.files ?? NO_FILES)
  const paths = useMemo(() => Object.keys(files), [files])
  return {
    version,
    files,
    paths,
    loaded: version === null || snapshot !== undefined,
    error,
    readOnlyReason:
      version === null ? readOnlyReason : t(replaying ? 'fn.debug.readOnly' : 'fn.viewed.readOnly', { version }),
  }
}

export type ShownFiles = ReturnType<typeof useShownFiles>
