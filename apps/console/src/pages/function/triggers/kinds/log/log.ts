import { ScrollText } from 'lucide-react'
import type { TriggerView } from '../kind.ts'
import { LogDetails } from './LogDetails.tsx'
import { LogForm } from './LogForm.tsx'
import { LogSource } from './LogSource.tsx'

export const log: TriggerView<'log'> = {
  icon: ScrollText,
  backfills: false,
  Source: LogSource,
  Details: LogDetails,
  Form: LogForm,
}
