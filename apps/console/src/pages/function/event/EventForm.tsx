import { parametersOf, type FieldError, type ParametersSchema } from '@alcove/contract'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { valuesIn, withValue } from './eventText.ts'
import { ParameterField } from './ParameterField.tsx'

interface EventFormProps {
  parameters: ParametersSchema
  /** The event as JSON text, which is all that the form changes. */
  text: string
  /** The errors of the last call, if it was refused. */
  errors: readonly FieldError[]
  onChange(text: string): void
}

/** An event as fields. What the form cannot show stays in the text. */
export function EventForm({ parameters, text, errors, onChange }: EventFormProps) {
  const { t } = useTranslation()
  const form = useRef<HTMLDivElement>(null)
  // A refused call goes on at the first field that is wrong.
  useEffect(() => {
    if (errors.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [errors])
  const values = valuesIn(text)
  const declared = parametersOf(parameters)
  if (values === null) {
    return (
      <div className="grid justify-items-start gap-2">
        <p className="text-fg-2">{t('fn.params.noObject')}</p>
        <Button onClick={() => onChange('{}')}>{t('fn.params.startForm')}</Button>
      </div>
    )
  }
  const others = Object.keys(values).filter((name) => !declared.some((each) => each.name === name))
  return (
    <div ref={form} className="grid gap-3">
      {declared.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          refusal={errors.find(({ path }) => path.split('.')[0] === parameter.name)?.message}
          onChange={(value) => onChange(withValue(text, parameter.name, value))}
        />
      ))}
      {declared.length === 0 && <p className="text-fg-2">{t('fn.params.none')}</p>}
      {others.length > 0 && (
        <p className="text-sm wrap-anywhere text-fg-3">{t('fn.params.others', { names: others.join(', ') })}</p>
      )}
    </div>
  )
}
