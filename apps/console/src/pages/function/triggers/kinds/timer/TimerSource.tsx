import type { TriggerOf } from '@alcove/contract'
import { useScheduleWords } from './useScheduleWords.ts'

export function TimerSource({ trigger }: { trigger: TriggerOf<'timer'> }) {
  const words = useScheduleWords()
  return <span className="cut">{words(trigger.config)}</span>
}
