import type { ReplayDetail } from '@alcove/contract'
import { clsx } from 'clsx'
import { EyeOff, X } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { canBeIgnored, differingPaths } from './paths.ts'

interface PathListProps {
  replay: ReplayDetail
  shown: string | undefined
  readOnly: string | undefined
  onShow(path: string | undefined): void
  onIgnore(ignored: readonly string[]): void
}

/** Where calls differ, and what is not compared. */
export function PathList({ replay, shown, readOnly, onShow, onIgnore }: PathListProps) {
  const { t } = useTranslation()
  const paths = differingPaths(replay.calls)
  const { ignore } = replay
  return (
    <>
      <Section title={t('fn.replay.byPath')} note={paths.length || undefined}>
        {paths.length === 0 && <p className="px-gutter pb-3 text-fg-3">{t('fn.replay.noPaths')}</p>}
        <ul>
          {paths.map(({ path, calls }) => (
            <li
              key={path}
              className={clsx(
                'flex min-h-9 items-center gap-1 border-t border-line px-gutter',
                path === shown ? 'bg-selected' : 'hover:bg-hover',
              )}
            >
              <button
                type="button"
                aria-pressed={path === shown}
                className="flex min-w-0 flex-1 gap-2 py-1 text-left"
                onClick={() => onShow(path === shown ? undefined : path)}
              >
                <span className="mono min-w-0 flex-1 text-sm wrap-anywhere">{path}</span>
                <span className="num">{calls}</span>
              </button>
              {canBeIgnored(path) && (
                <IconButton
                  size="sm"
                  label={t('fn.replay.ignorePath', { path })}
                  icon={<EyeOff size={13} />}
                  disabledReason={readOnly}
                  onClick={() => onIgnore([...ignore, path])}
                />
              )}
            </li>
          ))}
        </ul>
      </Section>
      <Section ruled title={t('fn.replay.ignored')} note={ignore.length || undefined}>
        {ignore.length === 0 && <p className="px-gutter pb-3 text-fg-3">{t('fn.replay.nothingIgnored')}</p>}
        <ul>
          {ignore.map((path) => (
            <li key={path} className="flex min-h-8 items-center gap-2 border-t border-line px-gutter">
              <span className="mono min-w-0 flex-1 text-sm wrap-anywhere">{path}</span>
              <IconButton
                size="sm"
                label={t('fn.replay.compareAgain', { path })}
                icon={<X size={13} />}
                disabledReason={readOnly}
                onClick={() => onIgnore(ignore.filter((each) => each !== path))}
              />
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
