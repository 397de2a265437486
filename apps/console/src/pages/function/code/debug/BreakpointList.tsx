import { useTranslation } from '../../../../i18n/index.ts'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { change, placeOf, type Breakpoint } from './breakpoints.ts'
import type { Place } from './sources.ts'
import type { Debugger } from './useDebugger.ts'

/** All breakpoints of the function, and which errors pause. */
export function BreakpointList({ debug, onGo }: { debug: Debugger; onGo(place: Place): void }) {
  const { t } = useTranslation()
  const { pauseOn } = debug
  const lineOf = (of: Breakpoint) => debug.state?.moved[placeOf(of)] ?? of.line
  const countOf = (of: Breakpoint) => debug.state?.hits[placeOf(of)] ?? 0
  return (
    <section className="border-b border-line px-3 py-2">
      <h3 className="font-heading">{t('fn.debug.breakpoints')}</h3>
      {debug.all.length === 0 && <p className="text-sm text-fg-3">{t('fn.debug.noBreakpoints')}</p>}
      <ul>
        {debug.all.map((each) => (
          <li key={placeOf(each)} className="flex items-center">
            <Checkbox
              checked={each.enabled}
              onChange={(enabled) => debug.breakpoints.update((all) => change(all, each, { enabled }))}
            >
              <span className="sr-only">{t('fn.debug.breakpoint', { place: placeOf(each) })}</span>
            </Checkbox>
            <button
              type="button"
              className="cut min-w-0 flex-1 text-left font-mono text-[12px] hover:underline"
              onClick={() => {
                debug.edit(each)
                onGo({ path: each.path, line: each.line, column: 1 })
              }}
            >
              {placeOf(each)}
              {lineOf(each) !== each.line && (
                <span className="ml-2 text-fg-3">{t('fn.debug.stopsAt', { line: lineOf(each) })}</span>
              )}
              {(each.log ?? each.condition) !== undefined && (
                <span className="ml-2 text-fg-3">{each.log ?? each.condition}</span>
              )}
            </button>
            <span className="text-sm text-fg-3">
              {each.enabled ? countOf(each) > 0 && t('fn.debug.hits', { count: countOf(each) }) : t('fn.debug.off')}
            </span>
          </li>
        ))}
      </ul>
      <h3 className="mt-2 font-heading">{t('fn.debug.pauseOnErrors')}</h3>
      <Checkbox checked={pauseOn !== 'none'} onChange={(on) => debug.setPauseOn(on ? 'uncaught' : 'none')}>
        {t('fn.debug.uncaught')}
      </Checkbox>
      <Checkbox checked={pauseOn === 'all'} onChange={(on) => debug.setPauseOn(on ? 'all' : 'uncaught')}>
        {t('fn.debug.caughtToo')}
      </Checkbox>
    </section>
  )
}
