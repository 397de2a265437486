import { parametersOf, type ParametersSchema, type Runtime } from '@alcove/contract'
import { CircleHelp } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { paths } from '../../../navigation/paths.ts'

interface HandlerHelpProps {
  space: string
  fn: string
  runtime: Runtime
  parameters: ParametersSchema | undefined
}

/** What a handler receives, in the words of its runtime. */
export function HandlerHelp({ space, fn, runtime, parameters }: HandlerHelpProps) {
  const { t } = useTranslation()
  const language = languageOf(runtime)
  const names = parametersOf(parameters ?? null).map(({ name }) => name)
  return (
    <Popover
      title={t('fn.params.handler.open')}
      className="max-h-[70dvh] w-[440px] max-w-[calc(100vw-24px)] overflow-y-auto"
      trigger={<IconButton label={t('fn.params.handler.open')} icon={<CircleHelp size={14} />} />}
    >
      <pre className="mono mb-2 overflow-x-auto rounded-control bg-sunken px-2 py-1.5 text-sm">
        {SIGNATURES[language]}
      </pre>
      <h3 className="mono font-name">event</h3>
      <p className="mb-2 text-fg-2">
        {t('fn.params.handler.event')}{' '}
        {names.length > 0
          ? t('fn.params.handler.declared', { names: names.join(', ') })
          : t('fn.params.handler.undeclared')}
      </p>
      <h3 className="mono font-name">context</h3>
      <p className="mb-1 text-fg-2">
        {language === 'custom' ? t('fn.params.handler.custom') : t('fn.params.handler.contextNote')}
      </p>
      <dl className="mb-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {FIELDS[language].map(([code, key]) => (
          <div key={code} className="contents">
            <dt className="mono">{code}</dt>
            <dd className="text-fg-2">{t(`fn.params.handler.fields.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <LinkButton {...paths.parameters(space, fn)}>{t('fn.params.edit')}</LinkButton>
    </Popover>
  )
}

type Language = 'node' | 'python' | 'java' | 'custom'
type FieldKey =
  | 'requestId'
  | 'function'
  | 'version'
  | 'qualifier'
  | 'trigger'
  | 'remaining'
  | 'signal'
  | 'memory'
  | 'trace'
  | 'log'

const languageOf = (runtime: Runtime): Language =>
  runtime.startsWith('nodejs') ? 'node' : runtime === 'python3' ? 'python' : runtime === 'java17' ? 'java' : 'custom'

const SIGNATURES: Record<Language, string> = {
  node: 'export const handler = async (event, context) => value',
  python: 'def handler(event, context):',
  java: 'public Object handle(Map<String, Object> event, Context context)',
  custom: './bootstrap',
}

const FIELDS: Record<Language, readonly (readonly [code: string, key: FieldKey])[]> = {
  node: [
    ['requestId', 'requestId'],
    ['functionName', 'function'],
    ['functionVersion', 'version'],
    ['qualifier', 'qualifier'],
    ['trigger.type, .name', 'trigger'],
    ['getRemainingTimeInMillis()', 'remaining'],
    ['signal', 'signal'],
    ['memoryLimitInMB', 'memory'],
    ['traceId', 'trace'],
    ['log.info(…)', 'log'],
  ],
  python: [
    ['request_id', 'requestId'],
    ['function_name', 'function'],
    ['function_version', 'version'],
    ['qualifier', 'qualifier'],
    ['trigger', 'trigger'],
    ['get_remaining_time_in_millis()', 'remaining'],
    ['cancelled', 'signal'],
    ['memory_limit_in_mb', 'memory'],
    ['trace_id', 'trace'],
  ],
  java: [
    ['getRequestId()', 'requestId'],
    ['getFunctionName()', 'function'],
    ['getFunctionVersion()', 'version'],
    ['getQualifier()', 'qualifier'],
    ['getTriggerType(), getTriggerName()', 'trigger'],
    ['getRemainingTimeInMillis()', 'remaining'],
    ['isCancelled()', 'signal'],
    ['getMemoryLimitInMB()', 'memory'],
    ['getTraceId()', 'trace'],
    ['getLogger()', 'log'],
  ],
  custom: [
    ['Lambda-Runtime-Aws-Request-Id', 'requestId'],
    ['Lambda-Runtime-Deadline-Ms', 'remaining'],
  ],
}
