import { declarationOf, ParametersSchema, withoutOrder } from '@alcove/contract'
import { useState } from 'react'
import { JsonEditor, useMonaco } from '../../../components/CodeEditor/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { jsonError } from '../payload/jsonError.ts'

interface SchemaPaneProps {
  parameters: ParametersSchema | null
  onChange(parameters: ParametersSchema): void
}

/** The schema itself. Text that is not valid yet leaves the parameters as they are. */
export function SchemaPane({ parameters, onChange }: SchemaPaneProps) {
  const { t } = useTranslation()
  const monaco = useMonaco()
  const [view, setView] = useState<'schema' | 'types'>('schema')
  const [typed, setTyped] = useState<{ text: string; problem: string | null } | null>(null)
  const written = JSON.stringify(
    parameters === null ? { type: 'object', properties: {} } : withoutOrder(parameters),
    null,
    2,
  )
  // What was typed stays while it means the same as the table.
  const text = typed !== null && (typed.problem !== null || sameJson(typed.text, written)) ? typed.text : written
  const problem = typed?.text === text ? typed.problem : null
  const change = (next: string) => {
    const reason = problemOf(next)
    setTyped({ text: next, problem: reason })
    if (reason === null && !sameJson(next, written)) onChange(JSON.parse(next) as ParametersSchema)
  }
  return (
    <section aria-label={t('fn.params.schema')} className="flex min-h-0 flex-col border-t border-line">
      <div className="flex items-center gap-2 px-4 py-2">
        <h2 className="font-heading">{t('fn.params.schema')}</h2>
        <Segmented
          label={t('fn.params.schema')}
          value={view}
          onChange={setView}
          options={[
            { value: 'schema', label: 'JSON Schema' },
            { value: 'types', label: 'TypeScript' },
          ]}
        />
        <span className="ml-auto">
          <CopyButton text={view === 'schema' ? text : declarationOf(parameters ?? EMPTY)} label={t('common.copy')} />
        </span>
      </div>
      {problem && (
        <p role="alert" className="px-4 pb-2 text-sm text-danger">
          {t('fn.params.badSchema', { reason: said(problem) })}
        </p>
      )}
      {view === 'types' ? (
        <CodeBlock wrap label="TypeScript" code={declarationOf(parameters ?? EMPTY)} />
      ) : (
        <div className="h-80 resize-y overflow-hidden border-t border-line">
          {monaco && <JsonEditor monaco={monaco} value={text} label={t('fn.params.schema')} onChange={change} />}
        </div>
      )}
    </section>
  )
}

const EMPTY: ParametersSchema = { type: 'object', properties: {} }

function problemOf(text: string): string | null {
  const reason = jsonError(text)
  return reason ?? ParametersSchema.safeParse(JSON.parse(text)).error?.issues[0]?.message ?? null
}

const sameJson = (a: string, b: string): boolean =>
  jsonError(a) === null && JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))
