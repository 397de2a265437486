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
import { useState } from 'react'
import { spaceKey } from '../../api/spaces.ts'
import { putQuota, quotaName, quotasKey, type QuotaPlace, type QuotaState } from '../../api/quotas.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { useChange } from '../useChange.ts'

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

export function QuotaDialog({ place, quota, onClose }: QuotaDialogProps) {
  const { t } = useTranslation()
  const kind = place.of === 'space' || place.of === 'function' ? place.of : 'part'
  const { schema } = KINDS[kind]
  const limits: readonly QuotaLimit[] = KINDS[kind].limits
  const [typed, setTyped] = useState<Partial<Record<QuotaLimit, string>>>(() =>
    Object.fromEntries(limits.map((limit) => [limit, quota[limit]?.toString() ?? ''])),
  )
  const [drops, setDrops] = useState(quota.whenSuspended === 'drop')
  const numbers = limits.map((limit) => {
    const text = (typed[limit] ?? '').trim()
    return [limit, text === '' ? (ALWAYS.has(limit) ? NaN : null) : Number(text)]
  })
  const parsed = schema.safeParse({
    ...Object.fromEntries(numbers),
    ...(kind !== 'part' && { whenSuspended: drops ? 'drop' : 'hold' }),
  })
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]))
  const errorOf = (limit: QuotaLimit) => {
    if (limit === 'objectStorageMb' || limit === 'storageMb') return t('usage.badSize', { least: LIMITS[limit].min })
    return t(limit === 'spendPerMonth' ? 'usage.badMoney' : 'usage.badNumber')
  }
  const save = useChange({
    run: (body: CallQuota | FunctionQuota | SpaceQuota) => putQuota(place, body),
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
      disabledReason={wrong.size > 0 ? t('usage.badNumber') : null}
      onSubmit={() => parsed.success && save.mutate(parsed.data)}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        {limits.map((limit) => (
          <Field key={limit} label={t(`usage.limits.${limit}`)} error={wrong.has(limit) ? errorOf(limit) : null}>
            <Input
              inputMode={limit === 'spendPerMonth' ? 'decimal' : 'numeric'}
              className="num"
              placeholder={ALWAYS.has(limit) ? undefined : t('usage.noLimit')}
              value={typed[limit] ?? ''}
              onChange={(event) => setTyped({ ...typed, [limit]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      {kind !== 'part' && (
        <Checkbox checked={drops} onChange={setDrops}>
          {t('usage.drop')}
        </Checkbox>
      )}
    </FormDialog>
  )
}
