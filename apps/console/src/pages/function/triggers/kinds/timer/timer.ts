import { Timer } from 'lucide-react'
import type { TriggerView } from '../kind.ts'
import { TimerDetails } from './TimerDetails.tsx'
import { TimerForm } from './TimerForm.tsx'
import { TimerSource } from './TimerSource.tsx'

export const timer: TriggerView<'timer'> = {
  icon: Timer,
  backfills: true,
  Source: TimerSource,
  Details: TimerDetails,
  Form: TimerForm,
}
