import { Clock } from 'lucide-react'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import { loadTexts, useTranslation } from '../../i18n/index.ts'
import type { Preset } from '../../navigation/range.ts'
import { Button } from '../../ui/Button.tsx'
import type { RangePopoverProps } from './RangePopover.tsx'
import { useRangeText } from './useRangeText.ts'

const RangePopover = lazy(async () => {
  await loadTexts('space')
  return import('./RangePopover.tsx')
}) as <T extends Preset>(props: RangePopoverProps<T>) => ReactElement

type RangeControlProps<T extends Preset> = Omit<RangePopoverProps<T>, 'trigger'> & {
  /** Shown instead of the chosen range's name. */
  text?: string
  /** It stands beside a field and takes its height. */
  tall?: boolean
}

/** Chooses the time that a page shows: the last hours or days, or from one moment to another. Its dialog loads on demand. */
export function RangeControl<T extends Preset>({ text: given, tall = false, ...props }: RangeControlProps<T>) {
  const { t } = useTranslation()
  const textOf = useRangeText()
  const [wanted, setWanted] = useState(false)
  const text = given ?? textOf(props.value)
  const trigger = (
    <Button
      aria-label={t('common.range.label', { range: text })}
      className={tall ? 'h-8! narrow:h-9!' : undefined}
      icon={<Clock size={14} />}
      onClick={() => setWanted(true)}
    >
      <span className="num">{text}</span>
    </Button>
  )
  if (!wanted) return trigger
  return (
    <Suspense fallback={trigger}>
      <RangePopover {...props} trigger={trigger} />
    </Suspense>
  )
}
