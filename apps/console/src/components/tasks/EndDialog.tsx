import { backgroundKey } from '../../api/background.ts'
import { bulkTasks, tasksKey } from '../../api/tasks.ts'
import { useTranslation } from '../../i18n/index.ts'
import { ConfirmByName } from '../../ui/ConfirmByName.tsx'
import { useChange } from '../useChange.ts'
import type { BulkFilter } from './bulk-filter.ts'

interface EndDialogProps {
  verb: 'purge' | 'cancel'
  space: string
  filter: BulkFilter
  count: number
  onClose(): void
}

/** Asks before many tasks are cancelled or deleted: says how many, and waits for the name of what they belong to. */
export function EndDialog({ verb, space, filter, count, onClose }: EndDialogProps) {
  const { t } = useTranslation()
  const start = useChange({
    run: () => bulkTasks(space, verb, { filter }),
    invalidates: [tasksKey(space), backgroundKey(space)],
    onDone: onClose,
  })
  const what = verb === 'purge' && !filter.state.includes('dead') ? 'purgeWaiting' : verb
  return (
    <ConfirmByName
      open
      title={t(`tasks.bulk.${what}Title`, { count })}
      name={filter.function ?? space}
      losses={[t(`tasks.bulk.${what}Loss`, { count }), ...(filter.error === undefined ? [] : [filter.error])]}
      pending={start.isPending}
      onConfirm={() => start.mutate(undefined)}
      onClose={onClose}
    />
  )
}
