import { PutBudget, type Budget } from '@alcove/contract'
import { useState } from 'react'
import { budgetKey, deleteBudget, putBudget } from '../../../../api/budgets.ts'
import { ShownOnce } from '../../../../components/ShownOnce.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'

interface BudgetDialogProps {
  space: string
  budget: Budget
  onClose(): void
}

export function BudgetDialog({ space, budget, onClose }: BudgetDialogProps) {
  const { t } = useTranslation()
  const [amount, setAmount] = useState(budget.amount?.toString() ?? '')
  const [percents, setPercents] = useState(budget.warnAt.join(', '))
  const [url, setUrl] = useState(budget.webhook?.url ?? '')
  const [newSecret, setNewSecret] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const keepsUrl = budget.webhook !== null && url.trim() === budget.webhook.url
  const webhook = url.trim() === '' ? null : { url: url.trim(), ...(keepsUrl && newSecret && { newSecret }) }
  const parsed = PutBudget.safeParse({
    amount: Number(amount.trim() || NaN),
    warnAt: percents
      .split(/[\s,，%]+/)
      .filter(Boolean)
      .map(Number),
    webhook,
  })
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]))
  const error = (field: keyof PutBudget, text: string) => (wrong.has(field) ? text : null)
  const save = useChange({
    run: (body: PutBudget) => putBudget(space, body),
    invalidates: [budgetKey(space)],
    done: () => t('usage.budget.saved'),
    onDone: (saved) => (saved.secret === undefined ? onClose() : setSecret(saved.secret)),
  })
  const remove = useChange({
    run: () => deleteBudget(space),
    invalidates: [budgetKey(space)],
    done: () => t('usage.budget.removed'),
    onDone: onClose,
  })
  if (secret !== null) {
    return (
      <Dialog
        open
        title={t('usage.budget.secretTitle')}
        onClose={onClose}
        footer={<Button onClick={onClose}>{t('common.close')}</Button>}
      >
        <ShownOnce label={t('usage.budget.secret')} text={secret} warning={t('usage.budget.secretOnce')} />
      </Dialog>
    )
  }
  return (
    <FormDialog
      title={t('usage.budget.title')}
      description={t('usage.budget.hint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={parsed.success ? null : t('usage.budget.invalid')}
      onSubmit={() => parsed.success && save.mutate(parsed.data)}
      onClose={onClose}
    >
      <Field
        label={t('usage.budget.amount', { currency: budget.currency ?? t('usage.budget.currency') })}
        error={amount === '' ? null : error('amount', t('usage.budget.badAmount'))}
      >
        <Input inputMode="decimal" className="num" value={amount} onChange={(event) => setAmount(event.target.value)} />
      </Field>
      <Field
        label={t('usage.budget.percents')}
        hint={t('usage.budget.percentsHint')}
        error={error('warnAt', t('usage.budget.badPercents'))}
      >
        <Input className="num" value={percents} onChange={(event) => setPercents(event.target.value)} />
      </Field>
      <Field
        label={t('usage.budget.url')}
        hint={t('usage.budget.urlHint')}
        error={error('webhook', t('usage.budget.badUrl'))}
      >
        <Input mono spellCheck={false} value={url} onChange={(event) => setUrl(event.target.value)} />
      </Field>
      {keepsUrl && (
        <Checkbox checked={newSecret} onChange={setNewSecret}>
          {t('usage.budget.newSecret')}
        </Checkbox>
      )}
      {budget.amount !== null && (
        <div>
          <Button variant="danger" pending={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t('usage.budget.remove')}
          </Button>
        </div>
      )}
    </FormDialog>
  )
}
