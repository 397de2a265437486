import {
  CallQuota,
  FUNCTION_LIMITS,
  FunctionQuota,
  LIMITS,
  PART_LIMITS,
  QUOTA_LIMITS,
  STORAGE_LIMITS,
  SpaceQuota,
  type QuotaLimit,
} from '@alcove/contract'
import type { z } from 'zod'
import { spaceKey } from '../../api/spaces.ts'
import {
  type AnyQuota,
  getQuota,
  putQuota,
  quotaName,
  quotasKey,
  type QuotaPlace,
  type QuotaState,
} from '../../api/quotas.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { ChangedDialog } from '../changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../changed-meanwhile/useGuardedSave.ts'
import { useBodyForm } from '../useBodyForm.ts'

interface QuotaDialogProps {
  place: QuotaPlace
  quota: QuotaState
  onClose(): void
}

const KINDS = {
  space: { limits: QUOTA_LIMITS, schema: SpaceQuota },
  function: { limits: FUNCTION_LIMITS, schema: FunctionQuota },
  part: { limits: PART_LIMITS, schema: CallQuota },
} as const

/** Spaces always have these. */
const ALWAYS: ReadonlySet<QuotaLimit> = new Set(STORAGE_LIMITS)

/** Limits as they are typed. */
interface Draft {
  limits: Partial<Record<QuotaLimit, string>>
  drops: boolean
}

function numberOf(limit: QuotaLimit, typed: string): number | null {
  if (typed.trim() !== '') return Number(typed)
  return ALWAYS.has(limit) ? NaN : null
}

export function QuotaDialog({ place, quota, onClose }: QuotaDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const kind = place.of === 'space' || place.of === 'function' ? place.of : 'part'
  const limits: readonly QuotaLimit[] = KINDS[kind].limits
  const schema: z.ZodType<AnyQuota> = KINDS[kind].schema
  const draftOf = (of: QuotaState): Draft => ({
    limits: Object.fromEntries(limits.map((limit) => [limit, of[limit]?.toString() ?? ''])),
    drops: of.whenSuspended === 'drop',
  })
  const bodyOf = ({ limits: typed, drops }: Draft) => ({
    ...Object.fromEntries(limits.map((limit) => [limit, numberOf(limit, typed[limit] ?? '')])),
    ...(kind !== 'part' && { whenSuspended: drops ? 'drop' : 'hold' }),
  })
  const form = useBodyForm({ fields: draftOf(quota), schema, bodyOf })
  const errorOf = (limit: QuotaLimit) => {
    if (limit === 'objectStorageMb' || limit === 'storageMb') return t('usage.badSize', { least: LIMITS[limit].min })
    if (limit === 'spendPerMonth') return t('usage.badMoney', { max: format.number(LIMITS.money) })
    return t('usage.badNumber')
  }
  const save = useGuardedSave({
    item: quota,
    run: (body: AnyQuota, seen) => putQuota(place, body, seen),
    read: () => getQuota(place),
    settings: (of) => bodyOf(draftOf(of)),
    typed: (body) => body,
    onTheirs: (theirs) => (theirs ? form.reset(draftOf(theirs)) : onClose()),
    invalidates: [place.of === 'space' ? spaceKey(place.space) : quotasKey(place)],
    done: () => t('usage.saved'),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('usage.editTitle', { name: quotaName(place) })}
      description={t('usage.editHint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={form.isWrong ? t('usage.badNumber') : null}
      onSubmit={form.handleSubmit((body) => save.mutate(body))}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        {limits.map((limit) => (
          <Field key={limit} label={t(`usage.limits.${limit}`)} error={form.errorAt(limit) && errorOf(limit)}>
            <Input
              inputMode={limit === 'spendPerMonth' ? 'decimal' : 'numeric'}
              className="num"
              placeholder={ALWAYS.has(limit) ? undefined : t('usage.noLimit')}
              {...form.register(`limits.${limit}`)}
            />
          </Field>
        ))}
      </div>
      {kind !== 'part' && (
        <Checkbox checked={form.values.drops} onChange={(drops) => form.set('drops', drops)}>
          {t('usage.drop')}
        </Checkbox>
      )}
      {save.conflict && <ChangedDialog name={quotaName(place)} conflict={save.conflict} pending={save.isPending} />}
    </FormDialog>
  )
}
