import { type Alias, AliasName, type Version } from '@alcove/contract'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { putAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
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
  /** null: a new one. */
  alias: Alias | null
  versions: readonly Version[]
  onClose(): void
}

export function AliasDialog({ space, fn, alias, versions, onClose }: AliasDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(alias?.name ?? '')
  const [version, setVersion] = useState(String(alias?.version ?? versions[0]!.version))
  const [second, setSecond] = useState(alias?.additional ? String(alias.additional.version) : null)
  const [percent, setPercent] = useState(Math.round((alias?.additional?.weight ?? 0.1) * 100))
  const [taken, setTaken] = useState<string | null>(null)

  const move = useMoveAlias(space, fn, onClose)
  const create = useChange({
    run: () => putAlias(space, fn, name, target, null),
    invalidates: [functionKey(space, fn)],
    done: () => t('fn.aliases.created', { alias: name, target: targetText(target) }),
    onDone: onClose,
    handles: (error) => {
      const exists = isApiError(error, 'PreconditionFailed') || isApiError(error, 'AlreadyExists')
      if (exists) setTaken(name)
      return exists
    },
  })
  const target = {
    version: Number(version),
    additional: second === null ? null : { version: Number(second), weight: percent / 100 },
  }
  const badName = name !== '' && !AliasName.safeParse(name).success && t('fn.aliases.badName')
  const nameError = badName || (taken === name && t('fn.aliases.taken')) || null
  const same = alias !== null && targetText(alias) === targetText(target)
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
      disabledReason={(name === '' && t('fn.aliases.needsName')) || nameError || (same && t('fn.aliases.same'))}
      onSubmit={() => {
        if (alias) move.mutate({ alias, target })
        else create.mutate(undefined)
      }}
    >
      {!alias && (
        <Field label={t('common.name')} hint={t('fn.aliases.nameHint')} error={nameError}>
          <Input
            mono
            value={name}
            placeholder="live"
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
      <Field label={t('fn.aliases.version')}>
        <Select
          mono
          value={version}
          options={options(versions)}
          onChange={(next) => {
            setVersion(next)
            if (next === second) setSecond(null)
          }}
        />
      </Field>
      {others.length > 0 && (
        <Checkbox
          checked={second !== null}
          onChange={(checked) => setSecond(checked ? String(others[0]!.version) : null)}
        >
          {t('fn.aliases.sendSome')}
        </Checkbox>
      )}
      {second !== null && (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-4 narrow:grid-cols-1">
          <Field label={t('fn.aliases.second')}>
            <Select mono value={second} options={options(others)} onChange={setSecond} />
          </Field>
          <WeightField value={percent} onChange={setPercent} />
        </div>
      )}
      <p role="status" className="text-fg-2">
        {second === null
          ? t('fn.aliases.sentenceAll', { version })
          : t('fn.aliases.sentenceSplit', { first: 100 - percent, version, rest: percent, second })}
      </p>
    </FormDialog>
  )
}
