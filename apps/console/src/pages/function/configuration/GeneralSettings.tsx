import { can, LIMITS, RUNTIMES } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { engineQuery } from '../../../api/engine.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { familyOf, runtimeName } from '../../../components/runtimes.ts'
import { NumberField } from './NumberField.tsx'
import { coresByMemory, isWithin, type Settings } from './settings.ts'

interface GeneralSettingsProps {
  values: Settings
  badHandler: boolean
  readOnly: boolean
  onChange(change: Partial<Settings>): void
}

export function GeneralSettings({ values, badHandler, readOnly, onChange }: GeneralSettingsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const runtimes = useQuery(engineQuery).data?.runtimes
  const own = runtimes?.find(({ name }) => name === values.runtime)
  const version = own?.available ? own.version : undefined
  const unavailable = own && !own.available ? own : undefined
  const cores = format.cores(coresByMemory(values.memoryMb))
  return (
    <div className="grid max-w-[720px] grid-cols-2 gap-x-4 gap-y-5 px-gutter pb-6 narrow:grid-cols-1">
      <Field
        label={t('fn.config.runtime')}
        hint={version && t('fn.config.runtimeVersion', { version })}
        error={unavailable ? t('fn.config.runtimeMissing', { remedy: unavailable.remedy ?? '' }) : null}
      >
        <Select
          value={values.runtime}
          disabled={readOnly}
          onChange={(runtime) =>
            onChange({
              runtime,
              ...(can.workConcurrently(runtime).allowed ? {} : { scaling: { ...values.scaling, concurrency: 1 } }),
            })
          }
          options={RUNTIMES.map((runtime) => {
            const known = runtimes?.find(({ name }) => name === runtime)
            const missing = known?.available === false
            return {
              value: runtime,
              label: runtimeName(runtime),
              hint: missing ? t('fn.config.runtimeMissing', { remedy: known.remedy ?? '' }) : known?.version,
              disabled: missing && runtime !== values.runtime,
            }
          })}
        />
      </Field>
      <Field
        label={t('fn.config.handler')}
        hint={t(`fn.config.handlerHint.${familyOf(values.runtime)}`)}
        error={badHandler ? t('fn.config.badHandler') : null}
      >
        <Input
          mono
          value={values.handler}
          spellCheck={false}
          onChange={(event) => onChange({ handler: event.target.value })}
        />
      </Field>
      <NumberField
        label={t('fn.config.memory')}
        hint={t('fn.config.range', LIMITS.memoryMb)}
        error={!isWithin(values.memoryMb, LIMITS.memoryMb) && t('fn.config.badRange', LIMITS.memoryMb)}
        value={values.memoryMb || null}
        onChange={(memoryMb) => onChange({ memoryMb: memoryMb ?? 0 })}
      />
      <NumberField
        label={t('fn.config.cpus')}
        step="any"
        placeholder={cores}
        hint={t(values.cpus === null ? 'fn.config.cpusHint' : 'fn.config.cpusFixed', {
          cores,
          memory: format.number(values.memoryMb),
        })}
        error={
          values.cpus !== null &&
          (values.cpus < LIMITS.cpus.min || values.cpus > LIMITS.cpus.max) &&
          t('fn.config.badCpus', LIMITS.cpus)
        }
        value={values.cpus}
        onChange={(cpus) => onChange({ cpus })}
      />
      <NumberField
        label={t('fn.config.timeout')}
        hint={t('fn.config.range', LIMITS.timeoutSeconds)}
        error={
          !isWithin(values.timeoutSeconds, LIMITS.timeoutSeconds) && t('fn.config.badRange', LIMITS.timeoutSeconds)
        }
        value={values.timeoutSeconds || null}
        onChange={(timeoutSeconds) => onChange({ timeoutSeconds: timeoutSeconds ?? 0 })}
      />
      <NumberField
        label={t('fn.config.tmp')}
        hint={t('fn.config.tmpHint', LIMITS.tmpMb)}
        error={
          !isWithin(values.tmpMb, LIMITS.tmpMb)
            ? t('fn.config.badRange', LIMITS.tmpMb)
            : values.tmpMb >= values.memoryMb && t('fn.config.tmpTooLarge')
        }
        value={values.tmpMb || null}
        onChange={(tmpMb) => onChange({ tmpMb: tmpMb ?? 0 })}
      />
      <Field label={t('common.description')} className="col-span-full">
        <Input
          value={values.description}
          maxLength={500}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </Field>
    </div>
  )
}
