import { LIMITS, type RecordedPayload } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { useFormat } from '../../../i18n/useFormat.ts'
import { JsonText } from './JsonText.tsx'
import { prettyJson } from './prettyJson.ts'

interface PayloadProps {
  payload: RecordedPayload
  label: string
  className: string
}

/** The recorded input or output. */
export function Payload({ payload, label, className }: PayloadProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const binary = payload.encoding === 'base64'
  const { text, json } = payload.truncated || binary ? { text: payload.text, json: false } : prettyJson(payload.text)
  return (
    <div className="group/payload relative">
      {binary && (
        <p className={`text-sm text-fg-2 ${className}`}>
          {t('fn.payload.base64', { size: format.bytes(payload.bytes) })}
        </p>
      )}
      <pre
        // Focusable, so that the keyboard can scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label}
        className={`max-h-96 overflow-auto text-[12px]/[18px] whitespace-pre-wrap wrap-anywhere outline-offset-[-2px] ${className}`}
      >
        {json ? <JsonText text={text} /> : text}
      </pre>
      {payload.truncated && (
        <p className={`text-sm text-warning ${className}`}>
          {t('fn.payload.truncated', {
            limit: format.bytes(LIMITS.recordedPayloadBytes),
            size: format.bytes(payload.bytes),
          })}
        </p>
      )}
      <CopyButton
        text={payload.text}
        className="absolute! top-1 right-2 bg-raised! opacity-0 group-focus-within/payload:opacity-100 group-hover/payload:opacity-100"
      />
    </div>
  )
}
