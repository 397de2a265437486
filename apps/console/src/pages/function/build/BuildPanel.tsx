import { clsx } from 'clsx'
import { CircleX, RotateCcw, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { buildAgain, isUnderWay } from '../../../api/builds.ts'
import { functionKey } from '../../../api/functions.ts'
import { AnsiText } from '../../../components/LogViewer/AnsiText.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { PackageList } from './PackageList.tsx'
import type { LoggedBuild } from './useBuild.ts'
import { useBuildLog } from './useBuildLog.ts'

interface BuildPanelProps {
  space: string
  fn: string
  build: LoggedBuild
  readOnlyReason: string | undefined
  onGo(path: string, line: number, column: number): void
  onClose(): void
}

const icon = { size: 14 } as const

/** Below the editor: the output of the build while it runs, then its result. */
export function BuildPanel({ space, fn, build, readOnlyReason, onGo, onClose }: BuildPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { text, lost } = useBuildLog(space, fn, build)
  const again = useChange({
    run: () => buildAgain(space, fn),
    invalidates: [[...functionKey(space, fn), 'build']],
    done: () => t('fn.build.startedAgain'),
  })
  const failed = build.status === 'failed'
  const installs = build.kind !== 'javac'
  return (
    <section
      aria-label={t('fn.build.title')}
      className="flex h-60 shrink-0 flex-col border-t border-line-strong bg-canvas"
    >
      <div className="flex h-8 shrink-0 items-center gap-2.5 border-b border-line pr-1.5 pl-3">
        <h2 className={`shrink-0 font-heading ${failed ? 'text-danger' : ''}`}>
          {t(`fn.build.status.${build.status}`)}
        </h2>
        <span className="mono text-fg-3">{t(`fn.build.kind.${build.kind}`)}</span>
        <span className="num cut text-sm text-fg-3">
          {build.startedAt &&
            build.endedAt &&
            t('fn.build.took', { duration: format.duration(Date.parse(build.endedAt) - Date.parse(build.startedAt)) })}
          {build.outputBytes !== null && ` · ${t('fn.build.size', { size: format.bytes(build.outputBytes) })}`}
        </span>
        <span className="ml-auto flex items-center gap-1">
          <Button
            size="sm"
            icon={<RotateCcw {...icon} />}
            pending={again.isPending}
            disabledReason={readOnlyReason ?? (!failed && t('fn.build.againOnlyFailed'))}
            onClick={() => again.mutate(undefined)}
          >
            {t('fn.build.again')}
          </Button>
          <IconButton size="sm" label={t('fn.build.hide')} icon={<X {...icon} />} onClick={onClose} />
        </span>
      </div>
      <div className={clsx('grid min-h-0 flex-1', installs && 'grid-cols-[minmax(0,1fr)_240px] narrow:grid-cols-1')}>
        <div className="flex min-h-0 min-w-0 flex-col">
          {build.error && (
            <div className="max-h-28 shrink-0 overflow-y-auto border-b border-line bg-danger-tint px-3 py-1.5">
              {build.diagnostics.length === 0 && <p className="wrap-anywhere text-danger">{said(build.error)}</p>}
              <ul>
                {build.diagnostics.map(({ file, line, column, severity, message }) => (
                  <li key={`${file}:${line}:${column}:${message}`} className="flex gap-2">
                    {severity === 'error' ? (
                      <CircleX {...icon} className="mt-[3px] text-danger" />
                    ) : (
                      <TriangleAlert {...icon} className="mt-[3px] text-warning" />
                    )}
                    <span className="min-w-0 wrap-anywhere whitespace-pre-line">
                      <button type="button" className="link mono" onClick={() => onGo(file, line, column)}>
                        {`${file}:${line}:${column}`}
                      </button>{' '}
                      {message}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <Log text={text} following={isUnderWay(build)} />
          {lost && <p className="px-3 py-1 text-sm text-danger">{t('fn.build.lost')}</p>}
        </div>
        {installs && (
          <div className="overflow-y-auto border-l border-line narrow:hidden">
            <PackageList build={build} title={t('fn.build.packages')} />
          </div>
        )}
      </div>
    </section>
  )
}

/** Scrolls along with new lines, unless someone has scrolled up to read. */
function Log({ text, following }: { text: string; following: boolean }) {
  const { t } = useTranslation()
  const box = useRef<HTMLPreElement>(null)
  const atEnd = useRef(true)
  useEffect(() => {
    if (box.current && (atEnd.current || !following)) box.current.scrollTop = box.current.scrollHeight
  }, [text, following])
  return (
    <pre
      ref={box}
      role="log"
      aria-label={t('fn.build.log')}
      // Focusable, so that the keyboard can scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24
      }}
      className="min-h-0 flex-1 overflow-y-auto px-3 py-2 text-[12px]/[18px] wrap-anywhere whitespace-pre-wrap outline-offset-[-2px]"
    >
      {text ? <AnsiText text={text} /> : <span className="text-fg-3">{t('fn.build.noLog')}</span>}
    </pre>
  )
}
