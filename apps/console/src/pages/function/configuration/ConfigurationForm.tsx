import { Environment, parametersOf, type FunctionDetail, SecretChanges, type UpdateFunction } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Info } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { Controller, FormProvider } from 'react-hook-form'
import { draftQuery } from '../../../api/drafts.ts'
import { functionKey, getFunction, updateFunction } from '../../../api/functions.ts'
import { functionQuota } from '../../../api/quotas.ts'
import { QuotaSection } from '../../../components/quota/QuotaSection.tsx'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'
import { configurationChanges } from '../changes/configurationChanges.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { EnvironmentEditor } from './EnvironmentEditor.tsx'
import { GeneralSettings } from './GeneralSettings.tsx'
import { LayersEditor } from './LayersEditor.tsx'
import { ChangedSettings } from './ChangedSettings.tsx'
import { SaveBar } from './SaveBar.tsx'
import { ScalingSettings } from './ScalingSettings.tsx'
import { replacedSecrets, secretNames } from './secrets.ts'
import { SecretsEditor } from './SecretsEditor.tsx'
import { TaskSettingsSection } from './TaskSettingsSection.tsx'
import { bodyOf, ConfigurationFields, type Settings, settingsOf, takenTwice } from './settings.ts'
import { RightSizingRail } from './sizing/RightSizingRail.tsx'

interface ConfigurationFormProps {
  space: string
  details: FunctionDetail
  /** A size to begin with, that is not saved yet. */
  memoryMb: number | undefined
}

/** Settings of the draft. Published versions keep theirs, and the page says so before saving. */
export function ConfigurationForm({ space, details, memoryMb }: ConfigurationFormProps) {
  const { t } = useTranslation()
  const reason = usePermission(space)('functions:write')
  // The draft may change while the form is open: keep what was typed, and compare it with the current draft.
  const current = useMemo(() => settingsOf(details), [details])
  const { values, ...form } = useLiveForm<Settings, UpdateFunction>({
    resolver: zodResolver(ConfigurationFields),
    defaultValues: current,
    values: current,
    resetOptions: { keepDirtyValues: true },
  })
  const { control, handleSubmit, reset, setValue, formState } = form
  useEffect(() => {
    if (memoryMb !== undefined) setValue('memoryMb', memoryMb, { shouldDirty: true })
  }, [memoryMb, setValue])
  const take = (from: FunctionDetail) => reset(settingsOf(from), { keepDirtyValues: false })
  const body = bodyOf(values)
  const twice = takenTwice(values)
  const secretError =
    twice === undefined
      ? SecretChanges.safeParse(body.secrets).error?.issues[0]?.message
      : t('fn.config.secretTaken', { name: twice })
  const changes = configurationChanges(
    details,
    { ...body, parameters: details.parameters, secrets: secretNames(values.secrets) },
    replacedSecrets(values.secrets),
  )
  const invalid = Object.keys(formState.errors).length > 0
  const save = useGuardedSave({
    item: details,
    follows: true,
    partial: true,
    run: (changed: UpdateFunction, seen) => updateFunction(space, details.name, changed, seen),
    read: () => getFunction(space, details.name),
    settings: (of) => bodyOf(settingsOf(of)),
    typed: (changed) => changed,
    onTheirs: (theirs) => theirs && take(theirs),
    invalidates: [functionKey(space, details.name), draftQuery(space, details.name).queryKey],
    done: () => t('fn.config.saved'),
    onDone: take,
  })
  const described = values.description !== details.description
  const serving = details.aliases.map(({ name, version }) => `${name} (v${version})`).join(', ')

  return (
    <FormProvider {...form}>
      {save.conflict && <ChangedDialog name={details.name} conflict={save.conflict} pending={save.isPending} />}
      <UnsavedGuard unsaved={changes.length > 0 || described}>
        <ChangedSettings changes={changes} described={described} />
      </UnsavedGuard>
      <form noValidate className="flex flex-1 flex-col" onSubmit={handleSubmit((changed) => save.mutate(changed))}>
        <p className="flex items-center gap-2 border-b border-line bg-sunken px-gutter py-2 text-fg-2">
          <Info size={15} className="text-fg-3" />
          {serving === '' ? t('fn.config.draftOnly') : t('fn.config.servingKeep', { serving })}
        </p>
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_348px] compact:grid-cols-1">
          <div className="min-w-0">
            <fieldset disabled={reason !== undefined}>
              <Section title={t('fn.config.general')}>
                <GeneralSettings space={space} fn={details.name} values={values} readOnly={reason !== undefined} />
              </Section>
              <Section ruled title={t('fn.config.scaling')} note={t('fn.config.scalingNote')}>
                <ScalingSettings values={values} />
              </Section>
            </fieldset>
            <Section ruled title={t('fn.config.tasks.title')} note={t('fn.config.tasks.note')}>
              <TaskSettingsSection space={space} fn={details.name} />
            </Section>
            <QuotaSection place={functionQuota(space, details.name)} />
            <Section
              ruled
              title={t('fn.config.environment')}
              note={t('fn.config.variables', { count: values.variables.length })}
            >
              <Controller
                control={control}
                name="variables"
                render={({ field }) => (
                  <EnvironmentEditor
                    variables={field.value}
                    error={Environment.safeParse(body.environment).error?.issues[0]?.message}
                    readOnlyReason={reason}
                    onChange={field.onChange}
                  />
                )}
              />
            </Section>
            <Section ruled title={t('fn.config.secrets')} note={t('fn.config.secretsNote')}>
              <Controller
                control={control}
                name="secrets"
                render={({ field }) => (
                  <SecretsEditor
                    rows={field.value}
                    error={secretError}
                    readOnlyReason={reason}
                    onChange={field.onChange}
                  />
                )}
              />
            </Section>
            <Section
              ruled
              title={t('fn.params.title')}
              actions={<LinkButton {...paths.parameters(space, details.name)}>{t('fn.params.edit')}</LinkButton>}
            >
              <p className="px-gutter pb-4 text-fg-2">
                {details.parameters
                  ? t('fn.params.summary', { count: parametersOf(details.parameters).length })
                  : t('fn.params.summaryNone')}
              </p>
            </Section>
            <Section ruled title={t('fn.config.layers')} note={t('fn.config.layersNote')}>
              <Controller
                control={control}
                name="layers"
                render={({ field }) => (
                  <LayersEditor
                    space={space}
                    runtime={values.runtime}
                    layers={field.value}
                    readOnlyReason={reason}
                    onChange={field.onChange}
                  />
                )}
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
          disabledReason={reason ?? (invalid ? t('fn.config.invalid') : undefined)}
          onReset={() => take(details)}
        />
      </form>
    </FormProvider>
  )
}
