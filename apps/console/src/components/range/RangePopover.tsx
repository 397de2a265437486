import { serverNow } from '../../clock.ts'
import { clsx } from 'clsx'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { browserZone, homeZone, switchTimeZone, useTimeZone } from '../../i18n/timeZone.ts'
import { momentOf, wallTime } from '../../i18n/zonedTime.ts'
import {
  between,
  type Between,
  isPreset,
  type Preset,
  type Range,
  type Span,
  shifted,
  spanOf,
} from '../../navigation/range.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Select } from '../../ui/Select.tsx'

export interface RangePopoverProps<T extends Preset> {
  /** Undefined for all time. */
  value: Range | undefined
  presets: readonly T[]
  onChange(range: T | Between): void
  /** Offers all time, too. */
  onAll?: () => void
  trigger: ReactElement
}

/** The presets beside the two moments and the zone that they are read in. It is open when it loads. */
export default function RangePopover<T extends Preset>(props: RangePopoverProps<T>) {
  const { value, presets, onChange, onAll, trigger } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState(true)
  const nameOf = (preset: Preset) => t(`fn.range.last.${preset}`)
  const choose = (range: T | Between) => {
    setOpen(false)
    onChange(range)
  }
  return (
    <Popover trigger={trigger} open={open} onOpenChange={setOpen} align="end" className="p-0!">
      <div className="flex max-w-[calc(100vw-24px)] narrow:flex-col" aria-label={t('fn.range.title')} role="group">
        <ul className="grid content-start gap-px border-r border-line p-2 narrow:grid-cols-2 narrow:border-r-0 narrow:border-b">
          {presets.map((preset) => (
            <Choice key={preset} pressed={preset === value} onChoose={() => choose(preset)}>
              {nameOf(preset)}
            </Choice>
          ))}
          {onAll && (
            <Choice
              pressed={value === undefined}
              onChoose={() => {
                setOpen(false)
                onAll()
              }}
            >
              {t('common.range.all')}
            </Choice>
          )}
        </ul>
        <Moments
          key={value}
          value={value}
          onChoose={({ from, to }) => choose(between([from, to]))}
          onClose={() => setOpen(false)}
        />
      </div>
    </Popover>
  )
}

function Choice({ pressed, onChoose, children }: { pressed: boolean; onChoose(): void; children: ReactNode }) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={pressed}
        className={clsx(
          'w-full rounded-control px-2 py-1 text-left whitespace-nowrap narrow:min-h-9',
          pressed ? 'bg-active font-name' : 'hover:bg-hover',
        )}
        onClick={onChoose}
      >
        {children}
      </button>
    </li>
  )
}

interface MomentsProps {
  value: Range | undefined
  onChoose(span: Span): void
  onClose(): void
}

function Moments({ value, onChoose, onClose }: MomentsProps) {
  const { t } = useTranslation()
  const zone = useTimeZone()
  const [now] = useState(serverNow)
  const start = spanOf(value ?? '24h', now)
  const [span, setSpan] = useState<Span>(start)
  const [error, setError] = useState('')
  const take = (edge: keyof Span) => (wall: string) => {
    setError('')
    setSpan((before) => ({ ...before, [edge]: momentOf(wall, zone) }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (Number.isNaN(span.from) || Number.isNaN(span.to)) setError(t('fn.range.incomplete'))
    else if (span.from >= span.to) setError(t('fn.range.backwards'))
    else onChoose(span)
  }
  const zones = [...new Set([homeZone(), browserZone, 'UTC'])]
  // A change of the zone keeps the moments and shows other clocks.
  const shown = (at: number) => (Number.isNaN(at) ? '' : wallTime(at, zone).slice(0, 16))
  return (
    <form className="grid w-64 content-start gap-3 p-3 narrow:w-full" onSubmit={submit}>
      <Field label={t('fn.range.from')}>
        <Input
          type="datetime-local"
          value={shown(span.from)}
          onChange={(event) => take('from')(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('fn.range.to')} error={error}>
        <Input
          type="datetime-local"
          value={shown(span.to)}
          onChange={(event) => take('to')(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('fn.range.zone')}>
        <Select
          value={zone}
          onChange={switchTimeZone}
          options={zones.map((each) => ({ value: each, label: each.replaceAll('_', ' ') }))}
        />
      </Field>
      <div className="flex items-center gap-2">
        <Button variant="primary" type="submit">
          {t('fn.range.apply')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <span className="ml-auto flex">
          <IconButton
            label={t('fn.range.earlier')}
            icon={<ChevronLeft size={15} />}
            onClick={() => onChoose(shifted(start, -1, now))}
          />
          <IconButton
            label={t('fn.range.later')}
            icon={<ChevronRight size={15} />}
            disabledReason={(value === undefined || isPreset(value)) && t('fn.range.endsNow')}
            onClick={() => onChoose(shifted(start, 1, now))}
          />
        </span>
      </div>
    </form>
  )
}
