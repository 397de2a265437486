import type { Instance } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { Marker } from '../../ui/StatusMark.tsx'
import { endLook, isBadEnd } from './look.ts'
import { StateSwatch } from './StateSwatch.tsx'

/** What an instance is doing, or how it ended. */
export function InstanceState({ instance }: { instance: Pick<Instance, 'state' | 'end'> }) {
  const { t } = useTranslation()
  const { state, end } = instance
  if (end) {
    return (
      <span className={`inline-flex items-center gap-[7px] align-bottom ${isBadEnd(end.reason) ? '' : 'text-fg-2'}`}>
        <Marker {...endLook(end.reason)} />
        {t(`instances.end.${end.reason}`)}
      </span>
    )
  }
  if (state === null || state === 'stopping') {
    return <span className="text-fg-3">{t('instances.state.stopping')}</span>
  }
  return (
    <span className="inline-flex items-center gap-[7px] align-bottom">
      <StateSwatch state={state} />
      {t(`instances.state.${state}`)}
    </span>
  )
}
