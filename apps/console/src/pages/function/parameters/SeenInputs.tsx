import {
  parametersOf,
  typeSummary,
  withParameters,
  type Parameter,
  type ParametersPreview,
  type ParametersSchema,
} from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Section } from '../../../ui/Section.tsx'

interface SeenInputsProps {
  parameters: ParametersSchema | null
  preview: ParametersPreview
  readOnlyReason: string | undefined
  onChange(parameters: ParametersSchema): void
}

/** What recorded calls had that is not declared. Nothing is applied by itself. */
export function SeenInputs({ parameters, preview, readOnlyReason, onChange }: SeenInputsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const declared = parametersOf(parameters)
  const seen = parametersOf(preview.inferred).filter(({ name }) => !declared.some((each) => each.name === name))
  const add = (more: readonly Parameter[]) => onChange(withParameters(parameters, [...declared, ...more]))
  const callsOf = (name: string) => preview.seen.find((each) => each.name === name)?.calls ?? 0
  if (seen.length === 0) return null
  return (
    <Section
      ruled
      title={t('fn.params.seen')}
      note={t('fn.params.seenIn', { count: preview.calls })}
      actions={
        <Button size="sm" disabledReason={readOnlyReason} onClick={() => add(seen)}>
          {t('fn.params.addAll')}
        </Button>
      }
    >
      <ul className="border-t border-line">
        {seen.map((parameter) => (
          <li
            key={parameter.name}
            className="flex min-h-9 items-center gap-x-3 gap-y-1 narrow:flex-wrap border-b border-line px-gutter py-1"
          >
            <span className="mono cut w-36 shrink-0 font-name">{parameter.name}</span>
            <span className="min-w-0 flex-1 whitespace-nowrap text-fg-2">
              {parameter.required
                ? t('fn.params.inEvery')
                : t('fn.params.inSome', { calls: format.number(callsOf(parameter.name)) })}
            </span>
            <span className="mono cut max-w-48 text-sm text-accent">{typeSummary(parameter.schema)}</span>
            <Button size="sm" disabledReason={readOnlyReason} onClick={() => add([parameter])}>
              <span className="cut max-w-32">{t('fn.params.addOne', { name: parameter.name })}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
