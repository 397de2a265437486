import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { useTranslation } from '../i18n/index.ts'

interface FilterTokenProps {
  name: string
  value: string
  /** Why it filters nothing. */
  ignored?: string | undefined
  onRemove: () => void
}

/** One `key:value` filter of a list. */
export function FilterToken({ name, value, ignored, onRemove }: FilterTokenProps) {
  const { t } = useTranslation()
  return (
    <span
      title={ignored}
      className="inline-flex h-[22px] shrink-0 items-center rounded-tag bg-active font-mono text-[12px]/[22px] whitespace-nowrap"
    >
      <span className="pl-1.5 text-fg-2">{name}:</span>
      <span className={clsx('px-0.5', ignored !== undefined && 'text-danger line-through')}>
        {value}
        {ignored !== undefined && <span className="sr-only"> ({ignored})</span>}
      </span>
      <button
        type="button"
        aria-label={t('common.removeFilter', { filter: `${name}:${value}` })}
        className="grid h-[22px] w-5 place-items-center rounded-tag text-fg-2 outline-offset-[-2px] hover:text-fg"
        onClick={onRemove}
      >
        <X size={11} strokeWidth={2} />
      </button>
    </span>
  )
}
