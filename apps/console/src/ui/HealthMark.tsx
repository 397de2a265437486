import type { Health } from '@alcove/contract'
import { clsx } from 'clsx'

const looks: Record<Health, string> = {
  healthy: 'rounded-full bg-success',
  degraded: 'rounded-[1px] rotate-45 scale-92 bg-(--o-timeout)',
  failing: 'rounded-[2px] bg-danger',
  suspended: 'rounded-[2px] border-2 border-(--o-timeout)',
  idle: 'rounded-full border-[1.5px] border-line-control',
}

/** Shape and colour of a function's health. `label` names it for people who see neither. */
export function HealthMark({ health, label }: { health: Health; label?: string }) {
  return (
    <span
      className={clsx('inline-block size-2 shrink-0', looks[health])}
      {...(label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}
    />
  )
}
