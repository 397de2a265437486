import { ALERT_METRICS, isOfCalls, isOfNow, WINDOWED_LIMITS, type AlertTarget, type PutAlert } from '@alcove/contract'
import type { ReactNode } from 'react'
import { functionsQuery } from '../../../api/functions.ts'
import { type BodyForm, refusalAt } from '../../../components/useBodyForm.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { NewNameInput } from '../../../ui/NewNameInput.tsx'
import { FieldGroup } from '../../../ui/FieldGroup.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Select } from '../../../ui/Select.tsx'
import { ruleOf, type AlertDraft } from './alert-draft.ts'
import { unitOf } from './useRuleWords.ts'

const EVENTS = ['logs', 'issues', 'missedTimers', 'quota', 'budget'] as const

interface AlertFieldsProps {
  space: string
  form: BodyForm<AlertDraft, PutAlert>
  isNew: boolean
  nameError: string | null
  targets: readonly AlertTarget[]
  /** Why the server did not save it. */
  refused: unknown
}

export function AlertFields({ space, form, isNew, nameError, targets, refused }: AlertFieldsProps) {
  const { t } = useTranslation()
  const functions = useWholeList(functionsQuery(space)).data ?? []
  const { register, set, errorAt, values: draft } = form
  const { condition } = ruleOf(draft)
  const unit = unitOf(condition)
  const number = (name: keyof typeof NUMBERS, label: string, suffix: string, hint?: ReactNode) => (
    <Field label={label} hint={hint} error={errorAt(NUMBERS[name])}>
      <span className="flex items-center gap-2">
        <Input inputMode="decimal" autoComplete="off" className="num" {...register(name)} />
        {suffix && <span className="text-sm whitespace-nowrap text-fg-3">{suffix}</span>}
      </span>
    </Field>
  )
  return (
    <>
      {isNew && (
        <Field label={t('common.name')} error={nameError}>
          <NewNameInput placeholder="checkout-fails" {...register('name')} />
        </Field>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('alerts.when')}>
          <Select
            value={draft.kind}
            onChange={(kind) => set('kind', kind)}
            options={[
              ...ALERT_METRICS.map((kind) => ({ value: kind, label: t(`alerts.metrics.${kind}`) })),
              ...EVENTS.map((kind) => ({ value: kind, label: t(`alerts.kinds.${kind}`) })),
            ]}
          />
        </Field>
        <Field label={t('alerts.of')} error={refusalAt(refused, 'condition.function')}>
          <Select
            disabled={draft.kind === 'budget'}
            value={draft.kind === 'budget' ? ' ' : draft.function || ' '}
            onChange={(fn) => set('function', fn.trim())}
            options={[
              { value: ' ', label: t('alerts.wholeSpace') },
              ...functions.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
        </Field>
      </div>
      {draft.kind === 'logs' && (
        <Field
          label={t('alerts.query')}
          hint={t('alerts.queryHint')}
          error={refusalAt(refused, 'q') ?? (errorAt('condition.query') && t('alerts.wrongQuery'))}
        >
          <Input mono autoComplete="off" placeholder='level:error "no balance"' {...register('query')} />
        </Field>
      )}
      {draft.kind === 'quota' && (
        <Field label={t('alerts.limit')}>
          <Select
            mono
            value={draft.limit}
            onChange={(limit) => set('limit', limit)}
            options={WINDOWED_LIMITS.map((limit) => ({ value: limit, label: limit }))}
          />
        </Field>
      )}
      <div className="grid grid-cols-3 gap-3 narrow:grid-cols-2">
        <Field label={t('alerts.is')}>
          <Select
            value={draft.comparison}
            onChange={(comparison) => set('comparison', comparison)}
            options={(['above', 'below'] as const).map((value) => ({ value, label: t(`alerts.${value}`) }))}
          />
        </Field>
        {number('threshold', t('alerts.threshold'), unit)}
        {number('for', t('alerts.for'), t('alerts.min'))}
        {!isOfNow(condition) && number('window', t('alerts.window'), t('alerts.min'))}
        {number('resolve', t(`alerts.resolves.${draft.comparison}`), unit)}
        {number('resolveFor', t('alerts.for'), t('alerts.min'))}
        {isOfCalls(condition) && number('minimumCalls', t('alerts.minimumCalls'), t('alerts.calls'))}
      </div>
      <FieldGroup label={t('alerts.noData')}>
        <Segmented
          label={t('alerts.noData')}
          value={draft.noData}
          onChange={(noData) => set('noData', noData)}
          options={(['keep', 'fire', 'ok'] as const).map((value) => ({
            value,
            label: t(`alerts.noDataThen.${value}`),
          }))}
        />
      </FieldGroup>
      <FieldGroup label={t('alerts.notify')}>
        {targets.length === 0 && <p className="text-sm text-fg-3">{t('alerts.noTargetsYet')}</p>}
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {targets.map(({ name }) => (
            <Checkbox
              key={name}
              checked={draft.notify.includes(name)}
              onChange={(checked) =>
                set('notify', checked ? [...draft.notify, name] : draft.notify.filter((each) => each !== name))
              }
            >
              <span className="mono">{name}</span>
            </Checkbox>
          ))}
        </div>
      </FieldGroup>
      {draft.notify.length > 0 && number('repeat', t('alerts.repeat'), t('alerts.min'), t('alerts.repeatHint'))}
      <Field label={t('common.description')} hint={t('alerts.descriptionHint')}>
        <Input autoComplete="off" {...register('description')} />
      </Field>
      <Checkbox checked={draft.enabled} onChange={(enabled) => set('enabled', enabled)}>
        {t('alerts.enabled')}
      </Checkbox>
    </>
  )
}

/** What a rule calls the number of a field. */
const NUMBERS = {
  threshold: 'threshold',
  window: 'windowMinutes',
  for: 'forMinutes',
  resolve: 'resolveThreshold',
  resolveFor: 'resolveForMinutes',
  minimumCalls: 'minimumCalls',
  repeat: 'repeatMinutes',
} as const
