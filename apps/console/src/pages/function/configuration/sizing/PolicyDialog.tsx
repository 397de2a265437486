import { type FunctionDetail, LIMITS, RightSizingPolicy } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { functionKey, updateFunction } from '../../../../api/functions.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { RadioList } from '../../../../ui/RadioList.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { useLiveForm } from '../../../../components/useLiveForm.ts'
import { NumberField } from '../NumberField.tsx'
import { isWithin, SCALING_LIMITS } from '../settings.ts'

interface PolicyDialogProps {
  space: string
  details: FunctionDetail
  onClose(): void
}

interface Bounds {
  min: number
  max: number
}

/** The form keeps the bounds while only people apply recommendations. */
interface Fields {
  mode: RightSizingPolicy['mode']
  memoryMb: Bounds
  minInstances: Bounds
}

const Policy = z
  .custom<Fields>()
  .transform(({ mode, ...bounds }) => (mode === 'advise' ? { mode } : { mode, ...bounds }))
  .pipe(RightSizingPolicy)

/** Chooses who applies recommendations, and within which bounds. */
export function PolicyDialog({ space, details, onClose }: PolicyDialogProps) {
  const { t } = useTranslation()
  const before = details.rightSizing
  const { control, handleSubmit, values } = useLiveForm<Fields, RightSizingPolicy>({
    resolver: zodResolver(Policy),
    defaultValues: {
      memoryMb: { min: Math.min(128, details.memoryMb), max: Math.max(1024, details.memoryMb) },
      minInstances: { min: 0, max: Math.max(2, details.scaling.minInstances) },
      ...before,
    },
  })
  const { mode, memoryMb, minInstances } = values
  const bad = (value: number, limits: { min: number; max: number }) =>
    !isWithin(value, limits) && t('fn.config.badRange', limits)
  const invalid =
    mode === 'adjust' &&
    ([memoryMb.min, memoryMb.max].some((value) => bad(value, LIMITS.memoryMb)) ||
    [minInstances.min, minInstances.max].some((value) => bad(value, SCALING_LIMITS.minInstances))
      ? t('fn.config.invalid')
      : (memoryMb.min > memoryMb.max || minInstances.min > minInstances.max) && t('fn.config.sizing.policy.invalid'))
  const save = useChange({
    run: (policy: RightSizingPolicy) => updateFunction(space, details.name, { rightSizing: policy }),
    invalidates: [functionKey(space, details.name)],
    done: () => t('fn.config.sizing.policy.saved'),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('fn.config.sizing.policy.title')}
      description={t('fn.config.sizing.policy.explained')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={invalid}
      onSubmit={handleSubmit((policy) => save.mutate(policy))}
    >
      <Controller
        control={control}
        name="mode"
        render={({ field }) => (
          <RadioList
            label={t('fn.config.sizing.policy.title')}
            value={field.value}
            onChange={field.onChange}
            options={(['advise', 'adjust'] as const).map((value) => ({
              value,
              label: t(`fn.config.sizing.policy.${value}Name`),
              hint: t(`fn.config.sizing.policy.${value}Hint`),
            }))}
          />
        )}
      />
      {mode === 'adjust' && (
        <div className="grid grid-cols-2 gap-4">
          <NumberField
            label={t('fn.config.sizing.policy.memoryMin')}
            control={control}
            name="memoryMb.min"
            empty={0}
            error={bad(memoryMb.min, LIMITS.memoryMb)}
          />
          <NumberField
            label={t('fn.config.sizing.policy.memoryMax')}
            control={control}
            name="memoryMb.max"
            empty={0}
            error={bad(memoryMb.max, LIMITS.memoryMb)}
          />
          <NumberField
            label={t('fn.config.sizing.policy.minMin')}
            control={control}
            name="minInstances.min"
            empty={0}
            error={bad(minInstances.min, SCALING_LIMITS.minInstances)}
          />
          <NumberField
            label={t('fn.config.sizing.policy.minMax')}
            control={control}
            name="minInstances.max"
            empty={0}
            error={bad(minInstances.max, SCALING_LIMITS.minInstances)}
          />
        </div>
      )}
    </FormDialog>
  )
}
