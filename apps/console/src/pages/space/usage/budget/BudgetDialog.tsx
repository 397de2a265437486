import { LIMITS, PutBudget, type Budget, type SavedBudget } from '@alcove/contract'
import { budgetKey, deleteBudget, getBudget, putBudget } from '../../../../api/budgets.ts'
import { ChangedDialog } from '../../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../../components/changed-meanwhile/useGuardedSave.ts'
import { ShownOnce } from '../../../../components/ShownOnce.tsx'
import { useBodyForm } from '../../../../components/useBodyForm.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
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
  const format = useFormat()
  const form = useBodyForm({ fields: draftOf(budget), schema: PutBudget, bodyOf: settingsOf })
  const { values, register, reset } = form
  const { errors } = form.formState
  const error = (field: keyof PutBudget, text: string) => (field in errors ? text : null)
  const save = useGuardedSave<PutBudget, Budget, SavedBudget>({
    item: budget,
    run: (body, seen) => putBudget(space, body, seen),
    read: () => getBudget(space),
    settings: ({ amount, warnAt, webhook }) => ({ amount, warnAt, webhook }),
    typed: ({ amount, warnAt, webhook }) => ({ amount, warnAt, webhook: webhook && { url: webhook.url } }),
    onTheirs: (theirs) => (theirs ? reset(draftOf(theirs)) : onClose()),
    invalidates: [budgetKey(space)],
    done: () => t('usage.budget.saved'),
    onDone: ({ secret }) => {
      if (secret === undefined) onClose()
    },
  })
  const secret = save.data?.secret
  const keepsUrl = values.url.trim() !== '' && values.url.trim() === save.base?.webhook?.url
  const remove = useChange({
    run: () => deleteBudget(space),
    invalidates: [budgetKey(space)],
    done: () => t('usage.budget.removed'),
    onDone: onClose,
  })
  if (secret !== undefined) {
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
      disabledReason={form.isWrong ? t('usage.budget.invalid') : null}
      onSubmit={form.handleSubmit((body) => save.mutate(body))}
      onClose={onClose}
    >
      <Field
        label={t('usage.budget.amount', { currency: budget.currency ?? t('usage.budget.currency') })}
        error={
          values.amount === ''
            ? null
            : error('amount', t('usage.budget.badAmount', { max: format.number(LIMITS.money) }))
        }
      >
        <Input inputMode="decimal" className="num" {...register('amount')} />
      </Field>
      <Field
        label={t('usage.budget.percents')}
        hint={t('usage.budget.percentsHint')}
        error={error('warnAt', t('usage.budget.badPercents'))}
      >
        <Input className="num" {...register('percents')} />
      </Field>
      <Field
        label={t('usage.budget.url')}
        hint={t('usage.budget.urlHint')}
        error={error('webhook', t('usage.budget.badUrl'))}
      >
        <Input mono spellCheck={false} {...register('url')} />
      </Field>
      {keepsUrl && (
        <Checkbox checked={values.newSecret} onChange={(newSecret) => form.set('newSecret', newSecret)}>
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
      {save.conflict && (
        <ChangedDialog name={t('usage.budget.title')} conflict={save.conflict} pending={save.isPending} />
      )}
    </FormDialog>
  )
}

interface Draft {
  amount: string
  percents: string
  url: string
  newSecret: boolean
}

const draftOf = ({ amount, warnAt, webhook }: Budget): Draft => ({
  amount: amount?.toString() ?? '',
  percents: warnAt.join(', '),
  url: webhook?.url ?? '',
  newSecret: false,
})

const settingsOf = ({ amount, percents, url, newSecret }: Draft) => ({
  amount: Number(amount.trim() || NaN),
  warnAt: percents
    .split(/[\s,，%]+/)
    .filter(Boolean)
    .map(Number),
  // A new URL gets a new secret anyway.
  webhook: url.trim() === '' ? null : { url: url.trim(), ...(newSecret && { newSecret }) },
})
