import type { SpaceEventDetail } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban } from 'lucide-react'
import type { ComponentProps } from 'react'
import { eventQuery } from '../../../api/events.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Time } from '../../../ui/Time.tsx'
import { TaskStateMark } from '../../../components/tasks/TaskStateMark.tsx'

interface EventDrawerProps {
  space: string
  id: string
  steps: ComponentProps<typeof Drawer>['steps']
  onClose(): void
}

export function EventDrawer({ space, id, steps, onClose }: EventDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery(eventQuery(space, id))
  return (
    <Drawer
      label={t('events.event')}
      steps={steps}
      onClose={onClose}
      title={<h2 className="mono cut text-alias font-heading">{query.data?.type ?? id.slice(-12)}</h2>}
    >
      <Loaded query={query} notFound={t('events.gone')}>
        {(event) => <Facts space={space} event={event} />}
      </Loaded>
    </Drawer>
  )
}

function Facts({ space, event }: { space: string; event: SpaceEventDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <KeyValue
        items={[
          { key: 'id', label: t('events.id'), value: <span className="mono">{event.id}</span> },
          { key: 'source', label: t('events.source'), value: <span className="mono">{event.source}</span> },
          ...(event.subject === null ? [] : [{ key: 'subject', label: t('events.subject'), value: event.subject }]),
          { key: 'publisher', label: t('events.publisher'), value: event.publisher },
          { key: 'received', label: t('events.received'), value: <Time at={event.receivedAt} as="absolute" /> },
        ]}
      />
      <Section title={t('events.startedBy')}>
        {event.started === null ? (
          <p className="px-gutter pb-3 text-fg-2">{t('events.waitsHint')}</p>
        ) : event.firings.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-2">{t('events.startedNothing')}</p>
        ) : (
          <ul aria-label={t('events.startedBy')} className="px-gutter pb-3">
            {event.firings.map((firing) => (
              <Started key={firing.id} space={space} firing={firing} />
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('events.event')} note={format.bytes(event.bytes)}>
        <div className="px-gutter pb-3">
          <CodeBlock boxed wrap code={JSON.stringify(event.event, null, 2)} label={t('events.event')} />
        </div>
      </Section>
    </>
  )
}

function Started({ space, firing }: { space: string; firing: SpaceEventDetail['firings'][number] }) {
  const { t } = useTranslation()
  const { function: fn, trigger, task, taskId, outcome } = firing
  return (
    <li className="flex min-h-8 items-center gap-3 border-t border-line py-1">
      <Link {...paths.triggers(space, fn, { trigger })} className="link cut">
        {fn} · {trigger}
      </Link>
      <span className="ml-auto flex items-center gap-3">
        {outcome === 'skipped' ? (
          <>
            <Ban size={11} className="text-fg-3" />
            {t('triggers.because.loop')}
          </>
        ) : (
          task && <TaskStateMark state={task.state} />
        )}
        {taskId !== null && (
          <Link {...paths.tasks(space, { id: taskId })} className="link">
            {t('tasks.task')}
          </Link>
        )}
      </span>
    </li>
  )
}
