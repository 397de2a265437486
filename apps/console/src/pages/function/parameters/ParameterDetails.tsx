import { kindOf, PARAMETER_KINDS, type Parameter, type ParameterKind } from '@alcove/contract'
import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { withKeyword, withKind } from './parameterDraft.ts'

interface ParameterDetailsProps {
  parameter: Parameter
  /** Names of the others. */
  taken: readonly string[]
  onChange(parameter: Parameter): void
}

/** Fields of one parameter: those that its kind has. */
export function ParameterDetails({ parameter, taken, onChange }: ParameterDetailsProps) {
  const { t } = useTranslation()
  const { name, schema } = parameter
  const kind = kindOf(schema)
  const set = (keyword: string, value: unknown) =>
    onChange({ ...parameter, schema: withKeyword(schema, keyword, value) })
  return (
    <div className="sticky left-0 grid max-w-[100vw] grid-cols-3 gap-3 px-gutter pt-1 pb-4 narrow:grid-cols-1">
      <NameField name={name} taken={taken} onChange={(next) => onChange({ ...parameter, name: next })} />
      <Field label={t('fn.params.type')}>
        <Select
          label={t('fn.params.type')}
          value={kind}
          options={PARAMETER_KINDS.map((value) => ({ value, label: t(`fn.params.kind.${value}`) }))}
          onChange={(next: ParameterKind) => onChange({ ...parameter, schema: withKind(schema, next) })}
        />
      </Field>
      <DefaultField
        key={kind}
        value={schema['default']}
        text={kind === 'string' || kind === 'enum'}
        onChange={(value) => set('default', value)}
      />
      {kind === 'enum' && (
        <ChoicesField choices={schema['enum'] as string[]} onChange={(choices) => set('enum', choices)} />
      )}
      {kind === 'string' && (
        <>
          <TextField
            mono
            label={t('fn.params.pattern')}
            value={text(schema['pattern'])}
            onChange={(value) => set('pattern', value === '' ? undefined : value)}
          />
          <Field label={t('fn.params.format')}>
            <Select
              label={t('fn.params.format')}
              value={text(schema['format']) || 'any'}
              options={['any', 'date-time', 'date', 'email', 'uuid', 'uri'].map((value) => ({
                value,
                label: value === 'any' ? t('fn.params.anyFormat') : value,
              }))}
              onChange={(value) => set('format', value === 'any' ? undefined : value)}
            />
          </Field>
          <BoundField
            label={t('fn.params.maxLength')}
            value={schema['maxLength']}
            onChange={(n) => set('maxLength', n)}
          />
        </>
      )}
      {(kind === 'integer' || kind === 'number') && (
        <>
          <BoundField label={t('fn.params.minimum')} value={schema['minimum']} onChange={(n) => set('minimum', n)} />
          <BoundField label={t('fn.params.maximum')} value={schema['maximum']} onChange={(n) => set('maximum', n)} />
        </>
      )}
      <TextField
        className="col-span-full"
        label={t('fn.params.description')}
        value={text(schema['description'])}
        onChange={(value) => set('description', value === '' ? undefined : value)}
      />
      {(kind === 'other' || kind === 'object' || kind === 'list') && (
        <p className="col-span-full text-sm text-fg-3">{t('fn.params.inSchema')}</p>
      )}
    </div>
  )
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

interface TextFieldProps {
  label: string
  hint?: string
  value: string
  mono?: boolean
  className?: string
  onChange(value: string): void
}

/** Applies what was typed when the field is left. */
function TextField({ label, hint, value, mono, className = '', onChange }: TextFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const apply = () => {
    if (typed !== null && typed !== value) onChange(typed)
    setTyped(null)
  }
  return (
    <Field label={label} hint={hint} className={className}>
      <Input
        {...(mono && { mono })}
        spellCheck={false}
        value={typed ?? value}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={apply}
        onKeyDown={({ key }) => key === 'Enter' && apply()}
      />
    </Field>
  )
}

/** One on each line: a choice may have a comma. Applied when the field is left. */
function ChoicesField({ choices, onChange }: { choices: readonly string[]; onChange(choices: string[]): void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const apply = () => {
    if (typed !== null) onChange([...new Set(typed.split('\n').map((each) => each.trim()))].filter(Boolean))
    setTyped(null)
  }
  return (
    <Field
      label={t('fn.params.choices')}
      hint={t('fn.params.choicesHint')}
      error={typed === null && choices.length === 0 ? t('fn.params.noChoices') : null}
    >
      <Textarea
        spellCheck={false}
        value={typed ?? choices.join('\n')}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={apply}
      />
    </Field>
  )
}

function NameField({
  name,
  taken,
  onChange,
}: {
  name: string
  taken: readonly string[]
  onChange(name: string): void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const wrong =
    typed === null ? null : typed === '' ? t('fn.params.noName') : taken.includes(typed) && t('fn.params.taken')
  const apply = () => {
    if (typed !== null && !wrong && typed !== name) onChange(typed)
    if (!wrong) setTyped(null)
  }
  return (
    <Field label={t('fn.params.name')} error={wrong || null}>
      <Input
        mono
        spellCheck={false}
        maxLength={200}
        value={typed ?? name}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={apply}
        onKeyDown={({ key }) => key === 'Enter' && apply()}
      />
    </Field>
  )
}

function BoundField({
  label,
  value,
  onChange,
}: {
  label: string
  value: unknown
  onChange(value: number | undefined): void
}) {
  return (
    <TextField
      label={label}
      value={typeof value === 'number' ? String(value) : ''}
      onChange={(typed) => onChange(typed.trim() === '' || !Number.isFinite(Number(typed)) ? undefined : Number(typed))}
    />
  )
}

interface DefaultFieldProps {
  value: unknown
  /** The value is text: no quotes are needed. */
  text: boolean
  onChange(value: unknown): void
}

function DefaultField({ value, text, onChange }: DefaultFieldProps) {
  const { t } = useTranslation()
  const shown = value === undefined ? '' : text && typeof value === 'string' ? value : JSON.stringify(value)
  return (
    <TextField
      mono
      label={t('fn.params.default')}
      hint={text ? t('fn.params.defaultText') : t('fn.params.defaultJson')}
      value={shown}
      onChange={(typed) => {
        if (typed === '') return onChange(undefined)
        if (text) return onChange(typed)
        try {
          onChange(JSON.parse(typed))
        } catch {
          // Not JSON: the field falls back to what it was.
        }
      }}
    />
  )
}
