import type { SinkTest } from '@alcove/contract'
import { Check, Minus, X } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

/** How far a test came, step by step. */
export function TestSteps({ test }: { test: SinkTest }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div role="status" className="border-t border-line px-gutter py-2">
      <h3 className="py-1 font-heading">{t(test.ok ? 'sinks.testOk' : 'sinks.testFailed')}</h3>
      <ol>
        {test.steps.map(({ step, ok, detail, ms }) => (
          <li
            key={step}
            className="grid grid-cols-[15px_80px_minmax(0,1fr)_auto] items-baseline gap-2 border-t border-line py-1 text-sm"
          >
            <span className="self-center">
              {ok === null ? (
                <Minus size={14} className="text-fg-3" />
              ) : ok ? (
                <Check size={14} className="text-success" />
              ) : (
                <X size={14} className="text-danger" />
              )}
            </span>
            <span>{t(`sinks.steps.${step}`)}</span>
            <span className={`wrap-anywhere ${ok === false ? 'text-danger' : 'text-fg-2'}`}>
              {ok === null ? t('sinks.notTried') : detail && said(detail)}
            </span>
            <span className="num text-fg-3">{ms !== null && format.duration(ms)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
