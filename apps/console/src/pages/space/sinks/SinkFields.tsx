import { SINK_SECRETS, SINK_TYPES, type PutSink, type Sink } from '@alcove/contract'
import { bucketsQuery } from '../../../api/buckets.ts'
import { type BodyForm, refusalAt } from '../../../components/useBodyForm.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useTimeZone } from '../../../i18n/timeZone.ts'
import { momentOf, wallTime } from '../../../i18n/zonedTime.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { NewNameInput } from '../../../ui/NewNameInput.tsx'
import { FieldGroup } from '../../../ui/FieldGroup.tsx'
import { Select } from '../../../ui/Select.tsx'
import { datasetsFor, FIELDS, valueOf, type SinkDraft, type SinkField } from './sink-draft.ts'

interface SinkFieldsProps {
  space: string
  /** Null: a new one. */
  sink: Sink | null
  form: BodyForm<SinkDraft, PutSink>
  nameError: string | null
  /** Why the server did not save it. */
  refused: unknown
}

export function SinkFields({ space, sink, form, nameError, refused }: SinkFieldsProps) {
  const { t } = useTranslation()
  const zone = useTimeZone()
  const { register, set, errorAt, values: draft } = form
  const setField = (field: SinkField, value: string) => set(`fields.${field}`, value)
  const { type, datasets } = draft
  const takes = datasetsFor(type)
  const errorOf = (field: SinkField) => {
    const path = `config.${field === 'secret' ? SINK_SECRETS[type] : field}`
    const isTyped = valueOf(draft, field) !== ''
    return refusalAt(refused, path) ?? (isTyped && errorAt(path) ? t(`sinks.wrong.${field}`) : null)
  }
  return (
    <>
      {sink === null && (
        <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="archive" {...register('name')} />
          </Field>
          <Field label={t('sinks.type')}>
            <Select
              value={type}
              onChange={(next) => set('type', next)}
              options={SINK_TYPES.map((value) => ({
                value,
                label: t(`sinks.types.${value}`),
                hint: t(`sinks.writes.${value}`),
              }))}
            />
          </Field>
        </div>
      )}
      <FieldGroup label={t('sinks.what')}>
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {takes.map((dataset) => (
            <Checkbox
              key={dataset}
              checked={datasets.includes(dataset)}
              onChange={(checked) =>
                set('datasets', checked ? [...datasets, dataset] : datasets.filter((each) => each !== dataset))
              }
            >
              {t(`sinks.datasets.${dataset}`)}
            </Checkbox>
          ))}
        </div>
        {errorAt('datasets') && <p className="text-sm text-danger">{t('sinks.wrong.datasets')}</p>}
      </FieldGroup>
      <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
        {FIELDS[type].map((field) =>
          field === 'tls' ? (
            <Field key={field} label={t('sinks.fields.tls')}>
              <Select
                value={valueOf(draft, field)}
                onChange={(value) => setField(field, value)}
                options={['verify', 'required', 'off'].map((value) => ({
                  value,
                  label: t(`sinks.tls.${value as 'verify' | 'required' | 'off'}`),
                }))}
              />
            </Field>
          ) : field === 'bucket' && type === 'bucket' ? (
            <BucketField
              key={field}
              space={space}
              value={valueOf(draft, field)}
              error={errorOf(field)}
              onChange={(value) => setField(field, value)}
            />
          ) : (
            <Field
              key={field}
              label={t(
                field === 'secret'
                  ? `sinks.secrets.${type as Exclude<typeof type, 'bucket'>}`
                  : `sinks.fields.${field}`,
              )}
              hint={
                field === 'secret'
                  ? t(sink?.hasSecret ? 'sinks.unchanged' : 'sinks.sealed')
                  : hints[field] && t(hints[field])
              }
              error={errorOf(field)}
            >
              <Input
                mono
                type={field === 'secret' ? 'password' : 'text'}
                autoComplete={field === 'secret' ? 'new-password' : 'off'}
                inputMode={field === 'port' ? 'numeric' : undefined}
                value={valueOf(draft, field)}
                onChange={(event) => setField(field, event.target.value)}
              />
            </Field>
          ),
        )}
      </div>
      {sink === null && (
        <>
          <Field label={t('sinks.startAt')} hint={t('sinks.startAtHint', { zone })}>
            <Input
              type="datetime-local"
              value={draft.startAt && wallTime(Date.parse(draft.startAt), zone).slice(0, 16)}
              onChange={({ target: { value } }) =>
                set('startAt', value && new Date(momentOf(value, zone)).toISOString())
              }
            />
          </Field>
          <Checkbox checked={draft.paused} onChange={(paused) => set('paused', paused)}>
            {t('sinks.createPaused')}
          </Checkbox>
        </>
      )}
    </>
  )
}

const hints = {
  endpoint: 'sinks.hints.endpoint',
  prefix: 'sinks.hints.prefix',
  tablePrefix: 'sinks.hints.tablePrefix',
  url: 'sinks.hints.url',
} as const satisfies Partial<Record<SinkField, string>> as Partial<
  Record<SinkField, 'sinks.hints.endpoint' | 'sinks.hints.prefix' | 'sinks.hints.tablePrefix' | 'sinks.hints.url'>
>

interface BucketFieldProps {
  space: string
  value: string
  error: string | null
  onChange(bucket: string): void
}

function BucketField({ space, value, error, onChange }: BucketFieldProps) {
  const { t } = useTranslation()
  const buckets = useWholeList(bucketsQuery(space)).data ?? []
  return (
    <Field label={t('sinks.fields.bucket')} hint={buckets.length === 0 ? t('sinks.noBucket') : undefined} error={error}>
      <Select
        mono
        value={value}
        onChange={onChange}
        options={buckets.map(({ name }) => ({ value: name, label: name }))}
      />
    </Field>
  )
}
