import type { ParametersPreview } from '@alcove/contract'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

/** What these parameters would have done to recorded calls. */
export function RefusedCalls({ preview }: { preview: ParametersPreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (preview.calls === 0) return null
  const figures = { refused: format.number(preview.refused), calls: format.number(preview.calls) }
  if (preview.refused === 0) {
    return (
      <p className="flex items-center gap-2 border-t border-line px-gutter py-2 text-fg-2">
        <CircleCheck size={14} className="text-success" />
        {t('fn.params.allPass', figures)}
      </p>
    )
  }
  return (
    <div role="status" className="border-t border-line bg-warning-tint px-gutter py-2">
      <p className="flex items-center gap-2">
        <TriangleAlert size={14} className="text-warning" />
        {t('fn.params.wouldRefuse', figures)}
      </p>
      <ul className="mt-1 ml-6 text-sm text-fg-2">
        {preview.errors.slice(0, 5).map(({ path, message, calls }) => (
          <li key={`${path} ${message}`} className="wrap-anywhere">
            <span className="mono">{path}</span> {message}{' '}
            <span className="num text-fg-3">({format.number(calls)})</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
