import { kindOf, withExactNumbers, type Parameter } from '@alcove/contract'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Select } from '../../../ui/Select.tsx'
import { valueError } from './valueError.ts'

interface ParameterFieldProps {
  parameter: Parameter
  /** Undefined: the event leaves it out. */
  value: unknown
  /** What the server said about it, after a call was refused. */
  refusal: string | undefined
  onChange(value: unknown): void
}

const LEFT_OUT = ' left out'

/** One parameter of an event. An emptied field leaves the parameter out. */
export function ParameterField({ parameter, value, refusal, onChange }: ParameterFieldProps) {
  const { t } = useTranslation()
  const [touched, setTouched] = useState(false)
  const { name, required, schema } = parameter
  const fallback = 'default' in schema ? JSON.stringify(schema['default']) : undefined
  const error = refusal ?? (touched ? valueError(t, parameter, value) : null)
  const described = typeof schema['description'] === 'string' ? schema['description'] : undefined
  return (
    <Field
      label={
        <>
          <span className="mono wrap-anywhere">{name}</span>
          {required && <span className="ml-2 font-normal text-fg-3">{t('fn.params.required')}</span>}
        </>
      }
      hint={described}
      error={error}
    >
      <Control
        parameter={parameter}
        value={value}
        placeholder={fallback === undefined ? '' : t('fn.params.defaultIs', { value: fallback })}
        onChange={onChange}
        onBlur={() => setTouched(true)}
      />
    </Field>
  )
}

interface ControlProps extends Pick<ParameterFieldProps, 'parameter' | 'value' | 'onChange'> {
  placeholder: string
  onBlur(): void
}

function Control({ parameter, value, placeholder, onChange, onBlur }: ControlProps) {
  const { t } = useTranslation()
  const { name, schema } = parameter
  const kind = kindOf(schema)
  const leftOut = { value: LEFT_OUT, label: placeholder || t('fn.params.leftOut') }
  switch (kind) {
    case 'boolean':
    case 'enum': {
      const choices = kind === 'boolean' ? [true, false] : (schema['enum'] as unknown[])
      return (
        <Select
          label={name}
          value={value === undefined ? LEFT_OUT : JSON.stringify(value)}
          options={[leftOut, ...choices.map((choice) => ({ value: JSON.stringify(choice), label: String(choice) }))]}
          onChange={(next) => onChange(next === LEFT_OUT ? undefined : JSON.parse(next))}
        />
      )
    }
    case 'string':
      if (schema['writeOnly'] === true) return <SecretInput value={value} onChange={onChange} onBlur={onBlur} />
      return (
        <Input
          value={typeof value === 'string' ? value : ''}
          placeholder={placeholder}
          spellCheck={false}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
          onBlur={onBlur}
        />
      )
    case 'integer':
    case 'number':
      return <NumberInput value={value} placeholder={placeholder} onChange={onChange} onBlur={onBlur} />
    case 'list':
    case 'object':
    case 'other':
      return <JsonInput value={value} placeholder={placeholder} onChange={onChange} onBlur={onBlur} />
  }
}

type InputProps = Omit<ControlProps, 'parameter'>

function SecretInput({ value, onChange, onBlur }: Omit<InputProps, 'placeholder'>) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const icon = { size: 14 } as const
  return (
    <span className="flex items-center gap-1">
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        value={typeof value === 'string' ? value : ''}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        onBlur={onBlur}
      />
      <IconButton
        label={t(shown ? 'fn.config.hideValues' : 'fn.config.showValues')}
        icon={shown ? <EyeOff {...icon} /> : <Eye {...icon} />}
        onClick={() => setShown(!shown)}
      />
    </span>
  )
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** The event gets every digit as it was typed. What is no number yet is text there: its error says so. */
function NumberInput({ value, placeholder, onChange, onBlur }: InputProps) {
  const [typed, setTyped] = useState('')
  const isTyped = NUMBER.test(typed) ? Number(typed) === value : typed === value
  const shown = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return (
    <Input
      inputMode="decimal"
      value={isTyped ? typed : shown}
      placeholder={placeholder}
      onChange={({ target: { value: text } }) => {
        const isNumber = NUMBER.test(text) && Number.isFinite(Number(text))
        setTyped(text)
        onChange(text === '' ? undefined : isNumber ? JSON.parse(text, withExactNumbers) : text)
      }}
      onBlur={onBlur}
    />
  )
}

/** What is no JSON yet stays in the field only. */
function JsonInput({ value, placeholder, onChange, onBlur }: InputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <>
      <Textarea
        mono
        rows={3}
        spellCheck={false}
        aria-invalid={typed !== null || undefined}
        value={typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
        placeholder={placeholder}
        onChange={({ target }) => {
          setTyped(null)
          if (target.value.trim() === '') return onChange(undefined)
          try {
            onChange(JSON.parse(target.value))
          } catch {
            setTyped(target.value)
          }
        }}
        onBlur={onBlur}
      />
      {typed !== null && <span className="text-sm text-danger">{t('fn.params.notJson')}</span>}
    </>
  )
}
