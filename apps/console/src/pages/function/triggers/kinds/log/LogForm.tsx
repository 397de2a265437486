import { LOG_LEVELS } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { functionQuery, functionsQuery } from '../../../../../api/functions.ts'
import { useWholeList } from '../../../../../components/useWholeList.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { said } from '../../../../../i18n/said.ts'
import { Field, Input, Textarea } from '../../../../../ui/Field.tsx'
import { NewNameInput } from '../../../../../ui/NewNameInput.tsx'
import { Section } from '../../../../../ui/Section.tsx'
import { Select } from '../../../../../ui/Select.tsx'
import { PreviewedForm } from '../../PreviewedForm.tsx'
import { TargetField } from '../../TargetField.tsx'
import { useNameError } from '../../useNameError.ts'
import { useSaveTrigger } from '../../useSaveTrigger.ts'
import { useTriggerPreview } from '../../useTriggerPreview.ts'
import type { TriggerFormProps } from '../kind.ts'
import { fieldsOf, readFields, type LogFields } from './fields.ts'
import { MatchedLines } from './MatchedLines.tsx'

export function LogForm({ space, fn, trigger, onClose, onDone, onTheirs }: TriggerFormProps<'log'>) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, formState } = useForm<LogFields>({
    defaultValues: fieldsOf(trigger, details?.aliases[0]?.name ?? 'draft'),
  })
  const fields = useWatch({ control }) as LogFields
  const { name, qualifier } = fields
  const nameError = useNameError(space, fn, name, trigger === null)
  const others = useWholeList(functionsQuery(space)).data?.filter((other) => other.name !== fn) ?? []
  const read = readFields(fields)
  const enabled = trigger?.enabled ?? true
  const chosen = fields.function !== ''
  const body = chosen && read.config ? ({ type: 'log', qualifier, enabled, config: read.config } as const) : null
  const { preview, errors: refused, stale } = useTriggerPreview('log', { space, fn, name, body })
  const errors: Record<string, string> = chosen ? (read.errors ?? refused) : {}
  const [first] = Object.values(errors)
  const save = useSaveTrigger({ space, fn, trigger, onDone, onTheirs })
  const problem =
    (name === '' && t('fn.triggers.needsName')) ||
    nameError ||
    (!chosen && t('triggers.sourceNone')) ||
    (first !== undefined && t('triggers.createdNone', { reason: said(first) }))
  const source = fields.function
  const known = others.some((other) => other.name === source)
  return (
    <PreviewedForm
      name={trigger?.name ?? null}
      edited={formState.isDirty}
      save={save}
      problem={problem}
      onSave={() => body && save.mutate({ name: name, body })}
      onClose={onClose}
      previewLabel={t('triggers.matchedLines')}
      preview={
        <Section title={t('triggers.matchedLines')}>
          {preview && chosen && <MatchedLines lines={preview.matched} dimmed={stale} />}
        </Section>
      }
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="errors" {...register('name')} />
          </Field>
        )}
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => <TargetField space={space} fn={fn} value={field.value} onChange={field.onChange} />}
        />
        <Controller
          control={control}
          name="function"
          render={({ field }) => (
            <Field label={t('triggers.source')} hint={t('triggers.sourceHint')} error={errors['function']}>
              <Select
                value={field.value}
                onChange={field.onChange}
                options={[
                  ...(known ? [] : [{ value: source, label: source || t('triggers.sourceNone') }]),
                  ...others.map((other) => ({ value: other.name, label: other.name })),
                ]}
              />
            </Field>
          )}
        />
        <Controller
          control={control}
          name="level"
          render={({ field }) => (
            <Field label={t('triggers.level')}>
              <Select
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: '', label: t('triggers.anyLevel') },
                  ...LOG_LEVELS.map((level) => ({ value: level, label: level })),
                ]}
              />
            </Field>
          )}
        />
        <Field label={t('triggers.text')} hint={t('triggers.textHint')} error={errors['pattern']}>
          <Input mono autoComplete="off" spellCheck={false} {...register('pattern')} />
        </Field>
        <Field label={t('triggers.regex')} hint={t('triggers.regexHint')} error={errors['regex']}>
          <Input mono autoComplete="off" spellCheck={false} {...register('regex')} />
        </Field>
        <Field
          className="wide:col-span-2"
          label={t('triggers.fields')}
          hint={t('triggers.fieldsHint')}
          error={errors['fields']}
        >
          <Textarea mono rows={4} spellCheck={false} {...register('fields')} />
        </Field>
      </div>
      <Section ruled title={t('triggers.batch')} note={t('triggers.batchNote')}>
        <div className="grid max-w-2xl gap-4 px-gutter pb-4 wide:grid-cols-2">
          <Field label={t('triggers.batchSize')} error={errors['batchSize']}>
            <Input inputMode="numeric" {...register('batchSize')} />
          </Field>
          <Field label={t('triggers.batchWindow')} error={errors['batchWindowSeconds']}>
            <Input inputMode="decimal" {...register('batchWindowSeconds')} />
          </Field>
        </div>
      </Section>
    </PreviewedForm>
  )
}
