import { can, DEFAULT_SCALING, type Scaling } from '@alcove/contract'
import { useFormContext } from 'react-hook-form'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { runtimeName } from '../../../components/runtimes.ts'
import { NumberField } from './NumberField.tsx'
import { isWithin, SCALING_LIMITS, type Settings } from './settings.ts'

const MIB = 1024 * 1024

/** Number of instances, calls per instance, idle time; and the resulting capacity. */
export function ScalingSettings({ values }: { values: Settings }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { control } = useFormContext<Settings>()
  const { scaling, memoryMb, runtime } = values
  const alone = !can.workConcurrently(runtime).allowed
  const badRange = (key: keyof Scaling) =>
    !isWithin(scaling[key], SCALING_LIMITS[key]) && t('fn.config.badRange', SCALING_LIMITS[key])
  const field = (key: keyof Scaling, empty: number) => ({ control, name: `scaling.${key}` as const, empty })
  return (
    <div className="grid max-w-[720px] grid-cols-2 gap-x-4 gap-y-5 px-gutter pb-6 narrow:grid-cols-1">
      <NumberField
        {...field('minInstances', 0)}
        label={t('fn.config.minInstances')}
        hint={t('fn.config.minInstancesHint')}
        error={
          badRange('minInstances') ||
          (scaling.minInstances > scaling.maxInstances && t('fn.config.minAboveMax', { max: scaling.maxInstances }))
        }
      />
      <NumberField
        {...field('maxInstances', 0)}
        label={t('fn.config.maxInstances')}
        hint={t('fn.config.maxInstancesHint')}
        error={badRange('maxInstances')}
      />
      <NumberField
        {...field('concurrency', DEFAULT_SCALING.concurrency)}
        label={t('fn.config.concurrency')}
        disabled={alone}
        hint={alone ? t('fn.config.noConcurrency', { runtime: runtimeName(runtime) }) : t('fn.config.concurrencyHint')}
        error={badRange('concurrency')}
      />
      <NumberField
        {...field('idleTimeoutSeconds', 0)}
        label={t('fn.config.idleTimeout')}
        hint={t('fn.config.idleTimeoutHint')}
        error={badRange('idleTimeoutSeconds')}
      />
      <p role="status" className="num col-span-full text-fg-2">
        {t('fn.config.scalingSum', {
          calls: format.number(scaling.maxInstances * scaling.concurrency),
          memory: format.bytes(scaling.maxInstances * memoryMb * MIB),
        })}{' '}
        {scaling.minInstances > 0 &&
          t('fn.config.scalingKept', { memory: format.bytes(scaling.minInstances * memoryMb * MIB) })}
      </p>
    </div>
  )
}
