import { ENDED_STATES, type Space, type TaskDetail, type TaskState } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban, Pencil, RotateCw } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { cancelTask, redriveTask, taskQuery, tasksKey } from '../../../api/tasks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { TaskStateMark } from '../../../components/tasks/TaskStateMark.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Time } from '../../../ui/Time.tsx'
import { prettyJson } from '../../function/payload/prettyJson.ts'
import { Attempts } from './Attempts.tsx'
import { Deliveries } from './Deliveries.tsx'
import { EditEventDialog } from './EditEventDialog.tsx'

interface TaskDrawerProps {
  space: Space
  id: string
  onOpen(id: string): void
  steps: ComponentProps<typeof Drawer>['steps']
  onClose(): void
}

const icon = { size: 15 } as const
const hasEnded = (state: TaskState) => ENDED_STATES.some((ended) => ended === state)

export function TaskDrawer({ space, id, onOpen, steps, onClose }: TaskDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery(taskQuery(space.name, id))
  return (
    <Drawer
      label={t('tasks.task')}
      steps={steps}
      onClose={onClose}
      title={
        <>
          <h2 className="mono cut text-alias font-heading">{id.slice(-12)}</h2>
          <CopyButton text={id} label={t('tasks.copyId')} />
          {query.data && <TaskStateMark state={query.data.state} />}
        </>
      }
    >
      <Loaded query={query} notFound={t('tasks.gone')}>
        {(task) => <Facts space={space} task={task} onOpen={onOpen} />}
      </Loaded>
    </Drawer>
  )
}

function Facts({ space, task, onOpen }: { space: Space; task: TaskDetail; onOpen(id: string): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useDenied(space)('functions:write')
  const [editing, setEditing] = useState(false)
  const ended = hasEnded(task.state)
  const invalidates = [tasksKey(space.name)]
  const cancel = useChange({
    run: () => cancelTask(space.name, task.id),
    invalidates,
    done: ({ state }) => (state === 'running' ? t('tasks.cancelling') : t('tasks.cancelled')),
  })
  const redrive = useChange({
    run: (event: string | undefined) => redriveTask(space.name, task.id, event),
    invalidates,
    done: () => t('tasks.redriven'),
    onDone: ({ id }) => {
      setEditing(false)
      onOpen(id)
    },
  })
  return (
    <>
      <div className="flex flex-wrap gap-2 px-gutter py-3">
        <Button
          icon={<RotateCw {...icon} />}
          disabledReason={denied ?? (ended ? null : t('tasks.notEnded'))}
          pending={redrive.isPending}
          onClick={() => redrive.mutate(undefined)}
        >
          {t('tasks.redrive')}
        </Button>
        <Button
          icon={<Pencil {...icon} />}
          disabledReason={denied ?? (ended ? task.event === null && t('tasks.tooLarge') : t('tasks.notEnded'))}
          onClick={() => setEditing(true)}
        >
          {t('tasks.editEvent')}
        </Button>
        <Button
          variant="ghost"
          icon={<Ban {...icon} />}
          disabledReason={denied ?? (ended ? t('tasks.hasEnded') : null)}
          pending={cancel.isPending}
          onClick={() => cancel.mutate(undefined)}
        >
          {t('tasks.cancel')}
        </Button>
      </div>
      {task.error && !['succeeded', 'running'].includes(task.state) && (
        <Section title={t('tasks.error')}>
          <div className="px-gutter pb-3">
            <CodeBlock boxed wrap code={task.error.stack ?? `${task.error.name}: ${task.error.message}`} />
          </div>
        </Section>
      )}
      <KeyValue
        items={[
          {
            key: 'function',
            label: t('tasks.function'),
            value: (
              <Link {...paths.function(space.name, task.function)} className="link">
                {task.function}
                <span className="mono">:{task.qualifier}</span>
              </Link>
            ),
          },
          {
            key: 'trigger',
            label: t('fn.invocations.trigger'),
            value: task.triggerName ?? t(`fn.trigger.${task.trigger}`),
          },
          { key: 'caller', label: t('tasks.caller'), value: task.caller ?? '–' },
          { key: 'accepted', label: t('tasks.accepted'), value: <Time at={task.acceptedAt} as="absolute" /> },
          ended
            ? { key: 'ended', label: t('tasks.ended'), value: task.endedAt && <Time at={task.endedAt} as="absolute" /> }
            : { key: 'due', label: t('tasks.due'), value: <Time at={task.runAt} as="absolute" /> },
          {
            key: 'attempts',
            label: t('tasks.attempts'),
            value: t('tasks.attemptsOf', { count: task.attemptCount, most: task.maxAttempts }),
          },
        ]}
      />
      <Section title={t('tasks.attempts')}>
        <Attempts task={task} />
      </Section>
      {task.deliveries.length > 0 && <Deliveries space={space} task={task} />}
      <Section title={t('tasks.event')} note={format.bytes(task.eventBytes)}>
        <div className="px-gutter pb-3">
          {task.event === null ? (
            <p className="text-fg-2">{t('tasks.tooLarge')}</p>
          ) : (
            <CodeBlock boxed wrap code={prettyJson(task.event).text} />
          )}
        </div>
      </Section>
      {editing && (
        <EditEventDialog
          event={task.event ?? ''}
          pending={redrive.isPending}
          onSubmit={(event) => redrive.mutate(event)}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  )
}
