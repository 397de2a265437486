import {
  parametersOf,
  withoutOrder,
  withParameters,
  type FunctionDetail,
  type ParametersSchema,
} from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Plus, Settings2 } from 'lucide-react'
import { useState } from 'react'
import { draftQuery } from '../../../api/drafts.ts'
import { functionKey, getFunction, updateFunction } from '../../../api/functions.ts'
import { parametersPreviewQuery } from '../../../api/parameters.ts'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Section } from '../../../ui/Section.tsx'
import { parameterChanges } from '../changes/configurationChanges.ts'
import { ChangedSettings } from '../configuration/ChangedSettings.tsx'
import { SaveBar } from '../configuration/SaveBar.tsx'
import { freeName } from './parameterDraft.ts'
import { ParameterTable } from './ParameterTable.tsx'
import { RefusedCalls } from './RefusedCalls.tsx'
import { SchemaPane } from './SchemaPane.tsx'
import { SeenInputs } from './SeenInputs.tsx'
import { TryParameters } from './TryParameters.tsx'

interface ParametersFormProps {
  space: string
  details: FunctionDetail
}

/** Table, form and schema are three views of one JSON Schema: that of the draft. */
export function ParametersForm({ space, details }: ParametersFormProps) {
  const { t } = useTranslation()
  const denied = usePermission(space)
  const readOnlyReason = denied('functions:write')
  const saved = details.parameters && withoutOrder(details.parameters)
  const [edited, setEdited] = useState<{ parameters: ParametersSchema | null } | null>(null)
  const current = edited ? edited.parameters : saved
  const parameters = parametersOf(current)
  const change = (next: ParametersSchema) => setEdited({ parameters: next })
  const setParameters = (next: ReturnType<typeof parametersOf>) =>
    setEdited({ parameters: next.length === 0 && saved === null ? null : withParameters(current, next) })
  const changes = parameterChanges(saved, current)
  const empty = parameters.find(({ schema }) => Array.isArray(schema['enum']) && schema['enum'].length === 0)
  const dirty = changes.length > 0
  const preview = useQuery({
    ...parametersPreviewQuery(space, details.name, current),
    enabled: denied('logs:read') === undefined && !empty,
  })
  const save = useGuardedSave({
    item: details,
    follows: edited === null,
    partial: true,
    run: (next: ParametersSchema | null, seen) => updateFunction(space, details.name, { parameters: next }, seen),
    read: () => getFunction(space, details.name),
    settings: (of) => of.parameters && withoutOrder(of.parameters),
    typed: (next) => next,
    onTheirs: () => setEdited(null),
    invalidates: [functionKey(space, details.name), draftQuery(space, details.name).queryKey],
    done: () => t('fn.params.saved'),
    onDone: () => setEdited(null),
  })
  const add = () =>
    setParameters([...parameters, { name: freeName(parameters), required: false, schema: { type: 'string' } }])
  const infer = preview.data?.inferred
  const addButton = (
    <Button icon={<Plus size={14} />} disabledReason={readOnlyReason} onClick={add}>
      {t('fn.params.add')}
    </Button>
  )
  return (
    <>
      {save.conflict && <ChangedDialog name={details.name} conflict={save.conflict} pending={save.isPending} />}
      <UnsavedGuard unsaved={dirty}>
        <ChangedSettings changes={changes} described={false} />
      </UnsavedGuard>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)_var(--rail)] compact:grid-cols-1">
        <div className="min-w-0">
          <Section title={t('fn.params.title')} note={t('fn.params.note')} actions={parameters.length > 0 && addButton}>
            {parameters.length > 0 ? (
              <ParameterTable parameters={parameters} readOnlyReason={readOnlyReason} onChange={setParameters} />
            ) : (
              <EmptyState
                icon={<Settings2 size={18} />}
                title={t('fn.params.empty')}
                action={
                  <>
                    {addButton}
                    {infer && (
                      <Button disabledReason={readOnlyReason} onClick={() => change(infer)}>
                        {t('fn.params.infer', { count: preview.data!.calls })}
                      </Button>
                    )}
                  </>
                }
              >
                {t('fn.params.emptyHint')}
              </EmptyState>
            )}
          </Section>
          {preview.data && current !== null && <RefusedCalls preview={preview.data} />}
          {preview.error && <p className="border-t border-line px-gutter py-2 text-danger">{preview.error.message}</p>}
          {preview.data && current !== null && (
            <SeenInputs parameters={current} preview={preview.data} readOnlyReason={readOnlyReason} onChange={change} />
          )}
        </div>
        <aside className="min-w-0 border-l border-line compact:border-t compact:border-l-0">
          {current !== null && (
            <TryParameters
              space={space}
              fn={details.name}
              parameters={current}
              disabledReason={denied('functions:invoke') ?? (dirty ? t('fn.params.saveFirst') : undefined)}
            />
          )}
          <SchemaPane parameters={current} onChange={(next) => !readOnlyReason && change(next)} />
        </aside>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(current)
        }}
      >
        <SaveBar
          changes={changes}
          described={false}
          latestVersion={details.latestVersion}
          pending={save.isPending}
          disabledReason={readOnlyReason ?? (empty && `${empty.name}: ${t('fn.params.noChoices')}`)}
          onReset={() => setEdited(null)}
        />
      </form>
    </>
  )
}
