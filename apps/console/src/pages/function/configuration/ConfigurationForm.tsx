import { Environment, type FunctionDetail, LIMITS, RUNTIMES, UpdateFunction } from '@alcove/contract'
import { Info } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { draftQuery } from '../../../api/drafts.ts'
import { functionKey, updateFunction } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Select } from '../../../ui/Select.tsx'
import { configurationChanges } from '../configurationChanges.ts'
import { usePermission } from '../usePermission.ts'
import { EnvironmentEditor } from './EnvironmentEditor.tsx'
import { environmentOf, type Variable, variablesOf } from './environment.ts'
import { SaveBar } from './SaveBar.tsx'

/** Settings of the draft. Published versions keep theirs, and the page says so before anything is saved. */
export function ConfigurationForm({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const reason = usePermission(space)('functions:write')
  const initial = {
    description: details.description,
    runtime: details.runtime,
    handler: details.handler,
    memoryMb: details.memoryMb,
    timeoutSeconds: details.timeoutSeconds,
  }
  const [values, setValues] = useState(initial)
  const [variables, setVariables] = useState<Variable[]>(() => variablesOf(details.environment))
  const set = (change: Partial<typeof initial>) => setValues((before) => ({ ...before, ...change }))

  const environment = environmentOf(variables)
  const parsed = UpdateFunction.safeParse({ ...values, environment })
  const issue = (key: string) => parsed.error?.issues.find(({ path }) => path[0] === key)?.message
  const environmentError = Environment.safeParse(environment).error?.issues[0]?.message
  const changes = configurationChanges({ ...initial, environment: details.environment }, { ...values, environment })
  const described = values.description !== initial.description
  const save = useChange({
    run: () => updateFunction(space, details.name, { ...values, environment }),
    invalidates: [functionKey(space, details.name), draftQuery(space, details.name).queryKey],
    done: () => t('fn.config.saved'),
  })
  const serving = details.aliases.map(({ name, version }) => `${name} (v${version})`).join(', ')

  return (
    <form
      noValidate
      className="flex flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (parsed.success) save.mutate(undefined)
      }}
    >
      <p className="flex items-center gap-2 border-b border-line bg-sunken px-gutter py-2 text-fg-2">
        <Info size={15} strokeWidth={1.75} aria-hidden="true" className="text-fg-3" />
        {serving === '' ? t('fn.config.draftOnly') : t('fn.config.servingKeep', { serving })}
      </p>
      <div className="min-w-0 flex-1">
        <Section title={t('fn.config.general')}>
          <fieldset disabled={reason !== undefined}>
            <div className="grid max-w-[720px] grid-cols-2 gap-4 px-gutter pb-5 narrow:grid-cols-1">
              <Field label={t('fn.config.runtime')}>
                <Select
                  value={values.runtime}
                  disabled={reason !== undefined}
                  onChange={(runtime) => set({ runtime })}
                  options={RUNTIMES.map((runtime) => ({
                    value: runtime,
                    label: runtime.replace('nodejs', 'Node.js '),
                  }))}
                />
              </Field>
              <Field
                label={t('fn.config.handler')}
                hint={t('fn.config.handlerHint')}
                error={issue('handler') && t('fn.config.badHandler')}
              >
                <Input
                  mono
                  value={values.handler}
                  spellCheck={false}
                  onChange={(event) => set({ handler: event.target.value })}
                />
              </Field>
              <Field
                label={t('fn.config.memory')}
                hint={t('fn.config.range', LIMITS.memoryMb)}
                error={issue('memoryMb') && t('fn.config.badRange', LIMITS.memoryMb)}
              >
                <Input
                  type="number"
                  value={values.memoryMb || ''}
                  onChange={(event) => set({ memoryMb: event.target.valueAsNumber || 0 })}
                />
              </Field>
              <Field
                label={t('fn.config.timeout')}
                hint={t('fn.config.range', LIMITS.timeoutSeconds)}
                error={issue('timeoutSeconds') && t('fn.config.badRange', LIMITS.timeoutSeconds)}
              >
                <Input
                  type="number"
                  value={values.timeoutSeconds || ''}
                  onChange={(event) => set({ timeoutSeconds: event.target.valueAsNumber || 0 })}
                />
              </Field>
              <Field label={t('common.description')} className="col-span-full">
                <Input
                  value={values.description}
                  maxLength={500}
                  onChange={(event) => set({ description: event.target.value })}
                />
              </Field>
            </div>
          </fieldset>
        </Section>
        <Section ruled title={t('fn.config.environment')} note={t('fn.config.variables', { count: variables.length })}>
          <EnvironmentEditor
            variables={variables}
            error={environmentError}
            readOnlyReason={reason}
            onChange={setVariables}
          />
        </Section>
      </div>
      <SaveBar
        changes={changes}
        described={described}
        latestVersion={details.latestVersion}
        pending={save.isPending}
        disabledReason={reason ?? (parsed.success ? undefined : t('fn.config.invalid'))}
        onReset={() => {
          setValues(initial)
          setVariables(variablesOf(details.environment))
        }}
      />
    </form>
  )
}
