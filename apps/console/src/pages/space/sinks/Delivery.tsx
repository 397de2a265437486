import type { Sink, Space } from '@alcove/contract'
import { History, Pause, Play, RefreshCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { pauseSink, resumeSink, sinksKey } from '../../../api/sinks.ts'
import { BackgroundActions } from '../../../components/background/BackgroundActions.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Time } from '../../../ui/Time.tsx'
import { ReplayDialog } from './ReplayDialog.tsx'
import { useSinkWords } from './useSinkWords.ts'

const KINDS = ['sinks.replay'] as const

/** How far a sink is, why it is not further, and what one can do about that. */
export function Delivery({ space, sink }: { space: Space; sink: Sink }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useSinkWords()
  const denied = useDenied(space)('sinks:write')
  const [replaying, setReplaying] = useState(false)
  const { name, state, attempts, lastError, nextAttemptAt, keptUntil, lastDeliveredAt, cursors } = sink
  const isHeld = state === 'paused' || state === 'stopped'
  const tryNow = useChange({
    run: () => resumeSink(space.name, name),
    invalidates: [sinksKey(space.name)],
    done: () => t('sinks.tries', { name }),
  })
  const move = useChange({
    run: () => (isHeld ? resumeSink : pauseSink)(space.name, name),
    invalidates: [sinksKey(space.name)],
    done: () => t(isHeld ? 'sinks.resumed' : 'sinks.pausedNow', { name }),
  })
  return (
    <>
      {sink.expiring && (
        <Notice tone="danger" icon={<TriangleAlert size={15} />} title={t('sinks.expiring')}>
          {t('sinks.expiringHint', { at: format.dateTime(keptUntil!) })}
        </Notice>
      )}
      {lastError !== null && (
        <Notice
          tone={state === 'stopped' ? 'danger' : 'warning'}
          icon={<TriangleAlert size={15} />}
          title={t('sinks.failed', { count: attempts })}
        >
          <span className="wrap-anywhere">{said(lastError)}</span>
          {state === 'stopped' && <span className="block">{t('sinks.stoppedHint')}</span>}
          {nextAttemptAt !== null && (
            <span className="block">{t('sinks.nextAttempt', { at: format.clock(nextAttemptAt) })}</span>
          )}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2 px-gutter py-2.5">
        {state === 'retrying' && (
          <Button
            size="sm"
            icon={<RefreshCw size={14} />}
            disabledReason={denied}
            pending={tryNow.isPending}
            onClick={() => tryNow.mutate(undefined)}
          >
            {t('sinks.tryNow')}
          </Button>
        )}
        <Button
          size="sm"
          icon={isHeld ? <Play size={14} /> : <Pause size={14} />}
          disabledReason={denied}
          pending={move.isPending}
          onClick={() => move.mutate(undefined)}
        >
          {t(isHeld ? 'sinks.resume' : 'sinks.pause')}
        </Button>
        <Button
          size="sm"
          icon={<History size={14} />}
          disabledReason={denied ?? (isHeld && t('sinks.resumeFirst'))}
          onClick={() => setReplaying(true)}
        >
          {t('sinks.replay')}
        </Button>
      </div>
      <BackgroundActions
        space={space}
        kinds={KINDS}
        only={({ detail }) => detail['sink'] === name}
        note={({ detail }) => `${format.dateTime(String(detail['from']))} – ${format.dateTime(String(detail['to']))}`}
      />
      <KeyValue
        items={[
          { key: 'lag', label: t('sinks.lag'), value: words.lag(sink) },
          { key: 'waiting', label: t('sinks.waiting'), value: words.waiting(sink) },
          ...(keptUntil === null
            ? []
            : [{ key: 'kept', label: t('sinks.keptUntil'), value: format.dateTime(keptUntil) }]),
          {
            key: 'last',
            label: t('sinks.lastDelivered'),
            value: lastDeliveredAt === null ? t('sinks.never') : <Time at={lastDeliveredAt} />,
          },
          ...cursors.map(({ dataset, delivered, deliveredTo }) => ({
            key: dataset,
            label: t(`sinks.datasets.${dataset}`),
            value: t('sinks.delivered', {
              count: delivered,
              records: format.number(delivered),
              to: format.dateTime(deliveredTo),
            }),
          })),
        ]}
      />
      {replaying && <ReplayDialog space={space.name} sink={name} onClose={() => setReplaying(false)} />}
    </>
  )
}
