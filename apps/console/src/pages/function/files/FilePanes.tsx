import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../i18n/index.ts'

interface FilePanesProps {
  files: readonly { path: string; name?: string; mark?: ReactNode }[]
  shown: string | undefined
  onShow(path: string): void
  /** As high as the page leaves room for; otherwise for a dialog. */
  fill?: boolean
  /** The file that is shown. */
  children: ReactNode
}

/** The list of files (on top when narrow) and the chosen file. */
export function FilePanes({ files, shown, onShow, fill = false, children }: FilePanesProps) {
  const { t } = useTranslation()
  return (
    <div
      className={clsx(
        'grid grid-cols-[210px_minmax(0,1fr)] overflow-hidden narrow:grid-cols-1 narrow:grid-rows-[auto_minmax(0,1fr)]',
        fill ? 'min-h-0 flex-1 narrow:min-h-[60dvh]' : 'h-[58vh] min-h-72 rounded-field border border-line',
      )}
    >
      <ul
        aria-label={t('fn.files.title')}
        className="overflow-y-auto border-r border-line bg-sunken py-1 narrow:max-h-28 narrow:border-r-0 narrow:border-b"
      >
        {files.map(({ path, name = path, mark }) => (
          <li key={path}>
            <button
              type="button"
              aria-current={path === shown ? 'true' : undefined}
              className={clsx(
                'flex h-7 w-full items-center gap-2 px-3 text-left text-[12.5px] outline-offset-[-2px] narrow:h-9',
                path === shown ? 'bg-active text-fg' : 'text-fg-2 hover:bg-hover',
              )}
              onClick={() => onShow(path)}
            >
              <span className="cut flex-1">{name}</span>
              {mark}
            </button>
          </li>
        ))}
      </ul>
      <div className="flex min-h-0 min-w-0 flex-col overflow-y-auto bg-canvas">{children}</div>
    </div>
  )
}
