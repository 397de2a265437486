import { Trash2, X } from 'lucide-react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { change, toggle, type Breakpoint } from './breakpoints.ts'
import type { Debugger } from './useDebugger.ts'

const inputClass = 'h-6 min-w-0 flex-1 border border-line-input bg-raised px-1.5 font-mono text-[12px]'

/** When the breakpoint stops, or what it logs. */
export function BreakpointBar({ debug, breakpoint }: { debug: Debugger; breakpoint: Breakpoint }) {
  const { t } = useTranslation()
  const { path, line, enabled, condition, hits, log } = breakpoint
  const set = (to: Partial<Breakpoint>) => debug.breakpoints.update((all) => change(all, breakpoint, to))
  const textOf = (text: string) => (text.trim() === '' ? undefined : text)
  return (
    <section
      key={`${path}:${line}`}
      aria-label={t('fn.debug.breakpoint', { place: `${path}:${line}` })}
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-frame px-3 py-1.5"
    >
      <span className="mono text-fg-2">{`${path}:${line}`}</span>
      <label className="flex min-w-40 flex-1 items-center gap-1.5">
        {t('fn.debug.stopsWhen')}
        <input
          className={inputClass}
          defaultValue={condition}
          onChange={(event) => set({ condition: textOf(event.target.value) })}
        />
      </label>
      <label className="flex items-center gap-1.5">
        {t('fn.debug.fromHit')}
        <input
          className={`${inputClass} w-12 flex-none!`}
          inputMode="numeric"
          defaultValue={hits}
          onChange={(event) => set({ hits: Number.parseInt(event.target.value, 10) || undefined })}
        />
      </label>
      <label className="flex min-w-40 flex-1 items-center gap-1.5">
        {t('fn.debug.logs')}
        <input
          className={inputClass}
          defaultValue={log}
          onChange={(event) => set({ log: textOf(event.target.value) })}
        />
      </label>
      <Checkbox checked={enabled} onChange={(next) => set({ enabled: next })}>
        {t('fn.debug.on')}
      </Checkbox>
      <IconButton
        size="sm"
        label={t('fn.debug.removeBreakpoint')}
        icon={<Trash2 size={14} />}
        onClick={() => debug.breakpoints.update((all) => toggle(all, path, line))}
      />
      <IconButton size="sm" label={t('common.close')} icon={<X size={14} />} onClick={() => debug.edit(null)} />
    </section>
  )
}
