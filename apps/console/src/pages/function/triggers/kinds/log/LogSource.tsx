import type { LogTriggerConfig, TriggerOf } from '@alcove/contract'
import { useTranslation } from '../../../../../i18n/index.ts'

export function LogSource({ trigger }: { trigger: TriggerOf<'log'> }) {
  const { t } = useTranslation()
  const { config } = trigger
  const conditions = conditionsOf(config).join(', ') || t('triggers.everyLine')
  return <span className="cut">{t('triggers.linesOf', { fn: config.function, conditions })}</span>
}

function conditionsOf({ pattern, regex, level, fields }: LogTriggerConfig): string[] {
  return [
    ...(pattern === undefined ? [] : [`"${pattern}"`]),
    ...(regex === undefined ? [] : [`/${regex}/`]),
    ...(level === undefined ? [] : [`≥ ${level}`]),
    ...(fields === undefined ? [] : [Object.keys(fields).join(', ')]),
  ]
}
