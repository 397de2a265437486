import { CATCH_UPS, OVERLAPS, REPEATED_TIMES, SKIPPED_TIMES } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { functionQuery } from '../../../../../api/functions.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { said } from '../../../../../i18n/said.ts'
import { Field, Input, Textarea } from '../../../../../ui/Field.tsx'
import { NewNameInput } from '../../../../../ui/NewNameInput.tsx'
import { Section } from '../../../../../ui/Section.tsx'
import { Segmented } from '../../../../../ui/Segmented.tsx'
import { JsonText } from '../../../payload/JsonText.tsx'
import { PreviewedForm } from '../../PreviewedForm.tsx'
import { TargetField } from '../../TargetField.tsx'
import { useNameError } from '../../useNameError.ts'
import { useSaveTrigger } from '../../useSaveTrigger.ts'
import { useTriggerPreview } from '../../useTriggerPreview.ts'
import type { TriggerFormProps } from '../kind.ts'
import { CronInput } from './CronInput.tsx'
import { fieldsOf, readFields, type TimerFields } from './fields.ts'
import { NextTen } from './NextTen.tsx'
import { useScheduleWords } from './useScheduleWords.ts'

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')]

export function TimerForm({ space, fn, trigger, onClose, onDone, onTheirs }: TriggerFormProps<'timer'>) {
  const { t } = useTranslation()
  const words = useScheduleWords()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, formState } = useForm<TimerFields>({
    defaultValues: fieldsOf(trigger, details?.aliases[0]?.name ?? 'draft'),
  })
  const fields = useWatch({ control }) as TimerFields
  const nameError = useNameError(space, fn, fields.name, trigger === null)
  const read = readFields(fields, trigger?.config)
  const enabled = trigger?.enabled ?? true
  const body = read.config && ({ type: 'timer', qualifier: fields.qualifier, enabled, config: read.config } as const)
  const {
    preview,
    errors: refused,
    stale,
  } = useTriggerPreview('timer', {
    space,
    fn,
    name: fields.name,
    body,
  })
  // The server compares with the stored trigger: a time in the past is an error only when it is new.
  const errors: Record<string, string> = read.errors ?? (trigger && isSame(read.config, trigger.config) ? {} : refused)
  const [first] = Object.values(errors)
  const save = useSaveTrigger({ space, fn, trigger, onDone, onTheirs })
  const problem =
    (fields.name === '' && t('fn.triggers.needsName')) ||
    nameError ||
    (first && t('triggers.createdNone', { reason: said(first) }))
  const choice = <Key extends keyof TimerFields>(
    name: Key,
    label: string,
    options: readonly { value: string; label: string }[],
    shown?: string,
  ) => (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Segmented
          label={label}
          value={shown ?? field.value}
          onChange={field.onChange}
          options={options}
          className="w-full!"
        />
      )}
    />
  )
  const changes = preview?.clockChange
  const isCron = fields.schedule === 'cron'
  return (
    <PreviewedForm
      name={trigger?.name ?? null}
      edited={formState.isDirty}
      save={save}
      problem={problem ?? false}
      onSave={() => body && save.mutate({ name: fields.name, body })}
      onClose={onClose}
      previewLabel={t('triggers.nextTen')}
      preview={
        <>
          <Section title={t('triggers.nextTen')} note={fields.timezone}>
            {preview && <NextTen preview={preview} dimmed={stale} />}
          </Section>
          {preview && (
            <Section ruled title={t('triggers.expect')}>
              <pre className="mono px-gutter pb-4 text-sm whitespace-pre-wrap wrap-anywhere">
                <JsonText text={JSON.stringify(preview.event, null, 2)} />
              </pre>
            </Section>
          )}
        </>
      }
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="nightly" {...register('name')} />
          </Field>
        )}
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => <TargetField space={space} fn={fn} value={field.value} onChange={field.onChange} />}
        />
      </div>
      <Section
        ruled
        title={t('triggers.schedule')}
        actions={
          <Controller
            control={control}
            name="schedule"
            render={({ field }) => (
              <Segmented
                label={t('triggers.schedule')}
                value={field.value}
                onChange={field.onChange}
                options={(['cron', 'rate', 'once'] as const).map((value) => ({
                  value,
                  label: t(`triggers.kinds.${value}`),
                }))}
              />
            )}
          />
        }
      >
        <div className="grid max-w-2xl gap-4 px-gutter pb-4 wide:grid-cols-2">
          <div className="grid gap-1.5 wide:col-span-2">
            {fields.schedule === 'cron' && (
              <Field label={t('triggers.cron')} hint={t('triggers.cronHint')} error={errors['cron']}>
                <CronInput cron={fields.cron} register={register} />
              </Field>
            )}
            {fields.schedule === 'rate' && (
              <Field label={t('triggers.rate')} hint={t('triggers.rateHint')} error={errors['rateSeconds']}>
                <Input inputMode="numeric" autoComplete="off" {...register('rateSeconds')} />
              </Field>
            )}
            {fields.schedule === 'once' && (
              <Field label={t('triggers.at')} hint={t('triggers.zoneTime')} error={errors['at']}>
                <Input type="datetime-local" step={1} {...register('at')} />
              </Field>
            )}
            {read.config && !stale && first === undefined && (
              <p className="flex items-center gap-2 font-name" aria-live="polite">
                <Check size={14} className="text-accent" />
                {words(read.config)}
              </p>
            )}
          </div>
          <Field label={t('triggers.timezone')} hint={t('triggers.timezoneHint')} error={errors['timezone']}>
            <Input list="time-zones" autoComplete="off" spellCheck={false} {...register('timezone')} />
          </Field>
          <datalist id="time-zones">
            {ZONES.map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </datalist>
          <Field label={t('triggers.jitter')} hint={t('triggers.jitterHint')} error={errors['jitterSeconds']}>
            <Input inputMode="numeric" {...register('jitterSeconds')} />
          </Field>
          {fields.schedule !== 'once' && (
            <>
              <Field label={t('triggers.start')} hint={t('triggers.open')} error={errors['start']}>
                <Input type="datetime-local" step={1} {...register('start')} />
              </Field>
              <Field label={t('triggers.end')} hint={t('triggers.open')} error={errors['end']}>
                <Input type="datetime-local" step={1} {...register('end')} />
              </Field>
            </>
          )}
          {isCron && preview && (changes || fields.skipped || fields.repeated) && (
            <>
              <Field label={t('triggers.skippedTime')} hint={t(`triggers.dstSkippedHint.${preview.dst.skipped}`)}>
                {choice(
                  'skipped',
                  t('triggers.skippedTime'),
                  SKIPPED_TIMES.map((value) => ({ value, label: t(`triggers.dstSkipped.${value}`) })),
                  fields.skipped || preview.dst.skipped,
                )}
              </Field>
              <Field label={t('triggers.repeatedTime')} hint={t(`triggers.dstRepeatedHint.${preview.dst.repeated}`)}>
                {choice(
                  'repeated',
                  t('triggers.repeatedTime'),
                  REPEATED_TIMES.map((value) => ({ value, label: t(`triggers.dstRepeated.${value}`) })),
                  fields.repeated || preview.dst.repeated,
                )}
              </Field>
            </>
          )}
        </div>
      </Section>
      <Section ruled title={t('triggers.cannotRun')}>
        <div className="grid max-w-2xl gap-4 px-gutter pb-4 wide:grid-cols-2">
          <Field
            className="wide:col-span-2"
            label={t('triggers.overlap')}
            hint={t(`triggers.overlapHint.${fields.overlap}`)}
          >
            {choice(
              'overlap',
              t('triggers.overlap'),
              OVERLAPS.map((value) => ({ value, label: t(`triggers.overlaps.${value}`) })),
            )}
          </Field>
          <Field
            label={t('triggers.catchUp')}
            hint={t(`triggers.catchUpHint.${fields.catchUp}`, {
              hours: fields.catchUpHours,
              max: fields.catchUpMax,
            })}
          >
            {choice(
              'catchUp',
              t('triggers.catchUp'),
              CATCH_UPS.map((value) => ({ value, label: t(`triggers.catchUps.${value}`) })),
            )}
          </Field>
          <Field
            label={t('triggers.pauseAfter')}
            hint={t('triggers.pauseAfterHint')}
            error={errors['pauseAfterFailures']}
          >
            <Input inputMode="numeric" {...register('pauseAfterFailures')} />
          </Field>
          {fields.catchUp !== 'skip' && (
            <Field label={t('triggers.catchUpHours')} error={errors['catchUpWindowSeconds']}>
              <Input inputMode="decimal" {...register('catchUpHours')} />
            </Field>
          )}
          {fields.catchUp === 'all' && (
            <Field label={t('triggers.catchUpMax')} error={errors['catchUpMax']}>
              <Input inputMode="numeric" {...register('catchUpMax')} />
            </Field>
          )}
        </div>
      </Section>
      <Section ruled title={t('triggers.payload')}>
        <div className="max-w-2xl px-gutter pb-4">
          <Field
            label={<span className="sr-only">{t('triggers.payload')}</span>}
            hint={t('triggers.payloadHint')}
            error={errors['payload']}
          >
            <Textarea mono rows={5} spellCheck={false} {...register('payload')} />
          </Field>
        </div>
      </Section>
    </PreviewedForm>
  )
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
