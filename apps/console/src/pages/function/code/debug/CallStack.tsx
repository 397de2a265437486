import { clsx } from 'clsx'
import { useTranslation } from '../../../../i18n/index.ts'
import type { Frame } from './frames.ts'
import type { DebugSession } from './session.ts'
import type { Place } from './sources.ts'

interface CallStackProps {
  session: DebugSession
  frames: readonly Frame[]
  selected: number
  onGo(place: Place): void
}

/** Where the code is and how it got there, across `await` too. Frames of the runtime are one line. */
export function CallStack({ session, frames, selected, onGo }: CallStackProps) {
  const { t } = useTranslation()
  const hidden = frames.filter(({ place }) => place === null).length
  return (
    <ol aria-label={t('fn.debug.callStack')}>
      {frames.map((frame, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- frames of a stop never move
        <li key={index}>
          {frame.after !== null && frame.place !== null && (
            <p className="flex items-center gap-2 px-3 text-[11px] text-fg-3">
              {frame.after}
              <span className="flex-1 border-t border-dashed border-line" />
            </p>
          )}
          {frame.place !== null && (
            <button
              type="button"
              aria-current={index === selected ? 'true' : undefined}
              className={clsx(
                'flex h-[22px] w-full items-center gap-2 px-3 font-mono text-[12px]',
                index === selected ? 'bg-selected' : 'hover:bg-hover',
              )}
              onClick={() => {
                if (frame.id !== null) session.select(index)
                onGo(frame.place!)
              }}
            >
              <span className="cut">{frame.name}</span>
              <span className="ml-auto text-fg-2">{`${frame.place.path}:${frame.place.line}`}</span>
            </button>
          )}
        </li>
      ))}
      {hidden > 0 && <li className="px-3 text-[12px] text-fg-3">{t('fn.debug.runtimeFrames', { count: hidden })}</li>}
    </ol>
  )
}
