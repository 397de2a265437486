import { useTranslation } from '../../../../i18n/index.ts'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { change } from './breakpoints.ts'
import type { Place } from './sources.ts'
import type { Debugger } from './useDebugger.ts'

/** All breakpoints of the function, and which errors pause. */
export function BreakpointList({ debug, onGo }: { debug: Debugger; onGo(place: Place): void }) {
  const { t } = useTranslation()
  const { pauseOn } = debug
  return (
    <section className="border-b border-line px-3 py-2">
      <h3 className="font-heading">{t('fn.debug.breakpoints')}</h3>
      {debug.all.length === 0 && <p className="text-sm text-fg-3">{t('fn.debug.noBreakpoints')}</p>}
      <ul>
        {debug.all.map((each) => (
          <li key={`${each.path}:${each.line}`} className="flex items-center">
            <Checkbox
              checked={each.enabled}
              onChange={(enabled) => debug.breakpoints.update((all) => change(all, each, { enabled }))}
            >
              <span className="sr-only">{t('fn.debug.breakpoint', { place: `${each.path}:${each.line}` })}</span>
            </Checkbox>
            <button
              type="button"
              className="cut min-w-0 flex-1 text-left font-mono text-[12px] hover:underline"
              onClick={() => {
                debug.edit(each)
                onGo({ path: each.path, line: each.line, column: 1 })
              }}
            >
              {`${each.path}:${each.line}`}
              {(each.log ?? each.condition) !== undefined && (
                <span className="ml-2 text-fg-3">{each.log ?? each.condition}</span>
              )}
            </button>
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
