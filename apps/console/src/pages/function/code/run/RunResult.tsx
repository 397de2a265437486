import { Link } from '@tanstack/react-router'
import { LogLines } from '../../../../components/LogViewer/index.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths as addresses } from '../../../../navigation/paths.ts'
import { StatusMark } from '../../../../ui/StatusMark.tsx'
import { useFunctionParams } from '../../params.ts'
import { ErrorBox } from '../../payload/ErrorBox.tsx'
import { Payload } from '../../payload/Payload.tsx'
import type { Run } from '../../invoke/run.ts'
import { RunFacts } from './RunFacts.tsx'

interface RunResultProps {
  run: Run
  paths: readonly string[]
}

/** The result of one run: outcome, facts, error, lines, output. */
export function RunResult({ run, paths }: RunResultProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { space, fn } = useFunctionParams()
  const { state } = run
  const output = state.kind === 'ended' ? state.output : null
  return (
    <div aria-live="polite">
      <div className="flex h-8 items-center gap-2 border-b border-line px-3">
        <h2 className="font-heading">{t('fn.run.number', { number: run.number })}</h2>
        {state.kind === 'running' && <span className="text-sm text-fg-2">{t('fn.run.running')}</span>}
        {state.kind === 'refused' && <span className="text-sm text-danger">{t('fn.run.refused')}</span>}
        {state.kind === 'ended' && (
          <span className="inline-flex text-sm">
            <StatusMark status={state.status}>{t(`status.${state.status}`)}</StatusMark>
          </span>
        )}
        <span className="num ml-auto text-fg-2">{format.clock(run.startedAt)}</span>
      </div>
      {state.kind === 'refused' && (
        <p role="alert" className="border-b border-line bg-danger-tint px-3 py-2 text-danger wrap-anywhere">
          {state.message}
          {state.requestId && <span className="mono ml-2 text-fg-3">{state.requestId}</span>}
        </p>
      )}
      {state.kind === 'ended' && <RunFacts state={state} lines={run.lines.length} />}
      {state.kind === 'ended' && state.error && (
        <ErrorBox error={state.error} of={{ function: fn, version: null }} paths={paths} className="px-3" />
      )}
      {run.lines.length > 0 && (
        <div className="border-b border-line py-1.5">
          <LogLines
            lines={run.lines}
            truncated={state.kind === 'ended' && state.detail?.logsTruncated === true}
            className="px-3"
          />
        </div>
      )}
      {output !== null && (
        <>
          <div className="flex h-8 items-center gap-2 border-b border-line px-3">
            <h2 className="font-heading">{t('fn.run.output')}</h2>
            <span className="num text-sm text-fg-3">{format.bytes(new Blob([output]).size)}</span>
          </div>
          <Payload
            payload={{ text: output, encoding: 'utf8', bytes: output.length, truncated: false }}
            label={t('fn.run.output')}
            className="px-3 py-2"
          />
        </>
      )}
      {state.kind === 'ended' && state.invocationId && (
        <p className="border-t border-line px-3 py-2 text-sm">
          <Link {...addresses.invocations(space, fn, { id: state.invocationId })} className="link">
            {t('fn.run.open')}
          </Link>
        </p>
      )}
    </div>
  )
}
