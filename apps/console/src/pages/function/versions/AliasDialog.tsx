import { type Alias, AliasName, type PutAlias, type Version } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { isApiError } from '../../../api/error.ts'
import { putAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { targetText } from './targets.ts'
import { useMoveAlias } from './useMoveAlias.ts'
import { WeightField } from './WeightField.tsx'

interface AliasDialogProps {
  space: string
  fn: string
  /** Null for a new alias. */
  alias: Alias | null
  versions: readonly Version[]
  /** All calls are to go to this version; what the alias has if absent. */
  to?: number | undefined
  onClose(): void
}

const Fields = z.object({
  name: AliasName,
  version: z.string(),
  /** Null when all calls go to one version. */
  second: z.string().nullable(),
  percent: z.number().int().min(1).max(99),
})
type Fields = z.infer<typeof Fields>

const sameTarget = (one: Pick<PutAlias, 'version' | 'additional'>, other: typeof one): boolean =>
  one.version === other.version &&
  one.additional?.version === other.additional?.version &&
  one.additional?.weight === other.additional?.weight

/** The gate of the alias is closed: tests fail, or have not run. */
const isShut = (error: unknown) => isApiError(error, 'Conflict')

const reasonOf = (text: string) => (text.trim() === '' ? {} : { reason: text.trim() })

const targetOf = ({ version, second, percent }: Fields) => ({
  version: Number(version),
  additional: second === null ? null : { version: Number(second), weight: percent / 100 },
})

export function AliasDialog({ space, fn, versions, to, onClose, ...opened }: AliasDialogProps) {
  const { t } = useTranslation()
  // A change that somebody else makes meanwhile must be a conflict.
  const [alias] = useState(opened.alias)
  const { register, control, handleSubmit, setError, setValue, formState, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: alias?.name ?? '',
      version: String(to ?? alias?.version ?? versions[0]!.version),
      second: to === undefined && alias?.additional ? String(alias.additional.version) : null,
      percent: Math.round((alias?.additional?.weight ?? 0.1) * 100),
    },
  })
  const { name, version, second, percent } = values
  const move = useMoveAlias(space, fn, onClose, isShut)
  const tried = move.variables && sameTarget(move.variables.target, targetOf(values))
  const shut = tried && isShut(move.error) ? move.error : null
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const why = usePermission(space)
  const mayProtect = why('aliases:protect') === undefined
  const [guarded, setGuarded] = useState(alias?.protected ?? false)
  const protection = guarded === (alias?.protected ?? false) ? {} : { protected: guarded }
  const mayOverride = why('grants:write') === undefined
  const create = useChange({
    run: (fields: Fields) =>
      putAlias(space, fn, fields.name, { ...targetOf(fields), ...protection, ...reasonOf(note) }, null),
    invalidates: [functionKey(space, fn)],
    done: (made) => t('fn.aliases.created', { alias: made.name, target: targetText(made) }),
    onDone: onClose,
    handles: (error) => {
      const exists = isApiError(error, 'PreconditionFailed') || isApiError(error, 'AlreadyExists')
      if (exists) setError('name', { type: 'taken' })
      return exists
    },
  })
  const problem = name === '' ? undefined : formState.errors.name
  const nameError = problem && t(problem.type === 'taken' ? 'fn.aliases.taken' : 'fn.aliases.badName')
  const same =
    alias !== null && targetText(alias) === targetText(targetOf(values)) && Object.keys(protection).length === 0
  const others = versions.filter((candidate) => String(candidate.version) !== version)
  const options = (list: readonly Version[]) =>
    list.map((item) => ({
      value: String(item.version),
      label: `v${item.version}`,
      hint: item.description || undefined,
    }))

  return (
    <FormDialog
      onClose={onClose}
      title={alias ? t('fn.aliases.moveTitle', { alias: alias.name }) : t('fn.aliases.new')}
      description={t('fn.aliases.explained')}
      submit={alias ? t('fn.aliases.move') : t('fn.aliases.create')}
      pending={move.isPending || create.isPending}
      disabledReason={
        (name === '' && t('fn.aliases.needsName')) ||
        nameError ||
        (same && t('fn.aliases.same')) ||
        (shut && !reason.trim() && shut.message)
      }
      onSubmit={handleSubmit((fields) => {
        if (alias) {
          const override = shut && { override: { reason } }
          move.mutate({ alias, target: { ...targetOf(fields), ...override, ...protection, ...reasonOf(note) } })
        } else create.mutate(fields)
      })}
    >
      {shut && <FormError message={shut.message} />}
      {!alias && (
        <Field label={t('common.name')} hint={t('fn.aliases.nameHint')} error={nameError}>
          <Input mono placeholder="live" autoComplete="off" {...register('name')} />
        </Field>
      )}
      <Field label={t('fn.aliases.version')}>
        <Controller
          control={control}
          name="version"
          render={({ field }) => (
            <Select
              mono
              value={field.value}
              options={options(versions)}
              onChange={(next) => {
                field.onChange(next)
                if (next === second) setValue('second', null)
              }}
            />
          )}
        />
      </Field>
      {others.length > 0 && (
        <Checkbox
          checked={second !== null}
          onChange={(checked) => setValue('second', checked ? String(others[0]!.version) : null)}
        >
          {t('fn.aliases.sendSome')}
        </Checkbox>
      )}
      {second !== null && (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-4 narrow:grid-cols-1">
          <Field label={t('fn.aliases.second')}>
            <Select mono value={second} options={options(others)} onChange={(next) => setValue('second', next)} />
          </Field>
          <WeightField value={percent} onChange={(next) => setValue('percent', next)} />
        </div>
      )}
      <p role="status" className="text-fg-2">
        {second === null
          ? t('fn.aliases.sentenceAll', { version })
          : t('fn.aliases.sentenceSplit', { first: 100 - percent, version, rest: percent, second })}
      </p>
      <Field label={t('fn.aliases.reason')} hint={t('fn.aliases.reasonHint')}>
        <Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Checkbox checked={guarded} onChange={setGuarded} disabled={!mayProtect}>
        {t('fn.aliases.protect')}
        {!mayProtect && <span className="block text-sm text-fg-3">{why('aliases:protect')}</span>}
      </Checkbox>
      {shut && mayOverride && (
        <Field
          label={`${t('fn.tests.gate.override')}: ${t('fn.tests.gate.reason')}`}
          hint={t('fn.tests.gate.overrideHint')}
        >
          <Input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </FormDialog>
  )
}
