import type { PlatformHealth } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { MetricStrip } from '../../ui/MetricStrip.tsx'
import { worstRoom } from './worstRoom.ts'

/** From then on people notice that the server is late. */
const LATE_MS = 100
const SLOW_MS = 50

/** The key numbers of the installation: the worst of its servers. */
export function HealthMetrics({ servers, database, queues }: Pick<PlatformHealth, 'servers' | 'database' | 'queues'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const alive = servers.filter((server) => server.alive)
  const most = (read: (server: PlatformHealth['servers'][number]) => number) => Math.max(0, ...alive.map(read))
  const delay = most(({ eventLoop }) => eventLoop.p99Ms)
  const waiting = alive.reduce((sum, { recorder }) => sum + recorder.waiting, 0)
  const dropped = alive.reduce((sum, { recorder }) => sum + recorder.dropped, 0)
  const due = queues.reduce((sum, queue) => sum + queue.waiting, 0)
  const oldest = Math.max(0, ...queues.map(({ oldestSeconds }) => oldestSeconds ?? 0))
  const room = worstRoom(alive)
  const free = Math.min(...alive.flatMap(({ disk }) => disk.disks.map(({ freeBytes }) => freeBytes)))
  const down = servers.length - alive.length
  return (
    <MetricStrip
      label={t('platform.numbers')}
      metrics={[
        {
          key: 'servers',
          label: t('platform.servers'),
          value: format.number(alive.length),
          note: down > 0 ? t('platform.down', { count: down }) : t('platform.allReport'),
          tone: down > 0 ? 'danger' : 'quiet',
        },
        {
          key: 'delay',
          label: t('platform.delay'),
          ...format.durationParts(delay),
          note: t('platform.delayNote'),
          tone: delay > LATE_MS ? 'warning' : 'quiet',
        },
        {
          key: 'database',
          label: t('platform.latency'),
          ...format.durationParts(database.latencyMs),
          note: t('platform.poolWaiting', { count: most(({ pool }) => pool.waiting) }),
          tone: database.latencyMs > SLOW_MS ? 'warning' : 'quiet',
        },
        {
          key: 'records',
          label: t('platform.recorder'),
          value: format.number(waiting),
          note:
            dropped > 0
              ? t('platform.dropped', { count: dropped })
              : t('platform.lag', { duration: format.duration(most(({ recorder }) => recorder.oldestMs)) }),
          tone: dropped > 0 ? 'danger' : 'quiet',
        },
        {
          key: 'queues',
          label: t('platform.due'),
          value: format.number(due),
          note:
            due > 0 ? t('platform.oldest', { duration: format.duration(oldest * 1000) }) : t('platform.nothingWaits'),
        },
        {
          key: 'disk',
          label: t('platform.free'),
          value: Number.isFinite(free) ? format.bytes(free) : '–',
          note: t(`platform.room.${room}`),
          tone: room === 'enough' ? 'quiet' : room === 'low' ? 'warning' : 'danger',
        },
      ]}
    />
  )
}
