import { DESTINATION_TYPES, type PutDestination } from '@alcove/contract'
import { functionsQuery } from '../../../api/functions.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'

interface DestinationFieldsProps {
  space: string
  /** A function is not its own destination. */
  fn: string
  label: string
  value: PutDestination | null
  /** The URL that has a secret already. */
  stored: string | null
  errorAt(path: string): string | undefined
  onChange(value: PutDestination | null): void
}

const EMPTY = {
  function: { type: 'function', function: '', qualifier: 'draft' },
  bucket: { type: 'bucket', bucket: '', prefix: '' },
  webhook: { type: 'webhook', url: '' },
} as const satisfies Record<string, PutDestination>

/** Where the results of one kind go: nowhere, or to a function, a bucket or a webhook. */
export function DestinationFields(props: DestinationFieldsProps) {
  const { label, value, onChange } = props
  const { t } = useTranslation()
  return (
    <fieldset className="grid gap-3 border-t border-line pt-3">
      <Field label={label}>
        <Select
          value={value?.type ?? 'nowhere'}
          options={(['nowhere', ...DESTINATION_TYPES] as const).map((type) => ({
            value: type,
            label: t(`fn.config.destinations.${type}`),
          }))}
          onChange={(type) => onChange(type === 'nowhere' ? null : type === value?.type ? value : EMPTY[type])}
        />
      </Field>
      {value?.type === 'function' && <FunctionFields {...props} value={value} />}
      {value?.type === 'bucket' && <BucketFields {...props} value={value} />}
      {value?.type === 'webhook' && <WebhookFields {...props} value={value} />}
    </fieldset>
  )
}

type FieldsOf<Type extends PutDestination['type']> = Omit<DestinationFieldsProps, 'value'> & {
  value: Extract<PutDestination, { type: Type }>
}

function FunctionFields({ space, fn, value, errorAt, onChange }: FieldsOf<'function'>) {
  const { t } = useTranslation()
  const functions = useWholeList(functionsQuery(space)).data ?? []
  const names = functions.map(({ name }) => name).filter((name) => name !== fn)
  return (
    <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
      <Field
        label={t('fn.config.destinations.function')}
        hint={names.length === 0 ? t('fn.config.destinations.noOther') : undefined}
        error={errorAt('function')}
      >
        <Select
          mono
          value={value.function}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={(name) => onChange({ ...value, function: name })}
        />
      </Field>
      <Field
        label={t('fn.config.destinations.qualifier')}
        hint={t('fn.config.destinations.qualifierHint')}
        error={errorAt('qualifier')}
      >
        <Input
          mono
          value={value.qualifier}
          onChange={({ target }) => onChange({ ...value, qualifier: target.value })}
        />
      </Field>
    </div>
  )
}

function BucketFields({ value, errorAt, onChange }: FieldsOf<'bucket'>) {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
      <Field label={t('fn.config.destinations.bucket')} error={errorAt('bucket')}>
        <Input mono value={value.bucket} onChange={({ target }) => onChange({ ...value, bucket: target.value })} />
      </Field>
      <Field
        label={t('fn.config.destinations.prefix')}
        hint={t('fn.config.destinations.prefixHint')}
        error={errorAt('prefix')}
      >
        <Input mono value={value.prefix} onChange={({ target }) => onChange({ ...value, prefix: target.value })} />
      </Field>
    </div>
  )
}

function WebhookFields({ value, stored, errorAt, onChange }: FieldsOf<'webhook'>) {
  const { t } = useTranslation()
  return (
    <>
      <Field label="URL" hint={t('fn.config.destinations.urlHint')} error={errorAt('url')}>
        <Input mono type="url" value={value.url} onChange={({ target }) => onChange({ ...value, url: target.value })} />
      </Field>
      {stored !== null && stored === value.url && (
        <Checkbox
          checked={value.newSecret === true}
          onChange={(checked) => onChange({ type: 'webhook', url: value.url, ...(checked && { newSecret: true }) })}
        >
          {t('fn.config.destinations.newSecret')}
        </Checkbox>
      )}
    </>
  )
}
