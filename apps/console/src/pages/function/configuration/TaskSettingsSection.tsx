import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { taskSettingsQuery } from '../../../api/tasks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { TaskSettingsDialog } from './TaskSettingsDialog.tsx'

/** How asynchronous calls are run, in one sentence. It belongs to the function and holds for all versions. */
export function TaskSettingsSection({ space, fn }: { space: string; fn: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reason = usePermission(space)('functions:write')
  const [editing, setEditing] = useState(false)
  const query = useQuery(taskSettingsQuery(space, fn))
  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={1} />}>
      {(settings) => (
        <div className="flex items-start gap-3 px-gutter pb-6 narrow:flex-col">
          <p className="max-w-[560px] min-w-0 flex-1 text-pretty text-fg-2">
            {t('fn.config.tasks.retries', { count: settings.retries })}{' '}
            {t('fn.config.tasks.sentence', {
              age: format.duration(settings.maxAgeSeconds * 1000),
              concurrency: format.number(settings.maxConcurrency),
            })}{' '}
            {t(settings.deadLetters ? 'fn.config.tasks.kept' : 'fn.config.tasks.notKept')}
          </p>
          <Button size="sm" disabledReason={reason} onClick={() => setEditing(true)}>
            {t('fn.config.tasks.edit')}
          </Button>
          {editing && (
            <TaskSettingsDialog space={space} fn={fn} settings={settings} onClose={() => setEditing(false)} />
          )}
        </div>
      )}
    </Loaded>
  )
}
