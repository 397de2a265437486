import type { Trigger } from '@alcove/contract'
import { ExternalLink, FlaskConical, History, Pause, Pencil, Play, Radio } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { functionKey } from '../../../api/functions.ts'
import { deleteTrigger, fireTrigger } from '../../../api/triggers.ts'
import { ItemDrawer } from '../../../components/ItemDrawer.tsx'
import { QuotaSection } from '../../../components/quota/QuotaSection.tsx'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button, buttonClass } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { BackfillDialog } from './BackfillDialog.tsx'
import { Backfills } from './Backfills.tsx'
import { CaptureDialog } from './CaptureDialog.tsx'
import { FireDialog } from './FireDialog.tsx'
import { Figures } from './firings/Figures.tsx'
import { Firings } from './firings/Firings.tsx'
import { viewOf } from './kinds/kinds.ts'
import { PauseReason } from './PauseReason.tsx'
import { useTriggerState } from './useTriggerState.ts'

interface TriggerDrawerProps {
  space: string
  fn: string
  trigger: Trigger
  steps: ComponentProps<typeof ItemDrawer>['steps']
  onEdit(): void
  onClose(): void
}

const icon = { size: 15 } as const

export function TriggerDrawer({ space, fn, trigger, steps, onEdit, onClose }: TriggerDrawerProps) {
  const { t } = useTranslation()
  const permission = usePermission(space)
  const reason = permission('triggers:write')
  const readReason = permission('logs:read')
  const state = useTriggerState(space, fn)
  const [asking, setAsking] = useState<'fire' | 'backfill' | 'capture' | null>(null)
  const { Details, backfills } = viewOf(trigger.type)
  const { name, enabled } = trigger
  const fire = useChange({
    run: () => fireTrigger(space, fn, name),
    invalidates: [functionKey(space, fn)],
    done: () => t('triggers.fired', { name }),
  })
  const isHttp = trigger.type === 'http'
  return (
    <ItemDrawer
      name={name}
      steps={steps}
      onClose={onClose}
      tags={
        <>
          <Tag mono>{trigger.type}</Tag>
          {!enabled && <Tag tone="warning">{t('fn.triggers.isPaused')}</Tag>}
        </>
      }
      actions={
        <IconButton
          size="sm"
          label={t('fn.triggers.edit')}
          disabledReason={reason}
          icon={<Pencil {...icon} />}
          onClick={onEdit}
        />
      }
      deletion={{
        label: t('fn.triggers.delete'),
        disabledReason: reason,
        run: () => deleteTrigger(space, fn, name),
        invalidates: [functionKey(space, fn)],
        done: t('fn.triggers.deleted', { name }),
        title: t('fn.triggers.deleteTitle', { name }),
        losses: [
          trigger.type === 'http' ? t('fn.triggers.deleteUrl', { url: trigger.url }) : t('triggers.deleteLosses'),
        ],
      }}
    >
      {trigger.pausedBy && (
        <p className="px-gutter pb-3 text-sm text-warning">
          <PauseReason pausedBy={trigger.pausedBy} />
        </p>
      )}
      <Figures space={space} fn={fn} trigger={trigger} />
      <div className="flex flex-wrap gap-2 px-gutter pb-3">
        {trigger.type === 'http' && trigger.config.auth === 'none' && enabled && (
          <a className={buttonClass()} href={trigger.url} target="_blank" rel="noreferrer">
            <ExternalLink {...icon} />
            {t('triggers.openUrl')}
          </a>
        )}
        {!isHttp && (
          <Button
            icon={<Play {...icon} />}
            disabledReason={reason}
            pending={fire.isPending}
            onClick={() => fire.mutate(undefined)}
          >
            {t('triggers.runNow')}
          </Button>
        )}
        {backfills && (
          <Button icon={<History {...icon} />} disabledReason={reason} onClick={() => setAsking('backfill')}>
            {t('triggers.backfill')}
          </Button>
        )}
        <Button
          icon={enabled ? <Pause {...icon} /> : <Play {...icon} />}
          disabledReason={reason}
          pending={state.isPending}
          onClick={() => state.mutate({ trigger, enabled: !enabled })}
        >
          {enabled ? t('triggers.pause') : t('triggers.resume')}
        </Button>
        <Button
          variant="ghost"
          icon={<FlaskConical {...icon} />}
          disabledReason={reason}
          onClick={() => setAsking('fire')}
        >
          {t('triggers.testFire')}
        </Button>
        <Button
          variant="ghost"
          icon={<Radio {...icon} />}
          disabledReason={readReason}
          onClick={() => setAsking('capture')}
        >
          {t('triggers.capture')}
        </Button>
      </div>
      {backfills && <Backfills space={space} fn={fn} trigger={name} />}
      <Details space={space} fn={fn} trigger={trigger} />
      <QuotaSection place={{ of: 'trigger', space, fn, trigger: name }} />
      <Firings space={space} fn={fn} trigger={name} none={t(isHttp ? 'triggers.noTestFirings' : 'triggers.none')} />
      {asking === 'capture' && <CaptureDialog space={space} fn={fn} source={trigger} onClose={() => setAsking(null)} />}
      {asking === 'fire' && <FireDialog space={space} fn={fn} trigger={trigger} onClose={() => setAsking(null)} />}
      {asking === 'backfill' && (
        <BackfillDialog space={space} fn={fn} trigger={trigger} onClose={() => setAsking(null)} />
      )}
    </ItemDrawer>
  )
}
