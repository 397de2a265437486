import type { TaskSettings } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { taskSettingsQuery } from '../../../api/tasks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDestinationText } from '../../../components/tasks/useDestinationText.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { DestinationsDialog } from './DestinationsDialog.tsx'
import { TaskSettingsDialog } from './TaskSettingsDialog.tsx'

/** How asynchronous calls are run and where their results go, in words. It belongs to the function and holds for all versions. */
export function TaskSettingsSection({ space, fn }: { space: string; fn: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reason = usePermission(space)('functions:write')
  const [editing, setEditing] = useState<'settings' | 'destinations' | null>(null)
  const query = useQuery(taskSettingsQuery(space, fn))
  const close = () => setEditing(null)
  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={1} />}>
      {(settings) => (
        <div className="grid gap-3 px-gutter pb-6">
          <div className="flex items-start gap-3 narrow:flex-col">
            <p className="max-w-[560px] min-w-0 flex-1 text-pretty text-fg-2">
              {t('fn.config.tasks.retries', { count: settings.retries })}{' '}
              {t('fn.config.tasks.sentence', {
                age: format.duration(settings.maxAgeSeconds * 1000),
                concurrency: format.number(settings.maxConcurrency),
              })}{' '}
              {t(settings.deadLetters ? 'fn.config.tasks.kept' : 'fn.config.tasks.notKept')}
            </p>
            <Button size="sm" disabledReason={reason} onClick={() => setEditing('settings')}>
              {t('fn.config.tasks.edit')}
            </Button>
          </div>
          <div className="flex items-start gap-3 narrow:flex-col">
            <Destinations settings={settings} />
            <Button size="sm" disabledReason={reason} onClick={() => setEditing('destinations')}>
              {t('fn.config.destinations.edit')}
            </Button>
          </div>
          {editing === 'settings' && <TaskSettingsDialog space={space} fn={fn} settings={settings} onClose={close} />}
          {editing === 'destinations' && (
            <DestinationsDialog space={space} fn={fn} settings={settings} onClose={close} />
          )}
        </div>
      )}
    </Loaded>
  )
}

function Destinations({ settings }: { settings: TaskSettings }) {
  const { t } = useTranslation()
  const describe = useDestinationText()
  return (
    <dl className="grid max-w-[560px] min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {(['onSuccess', 'onFailure'] as const).map((end) => (
        <div key={end} className="contents">
          <dt className="text-fg-3">{t(`fn.config.destinations.${end}`)}</dt>
          <dd className="break-words text-fg-2">
            {settings[end] ? describe(settings[end]) : t('fn.config.destinations.nowhere')}
          </dd>
        </div>
      ))}
    </dl>
  )
}
