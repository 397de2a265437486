import { Environment, type FunctionDetail, SecretChanges, UpdateFunction } from '@alcove/contract'
import { Info } from 'lucide-react'
import { useState } from 'react'
import { draftQuery } from '../../../api/drafts.ts'
import { functionKey, updateFunction } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Section } from '../../../ui/Section.tsx'
import { configurationChanges } from '../changes/configurationChanges.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { EnvironmentEditor } from './EnvironmentEditor.tsx'
import { environmentOf, type Variable, variablesOf } from './environment.ts'
import { GeneralSettings } from './GeneralSettings.tsx'
import { LayersEditor } from './LayersEditor.tsx'
import { SaveBar } from './SaveBar.tsx'
import { ScalingSettings } from './ScalingSettings.tsx'
import { replacedSecrets, secretChanges, secretNames, type SecretRow, secretRows } from './secrets.ts'
import { SecretsEditor } from './SecretsEditor.tsx'
import { type Settings, settingsOf } from './settings.ts'
import { RightSizingRail } from './sizing/RightSizingRail.tsx'

/** Settings of the draft. Published versions keep theirs, and the page says so before anything is saved. */
export function ConfigurationForm({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const reason = usePermission(space)('functions:write')
  const [basis, setBasis] = useState(details)
  const initial = settingsOf(basis)
  const [values, setValues] = useState(initial)
  const [variables, setVariables] = useState<Variable[]>(() => variablesOf(details.environment))
  const [secrets, setSecrets] = useState<SecretRow[]>(() => secretRows(details.secrets))
  const set = (change: Partial<Settings>) => setValues((before) => ({ ...before, ...change }))
  const take = (from: FunctionDetail) => {
    setValues(settingsOf(from))
    setVariables(variablesOf(from.environment))
    setSecrets(secretRows(from.secrets))
  }

  const environment = environmentOf(variables)
  const body = { ...values, layers: [...values.layers], environment, secrets: secretChanges(secrets) }
  const parsed = UpdateFunction.safeParse(body)
  const twice = secretNames(secrets).find((name) => name in environment)
  const secretError =
    twice === undefined
      ? SecretChanges.safeParse(body.secrets).error?.issues[0]?.message
      : t('fn.config.secretTaken', { name: twice })
  const fits = values.tmpMb < values.memoryMb && values.scaling.minInstances <= values.scaling.maxInstances
  const changes = configurationChanges(
    { ...initial, layers: [...initial.layers], environment: basis.environment, secrets: basis.secrets },
    { ...body, secrets: secretNames(secrets) },
    replacedSecrets(secrets),
  )
  const described = values.description !== initial.description
  // The draft moves on under an open form: what was typed stays, and is held against what there is now.
  if (details !== basis) {
    setBasis(details)
    if (changes.length === 0 && !described && details.draft.revision !== basis.draft.revision) take(details)
  }
  const save = useChange({
    run: () => updateFunction(space, details.name, body),
    invalidates: [functionKey(space, details.name), draftQuery(space, details.name).queryKey],
    done: () => t('fn.config.saved'),
    onDone: (saved) => setSecrets(secretRows(saved.secrets)),
  })
  const serving = details.aliases.map(({ name, version }) => `${name} (v${version})`).join(', ')

  return (
    <form
      noValidate
      className="flex flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (parsed.success && fits && !secretError) save.mutate(undefined)
      }}
    >
      <p className="flex items-center gap-2 border-b border-line bg-sunken px-gutter py-2 text-fg-2">
        <Info size={15} className="text-fg-3" />
        {serving === '' ? t('fn.config.draftOnly') : t('fn.config.servingKeep', { serving })}
      </p>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)_348px] compact:grid-cols-1">
        <div className="min-w-0">
          <fieldset disabled={reason !== undefined}>
            <Section title={t('fn.config.general')}>
              <GeneralSettings
                values={values}
                badHandler={parsed.error?.issues.some(({ path }) => path[0] === 'handler') ?? false}
                readOnly={reason !== undefined}
                onChange={set}
              />
            </Section>
            <Section ruled title={t('fn.config.scaling')} note={t('fn.config.scalingNote')}>
              <ScalingSettings values={values} onChange={(scaling) => set({ scaling })} />
            </Section>
          </fieldset>
          <Section
            ruled
            title={t('fn.config.environment')}
            note={t('fn.config.variables', { count: variables.length })}
          >
            <EnvironmentEditor
              variables={variables}
              error={Environment.safeParse(environment).error?.issues[0]?.message}
              readOnlyReason={reason}
              onChange={setVariables}
            />
          </Section>
          <Section ruled title={t('fn.config.secrets')} note={t('fn.config.secretsNote')}>
            <SecretsEditor rows={secrets} error={secretError} readOnlyReason={reason} onChange={setSecrets} />
          </Section>
          <Section ruled title={t('fn.config.layers')} note={t('fn.config.layersNote')}>
            <LayersEditor
              space={space}
              runtime={values.runtime}
              layers={values.layers}
              readOnlyReason={reason}
              onChange={(layers) => set({ layers })}
            />
          </Section>
        </div>
        <RightSizingRail
          space={space}
          details={details}
          disabledReason={reason ?? (changes.length > 0 ? t('fn.config.sizing.unsaved') : undefined)}
        />
      </div>
      <SaveBar
        changes={changes}
        described={described}
        latestVersion={details.latestVersion}
        pending={save.isPending}
        disabledReason={reason ?? (parsed.success && fits && !secretError ? undefined : t('fn.config.invalid'))}
        onReset={() => take(details)}
      />
    </form>
  )
}
