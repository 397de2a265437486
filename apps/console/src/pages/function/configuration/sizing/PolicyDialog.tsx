import { type FunctionDetail, LIMITS, type RightSizingPolicy } from '@alcove/contract'
import { useState } from 'react'
import { functionKey, updateFunction } from '../../../../api/functions.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { RadioList } from '../../../../ui/RadioList.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { NumberField } from '../NumberField.tsx'
import { isWithin, SCALING_LIMITS } from '../settings.ts'

interface PolicyDialogProps {
  space: string
  details: FunctionDetail
  onClose(): void
}

/** Who applies recommendations, and within which bounds. */
export function PolicyDialog({ space, details, onClose }: PolicyDialogProps) {
  const { t } = useTranslation()
  const before = details.rightSizing
  const [mode, setMode] = useState(before.mode)
  const [memoryMb, setMemoryMb] = useState(
    before.mode === 'adjust'
      ? before.memoryMb
      : { min: Math.min(128, details.memoryMb), max: Math.max(1024, details.memoryMb) },
  )
  const [minInstances, setMinInstances] = useState(
    before.mode === 'adjust' ? before.minInstances : { min: 0, max: Math.max(2, details.scaling.minInstances) },
  )
  const policy: RightSizingPolicy = mode === 'advise' ? { mode } : { mode, memoryMb, minInstances }
  const bad = (value: number, limits: { min: number; max: number }) =>
    !isWithin(value, limits) && t('fn.config.badRange', limits)
  const invalid =
    mode === 'adjust' &&
    ([memoryMb.min, memoryMb.max].some((value) => bad(value, LIMITS.memoryMb)) ||
    [minInstances.min, minInstances.max].some((value) => bad(value, SCALING_LIMITS.minInstances))
      ? t('fn.config.invalid')
      : (memoryMb.min > memoryMb.max || minInstances.min > minInstances.max) && t('fn.config.sizing.policy.invalid'))
  const save = useChange({
    run: () => updateFunction(space, details.name, { rightSizing: policy }),
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
      onSubmit={() => save.mutate(undefined)}
    >
      <RadioList
        label={t('fn.config.sizing.policy.title')}
        value={mode}
        onChange={setMode}
        options={(['advise', 'adjust'] as const).map((value) => ({
          value,
          label: t(`fn.config.sizing.policy.${value}Name`),
          hint: t(`fn.config.sizing.policy.${value}Hint`),
        }))}
      />
      {mode === 'adjust' && (
        <div className="grid grid-cols-2 gap-4">
          <NumberField
            label={t('fn.config.sizing.policy.memoryMin')}
            value={memoryMb.min}
            error={bad(memoryMb.min, LIMITS.memoryMb)}
            onChange={(min) => setMemoryMb({ ...memoryMb, min: min ?? 0 })}
          />
          <NumberField
            label={t('fn.config.sizing.policy.memoryMax')}
            value={memoryMb.max}
            error={bad(memoryMb.max, LIMITS.memoryMb)}
            onChange={(max) => setMemoryMb({ ...memoryMb, max: max ?? 0 })}
          />
          <NumberField
            label={t('fn.config.sizing.policy.minMin')}
            value={minInstances.min}
            error={bad(minInstances.min, SCALING_LIMITS.minInstances)}
            onChange={(min) => setMinInstances({ ...minInstances, min: min ?? 0 })}
          />
          <NumberField
            label={t('fn.config.sizing.policy.minMax')}
            value={minInstances.max}
            error={bad(minInstances.max, SCALING_LIMITS.minInstances)}
            onChange={(max) => setMinInstances({ ...minInstances, max: max ?? 0 })}
          />
        </div>
      )}
    </FormDialog>
  )
}
