import type { TaskQueue } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import type { TasksShown } from '../../navigation/search/shared.ts'
import { MetricStrip } from '../../ui/MetricStrip.tsx'
import { useNow } from '../../ui/Time.tsx'

interface TaskFiguresProps {
  queues: readonly TaskQueue[]
  /** Shows the tasks that a figure counts. */
  onShow?: (shown: TasksShown) => void
}

const SHOWN = { dead: 'dead', queued: 'waiting', running: 'running', retrying: 'waiting' } as const

/** How many tasks wait, run and are dead, over all queues. */
export function TaskFigures({ queues, onShow }: TaskFiguresProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const sum = (of: (queue: TaskQueue) => number) => queues.reduce((total, queue) => total + of(queue), 0)
  const earliest = (of: (queue: TaskQueue) => string | null) =>
    queues
      .map(of)
      .filter((at) => at !== null)
      .toSorted()[0]
  const dead = sum((queue) => queue.dead)
  const oldestDead = earliest((queue) => queue.oldestDeadAt)
  const oldest = earliest((queue) => queue.oldestDueAt)
  const next = earliest((queue) => queue.nextDueAt)
  const age = (at: string) => format.span(Math.max(0, now - Date.parse(at)))
  const metric = (key: 'dead' | 'queued' | 'running' | 'retrying', count: number) => ({
    key,
    label: t(`tasks.state.${key}`),
    ...format.compact(count),
    ...(onShow && { onOpen: () => onShow(SHOWN[key]) }),
  })
  const nextNote = next && t('tasks.next', { in: format.span(Math.max(0, Date.parse(next) - now)) })
  return (
    <MetricStrip
      label={t('tasks.figures')}
      metrics={[
        {
          ...metric('dead', dead),
          note: oldestDead && t('tasks.oldest', { age: age(oldestDead) }),
          tone: dead > 0 ? 'danger' : 'quiet',
        },
        {
          ...metric(
            'queued',
            sum((queue) => queue.queued),
          ),
          note: oldest ? t('tasks.oldestDue', { age: age(oldest) }) : nextNote,
        },
        {
          ...metric(
            'running',
            sum((queue) => queue.running),
          ),
          unit: `/ ${format.number(sum((queue) => queue.maxConcurrency))}`,
          note: t('tasks.ofLimits'),
        },
        metric(
          'retrying',
          sum((queue) => queue.retrying),
        ),
      ]}
    />
  )
}
