import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { bucketsQuery } from '../../../../../api/buckets.ts'
import { functionQuery } from '../../../../../api/functions.ts'
import { useWholeList } from '../../../../../components/useWholeList.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { said } from '../../../../../i18n/said.ts'
import { Checkbox } from '../../../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../../../ui/Field.tsx'
import { NewNameInput } from '../../../../../ui/NewNameInput.tsx'
import { Notice } from '../../../../../ui/Notice.tsx'
import { Section } from '../../../../../ui/Section.tsx'
import { Select } from '../../../../../ui/Select.tsx'
import { PreviewedForm } from '../../PreviewedForm.tsx'
import { TargetField } from '../../TargetField.tsx'
import { useNameError } from '../../useNameError.ts'
import { useSaveTrigger } from '../../useSaveTrigger.ts'
import { useTriggerPreview } from '../../useTriggerPreview.ts'
import type { TriggerFormProps } from '../kind.ts'
import { fieldsOf, readFields, type BucketFields } from './fields.ts'
import { MatchedObjects } from './MatchedObjects.tsx'

export function BucketForm({ space, fn, trigger, source, onClose, onDone, onTheirs }: TriggerFormProps<'bucket'>) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, formState } = useForm<BucketFields>({
    defaultValues: fieldsOf(trigger, details?.aliases[0]?.name ?? 'draft', source),
  })
  const fields = useWatch({ control }) as BucketFields
  const { name, qualifier } = fields
  const nameError = useNameError(space, fn, name, trigger === null)
  const buckets = useWholeList(bucketsQuery(space)).data ?? []
  const read = readFields(fields)
  const chosen = fields.bucket !== ''
  const enabled = trigger?.enabled ?? true
  const body = chosen && read.config ? ({ type: 'bucket', qualifier, enabled, config: read.config } as const) : null
  const { preview, errors: refused, stale } = useTriggerPreview('bucket', { space, fn, name, body })
  const errors: Record<string, string> = chosen ? (read.config ? refused : read.errors) : {}
  const [first] = Object.values(errors)
  const save = useSaveTrigger({ space, fn, trigger, onDone, onTheirs })
  const problem =
    (name === '' && t('fn.triggers.needsName')) ||
    nameError ||
    (!chosen && t('triggers.bucketNone')) ||
    (first !== undefined && t('triggers.createdNone', { reason: said(first) }))
  const known = buckets.some((bucket) => bucket.name === fields.bucket)
  return (
    <PreviewedForm
      name={trigger?.name ?? null}
      edited={formState.isDirty}
      save={save}
      problem={problem}
      onSave={() => body && save.mutate({ name: name, body })}
      onClose={onClose}
      previewLabel={t('triggers.matchedObjects')}
      preview={
        <Section title={t('triggers.matchedObjects')}>
          {preview && chosen && <MatchedObjects objects={preview.matched} dimmed={stale} />}
        </Section>
      }
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="uploads" {...register('name')} />
          </Field>
        )}
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => <TargetField space={space} fn={fn} value={field.value} onChange={field.onChange} />}
        />
        <Controller
          control={control}
          name="bucket"
          render={({ field }) => (
            <Field label={t('triggers.bucket')} error={errors['bucket']}>
              <Select
                value={field.value}
                onChange={field.onChange}
                options={[
                  ...(known ? [] : [{ value: fields.bucket, label: fields.bucket || t('triggers.bucketNone') }]),
                  ...buckets.map((bucket) => ({ value: bucket.name, label: bucket.name })),
                ]}
              />
            </Field>
          )}
        />
        <fieldset className="grid content-start gap-2">
          <legend className="mb-1 font-name">{t('triggers.objectEvents')}</legend>
          {(['created', 'removed'] as const).map((event) => (
            <Controller
              key={event}
              control={control}
              name={event}
              render={({ field }) => (
                <Checkbox checked={field.value} onChange={field.onChange}>
                  {t(`triggers.objectEvent.${event}`)}
                </Checkbox>
              )}
            />
          ))}
          {errors['events'] !== undefined && <p className="text-sm text-danger">{errors['events']}</p>}
        </fieldset>
        <Field label={t('triggers.prefix')} hint={t('triggers.prefixHint')} error={errors['prefix']}>
          <Input mono placeholder="originals/" autoComplete="off" spellCheck={false} {...register('prefix')} />
        </Field>
        <Field label={t('triggers.suffix')} hint={t('triggers.suffixHint')} error={errors['suffix']}>
          <Input mono placeholder=".jpg" autoComplete="off" spellCheck={false} {...register('suffix')} />
        </Field>
        <Field label={t('triggers.minBytes')} hint={t('triggers.open')} error={errors['minBytes']}>
          <Input inputMode="numeric" {...register('minBytes')} />
        </Field>
        <Field label={t('triggers.maxBytes')} hint={t('triggers.open')} error={errors['maxBytes']}>
          <Input inputMode="numeric" {...register('maxBytes')} />
        </Field>
      </div>
      {preview?.loop === true && !stale && (
        <div className="px-gutter pb-4">
          <Notice tone="warning" icon={<TriangleAlert size={16} />} title={t('triggers.objectLoop', { fn })} />
        </div>
      )}
    </PreviewedForm>
  )
}
