import { can, LIMITS, RUNTIMES } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { engineQuery } from '../../../api/engine.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { Controller, useFormContext } from 'react-hook-form'
import { Select } from '../../../ui/Select.tsx'
import { familyOf, runtimeName } from '../../../components/runtimes.ts'
import { MemoryHint } from './MemoryHint.tsx'
import { NumberField } from './NumberField.tsx'
import { coresByMemory, isWithin, type Settings } from './settings.ts'

interface GeneralSettingsProps {
  space: string
  fn: string
  values: Settings
  readOnly: boolean
}

export function GeneralSettings({ space, fn, values, readOnly }: GeneralSettingsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { control, register, setValue, formState } = useFormContext<Settings>()
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
        <Controller
          control={control}
          name="runtime"
          render={({ field }) => (
            <Select
              value={field.value}
              disabled={readOnly}
              onChange={(runtime) => {
                field.onChange(runtime)
                if (!can.workConcurrently(runtime).allowed) setValue('scaling.concurrency', 1)
              }}
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
          )}
        />
      </Field>
      <Field
        label={t('fn.config.handler')}
        hint={t(`fn.config.handlerHint.${familyOf(values.runtime)}`)}
        error={formState.errors.handler && t('fn.config.badHandler')}
      >
        <Input mono spellCheck={false} {...register('handler')} />
      </Field>
      <NumberField
        label={t('fn.config.memory')}
        hint={<MemoryHint space={space} fn={fn} memoryMb={values.memoryMb} />}
        error={!isWithin(values.memoryMb, LIMITS.memoryMb) && t('fn.config.badRange', LIMITS.memoryMb)}
        control={control}
        name="memoryMb"
        empty={0}
        zeroIsEmpty
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
        control={control}
        name="cpus"
        empty={null}
      />
      <NumberField
        label={t('fn.config.timeout')}
        hint={t('fn.config.range', LIMITS.timeoutSeconds)}
        error={
          !isWithin(values.timeoutSeconds, LIMITS.timeoutSeconds) && t('fn.config.badRange', LIMITS.timeoutSeconds)
        }
        control={control}
        name="timeoutSeconds"
        empty={0}
        zeroIsEmpty
      />
      <NumberField
        label={t('fn.config.tmp')}
        hint={t('fn.config.tmpHint', LIMITS.tmpMb)}
        error={
          !isWithin(values.tmpMb, LIMITS.tmpMb)
            ? t('fn.config.badRange', LIMITS.tmpMb)
            : values.tmpMb >= values.memoryMb && t('fn.config.tmpTooLarge')
        }
        control={control}
        name="tmpMb"
        empty={0}
        zeroIsEmpty
      />
      <Field label={t('common.description')} className="col-span-full">
        <Input maxLength={500} {...register('description')} />
      </Field>
    </div>
  )
}
