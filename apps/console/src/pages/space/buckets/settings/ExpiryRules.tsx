import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { said } from '../../../../i18n/said.ts'
import type { RuleDraft } from './bucket-draft.ts'

interface ExpiryRulesProps {
  rules: readonly RuleDraft[]
  onChange(rules: RuleDraft[]): void
  /** What is wrong with a field of the request. */
  errorAt(path: string): string | undefined
  disabled?: boolean
  /** What a rule is about, beside its fields. */
  note?: (rule: RuleDraft) => ReactNode
}

/** Fields for the rules by which objects go after some days. */
export function ExpiryRules({ rules, onChange, errorAt, disabled = false, note }: ExpiryRulesProps) {
  const { t } = useTranslation()
  const change = (id: number, changed: Partial<RuleDraft>) =>
    onChange(rules.map((rule) => (rule.id === id ? { ...rule, ...changed } : rule)))
  const tooMany = errorAt('expiry')
  return (
    <div className="grid gap-2">
      {rules.map((rule, at) => (
        <div key={rule.id} className="flex flex-wrap items-end gap-2">
          <Field className="min-w-40 flex-1" label={t('buckets.rulePrefix')} error={errorAt(`expiry.${at}.prefix`)}>
            <Input
              mono
              placeholder="raw/"
              autoComplete="off"
              spellCheck={false}
              disabled={disabled}
              value={rule.prefix}
              onChange={(event) => change(rule.id, { prefix: event.target.value })}
            />
          </Field>
          <Field className="w-24" label={t('buckets.ruleDays')}>
            <Input
              inputMode="numeric"
              disabled={disabled}
              value={rule.days}
              onChange={(event) => change(rule.id, { days: event.target.value })}
            />
          </Field>
          {!disabled && (
            <IconButton
              label={t('buckets.removeRule')}
              icon={<X size={15} />}
              onClick={() => onChange(rules.filter(({ id }) => id !== rule.id))}
            />
          )}
          {errorAt(`expiry.${at}.days`) && <p className="w-full text-sm text-danger">{t('buckets.daysWrong')}</p>}
          {note && <p className="w-full text-sm text-fg-2">{note(rule)}</p>}
        </div>
      ))}
      {tooMany && <p className="text-sm text-danger">{said(tooMany)}</p>}
      {!disabled && (
        <span>
          <Button
            size="sm"
            icon={<Plus size={14} />}
            onClick={() =>
              onChange([...rules, { id: Math.max(-1, ...rules.map(({ id }) => id)) + 1, prefix: '', days: '30' }])
            }
          >
            {t('buckets.addRule')}
          </Button>
        </span>
      )}
    </div>
  )
}
