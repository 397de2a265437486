import type { SavedLogQuery, Space } from '@alcove/contract'
import { X } from 'lucide-react'
import { useState } from 'react'
import { deleteLogQuery, savedQueriesKey, saveLogQuery } from '../../../api/space-logs.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { tabClass } from '../../../ui/Tabs.tsx'

interface SavedTabsProps {
  space: Space
  saved: readonly SavedLogQuery[]
  query: string
  onChoose(query: string, columns: readonly string[]): void
}

/** The queries that the space shares; the one in use is marked. */
export function SavedTabs({ space, saved, query, onChoose }: SavedTabsProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const [deleting, setDeleting] = useState<SavedLogQuery | null>(null)
  const current = saved.find((each) => each.query === query)
  const remove = useChange({
    run: ({ name }: SavedLogQuery) => deleteLogQuery(space.name, name),
    invalidates: [savedQueriesKey(space.name)],
    done: (_, { name }) => t('logs.deleted', { name }),
    undo: (_, { name, query, columns }) => saveLogQuery(space.name, name, { query, columns }, null),
  })
  return (
    <div className="flex items-center gap-4 overflow-x-auto border-b border-line px-gutter">
      <button
        type="button"
        aria-pressed={query === ''}
        className={tabClass(query === '')}
        onClick={() => onChoose('', [])}
      >
        {t('logs.allLines')}
      </button>
      {saved.map((each) => (
        <button
          key={each.name}
          type="button"
          aria-pressed={each === current}
          className={tabClass(each === current)}
          onClick={() => onChoose(each.query, each.columns)}
        >
          {each.name}
        </button>
      ))}
      {current && (
        <span className="ml-auto flex shrink-0 items-center gap-1 text-sm text-fg-3">
          {t('logs.savedBy', { who: saidActor(current.savedBy) })}
          {denied === null && (
            <IconButton
              label={t('logs.delete', { name: current.name })}
              size="sm"
              icon={<X size={13} />}
              onClick={() => setDeleting(current)}
            />
          )}
        </span>
      )}
      {deleting && (
        <FormDialog
          title={t('logs.delete', { name: deleting.name })}
          submit={t('logs.deleteYes')}
          variant="danger"
          onClose={() => setDeleting(null)}
          onSubmit={() => {
            remove.mutate(deleting)
            setDeleting(null)
          }}
        >
          <p>{t('logs.deleteHint', { space: space.name })}</p>
        </FormDialog>
      )}
    </div>
  )
}
