import type { TestDiff } from '@alcove/contract'
import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { IconButton } from '../../../ui/IconButton.tsx'

interface DifferencesProps {
  diffs: readonly TestDiff[]
  /** What the two sides are. */
  expected: string
  actual: string
  onIgnore?: ((path: string) => void) | undefined
  /** Which of the paths can be ignored; left out: all. */
  ignorable?: (path: string) => boolean
  /** What else can be done about one. */
  actionsOf?: (diff: TestDiff) => ReactNode
}

/** Where two outcomes of a call differ. */
export function Differences({ diffs, expected, actual, onIgnore, ignorable, actionsOf }: DifferencesProps) {
  const { t } = useTranslation()
  return (
    <div className="overflow-x-auto px-gutter py-3">
      <table className="w-full text-left narrow:table-fixed">
        <caption className="sr-only">{t('fn.tests.differences')}</caption>
        <thead className="text-sm text-fg-3">
          <tr>
            <th className="py-1 pr-4 font-normal">{t('fn.tests.path')}</th>
            <th className="py-1 pr-4 font-normal">{expected}</th>
            <th className="py-1 font-normal">{actual}</th>
          </tr>
        </thead>
        <tbody>
          {diffs.map((diff, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a fixed list, in which a path may stand twice
            <tr key={at} className="border-t border-line align-top">
              <td className="min-w-24 py-1.5 pr-4 text-sm wrap-anywhere">
                <span className="font-mono">{diff.path}</span>
                {onIgnore && (ignorable?.(diff.path) ?? true) && (
                  <IconButton
                    size="sm"
                    className="ml-1 align-middle"
                    label={t('fn.replay.ignorePath', { path: diff.path })}
                    icon={<EyeOff size={13} />}
                    onClick={() => onIgnore(diff.path)}
                  />
                )}
                <span className="block text-fg-3">{said(diff.message)}</span>
                {actionsOf?.(diff)}
              </td>
              <td className="bg-sunken px-2 py-1.5 font-mono text-sm wrap-anywhere">{diff.expected ?? '–'}</td>
              <td className="bg-danger-tint px-2 py-1.5 font-mono text-sm wrap-anywhere">{diff.actual ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
