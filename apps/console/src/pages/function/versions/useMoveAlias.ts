import type { Alias, PutAlias } from '@alcove/contract'
import { putAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { targetText } from './targets.ts'
import { useOpenUrl } from './useOpenUrl.tsx'

interface Move {
  alias: Alias
  target: Pick<PutAlias, 'version' | 'additional' | 'description' | 'override' | 'protected' | 'reason'>
}

/** Moves an alias, if it is still as the page shows it, and offers Undo. */
export function useMoveAlias(
  space: string,
  fn: string,
  onMoved?: () => void,
  /** True when the page shows this error itself. */
  handles?: (error: unknown) => boolean,
) {
  const { t } = useTranslation()
  const openUrl = useOpenUrl(space, fn)
  return useChange({
    run: ({ alias, target }: Move) => putAlias(space, fn, alias.name, target, alias.etag),
    invalidates: [functionKey(space, fn)],
    done: (moved) => t('fn.aliases.moved', { alias: moved.name, target: targetText(moved) }),
    next: (moved) => openUrl(moved.name),
    undo: (moved, { alias: { version, additional } }) =>
      putAlias(space, fn, moved.name, { version, additional }, moved.etag),
    onDone: onMoved,
    ...(handles && { handles }),
  })
}
